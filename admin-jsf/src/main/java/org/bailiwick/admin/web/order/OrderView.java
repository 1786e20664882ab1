package org.bailiwick.admin.web.order;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.provenance.OrderTrace;
import org.bailiwick.provenance.ProvenanceAdministration;
import org.jspecify.annotations.Nullable;

/** An order, and what was done to validate one of its names. */
@Named
@RequestScoped
public class OrderView {

    @Inject
    ProvenanceAdministration provenance;

    private String id = "";
    private String name = "";
    private @Nullable OrderTrace found;

    public void load() {
        ResourceId resource = Ids.resource("order", id);
        found = provenance.order(
                resource,
                Optional.of(name).filter(number -> number.matches("[0-9]{1,4}")).map(Integer::valueOf));
    }

    public @Nullable OrderTrace getFound() {
        return found;
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
