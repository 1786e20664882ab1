package org.bailiwick.admin.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import java.net.MalformedURLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bailiwick.admin.Role;

/** The menu: the pages that there are and that are for the role of who looks. A page is listed as soon as its file is there. */
@Named
@RequestScoped
public class Navigation {

    private static final Set<Role> ALL = EnumSet.allOf(Role.class);

    /** Who deals with certificates. */
    private static final Set<Role> ISSUANCE =
            EnumSet.of(Role.SUPER_ADMINISTRATOR, Role.AUTHORITY_ADMINISTRATOR, Role.AUDITOR);

    private static final String AUDIT = "audit";
    private static final String OUTBOX = "outbox";

    private static final List<Entry> ENTRIES = List.of(
            new Entry("index", "", ALL),
            new Entry("authorities", "authorit", ALL),
            new Entry("provisioners", "provisioner", ALL),
            new Entry("policies", "polic", ALL),
            new Entry("keys", "key", ALL),
            new Entry("accounts", "account", ISSUANCE),
            new Entry("orders", "order", ISSUANCE),
            new Entry("certificates", "certificate", ISSUANCE),
            new Entry("registration-authorities", "registration-authorit", ISSUANCE),
            new Entry(OUTBOX, OUTBOX, ISSUANCE),
            new Entry(AUDIT, AUDIT, EnumSet.of(Role.SUPER_ADMINISTRATOR, Role.AUDITOR)),
            new Entry("administrators", "administrator", EnumSet.of(Role.SUPER_ADMINISTRATOR, Role.AUDITOR)));

    @Inject
    ServletContext context;

    @Inject
    Me me;

    /**
     * A line of the menu.
     *
     * @param page its file's name without suffix; its label is {@code nav.} and that, in the frame's texts
     * @param stem with what the names of its own pages begin
     * @param roles for whom it is
     */
    public record Entry(String page, String stem, Set<Role> roles) {

        public Entry {
            roles = Set.copyOf(roles);
        }

        /** Where it leads, within the portal. */
        public String path() {
            return page.equals("index") ? "/" : "/" + page;
        }

        boolean has(String name) {
            return page.equals(name) || (!stem.isEmpty() && name.startsWith(stem));
        }
    }

    public List<Entry> getEntries() {
        return ENTRIES.stream()
                .filter(entry -> entry.roles().contains(me.role()) && isForTheTeam(entry) && isThere(entry))
                .toList();
    }

    /** The audit log is one for all teams. */
    private boolean isForTheTeam(Entry entry) {
        return !entry.page().equals(AUDIT) || me.isSeesAudit();
    }

    /** Whether the page that is shown is one of an entry's. */
    public boolean isCurrent(Entry entry) {
        String view = FacesContext.getCurrentInstance().getViewRoot().getViewId();
        return entry.has(view.substring(1).replaceFirst("\\.xhtml$", ""));
    }

    private boolean isThere(Entry entry) {
        try {
            return context.getResource("/" + entry.page() + ".xhtml") != null;
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
