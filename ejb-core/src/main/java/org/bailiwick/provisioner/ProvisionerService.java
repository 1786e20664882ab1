package org.bailiwick.provisioner;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.bailiwick.config.ProvisionerSettings;

/** Finds the provisioner that a URL names; there are URLs of those for ACME clients only. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ProvisionerService {

    @Inject
    Provisioners provisioners;

    /** The enabled provisioner for ACME clients at {@code /acme/{authority}/{provisioner}/}, with its authority. */
    public Optional<Provisioner> at(String authority, String provisioner) {
        return provisioners.at(authority, provisioner);
    }

    /** How a provisioner works. */
    public ProvisionerSettings settingsOf(Provisioner provisioner) {
        return provisioners.settingsOf(provisioner);
    }

    /** All for ACME clients that are enabled, with their authorities. */
    public List<Provisioner> all() {
        return provisioners.all();
    }
}
