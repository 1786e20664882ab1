package org.bailiwick.admin.web.administrator;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.authority.TeamAdministration;
import org.bailiwick.authority.TeamColumn;
import org.bailiwick.team.Team;

/** The teams, and a new one. */
@Named
@ViewScoped
public class TeamsView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int ROWS = 50;

    @Inject
    TeamAdministration teams;

    @Inject
    Notices notices;

    private String sort = "";
    private String before = "";
    private String name = "";
    private String next = "";
    private ArrayList<Row> rows = new ArrayList<>();

    /** A team. */
    public record Row(UUID id, String name, Instant createdAt) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        static Row of(Team team) {
            return new Row(team.id(), team.name(), team.createdAt());
        }
    }

    public void load() {
        Page<Row> page = teams.list(
                        PageRequest.of(Ids.uuid(before), ROWS).in(getSorted().order()))
                .map(Row::of);
        rows = new ArrayList<>(page.items());
        next = getSorted().next(page.next().map(UUID::toString));
    }

    public String create() {
        Team made = teams.create(new Label(name.strip()));
        notices.tell(TeamsView.class, "team.created", made.name());
        return "/administrator-teams?faces-redirect=true";
    }

    public List<Row> getRows() {
        return rows;
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return next;
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(sort, () -> PageAddress.of("/administrator-teams"), TeamColumn.values());
    }

    public String getSort() {
        return sort;
    }

    public void setSort(String sort) {
        this.sort = sort;
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }
}
