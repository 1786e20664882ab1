package org.bailiwick.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The key that sessions are encrypted by, itself encrypted by a key of the token. */
@Entity
class SessionKey {

    /** The label of the token's key; another one there has another one here. */
    @Id
    private String label;

    @Column(nullable = false)
    private byte[] sealed;

    protected SessionKey() {}

    SessionKey(String label, byte[] sealed) {
        this.label = label;
        this.sealed = sealed.clone();
    }

    byte[] sealed() {
        return sealed.clone();
    }
}
