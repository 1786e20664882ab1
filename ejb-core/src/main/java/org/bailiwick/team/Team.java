package org.bailiwick.team;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/** A tenant: its administrators see only its authorities. */
@Entity
public class Team {

    @Id
    private UUID id;

    private String name;
    private Instant createdAt;

    protected Team() {}

    public Team(String name, Instant now) {
        this.id = ResourceId.random(now).value();
        this.name = name;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
