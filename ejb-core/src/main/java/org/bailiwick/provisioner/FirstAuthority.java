package org.bailiwick.provisioner;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.bailiwick.authority.Authorities;

/**
 * Sees to it that a database is not empty: that it has the one authority that the settings describe, with its issuer
 * and provisioners, or others. Of several nodes that start at once one makes them.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FirstAuthority {

    private static final Logger LOG = System.getLogger(FirstAuthority.class.getName());

    @Inject
    Authorities authorities;

    @Inject
    Foundation foundation;

    @PostConstruct
    void create() {
        if (authorities.oldest().isPresent()) {
            complete();
            return;
        }
        try {
            foundation.lay();
        } catch (EJBException perhapsJustLaid) {
            if (authorities.oldest().isEmpty()) {
                throw perhapsJustLaid;
            }
            LOG.log(Level.INFO, "Another node created the first authority.");
        }
    }

    private void complete() {
        try {
            foundation.complete();
        } catch (EJBException perhapsJustCompleted) {
            LOG.log(
                    Level.WARNING,
                    "What the roots have signed could not be recorded; another node may have done it. It is tried again at the next start.",
                    perhapsJustCompleted);
        }
    }
}
