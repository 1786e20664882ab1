package org.bailiwick.authority.founding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.team.Team;

/**
 * Where an authority can be made.
 *
 * @param teams their names by their ids, sorted by name
 * @param tokens the names of the tokens beside the server's own
 */
public record FoundingPlaces(Map<UUID, String> teams, List<String> tokens) {

    public FoundingPlaces {
        teams = Collections.unmodifiableMap(new LinkedHashMap<>(teams));
        tokens = List.copyOf(tokens);
    }

    static FoundingPlaces of(List<Team> teams, Set<String> tokens) {
        Map<UUID, String> names = new LinkedHashMap<>();
        teams.forEach(team -> names.put(team.id(), team.name()));
        return new FoundingPlaces(names, tokens.stream().sorted().toList());
    }
}
