package org.bailiwick.admin.web.order;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.provenance.OrderTrace;
import org.bailiwick.provenance.ProvenanceAdministration;
import org.bailiwick.upstream.outbox.OutboxAdministration;
import org.jspecify.annotations.Nullable;

/** An order, and what was done to validate one of its names. */
@Named
@RequestScoped
public class OrderView {

    @Inject
    ProvenanceAdministration provenance;

    @Inject
    OutboxAdministration outbox;

    private String id = "";
    private String name = "";
    private @Nullable OrderTrace found;
    private @Nullable UUID entry;

    public void load() {
        ResourceId resource = Ids.resource("order", id);
        found = provenance.order(
                resource,
                Optional.of(name).filter(number -> number.matches("[0-9]{1,4}")).map(Integer::valueOf));
        entry = outbox.ofOrder(resource).orElse(null);
    }

    public @Nullable OrderTrace getFound() {
        return found;
    }

    /** The id of what is in the outbox for it; null if it does not wait for another CA. */
    public @Nullable UUID getEntry() {
        return entry;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    /** The number of the name whose validation is shown. */
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }
}
