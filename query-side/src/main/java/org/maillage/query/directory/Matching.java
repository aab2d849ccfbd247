package org.maillage.query.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.project.ProjectId;

/**
 * Whom to ask for a project. The score of a partner is the sum of what its reasons weigh, and each weighs what the guide makes of it:
 *
 * <ul>
 *   <li>the same audiences first: « Selon les publics que vous visez […], des partenaires naturels, visant les mêmes publics, vont
 *       vous apparaître » (40);
 *   <li>then the domain that a hybrid project adds to those of the centre: « vous pouvez tirer avantage de cette hybridation en vous
 *       adressant à des représentants du domaine étranger auquel vous combinez les TIC » (30);
 *   <li>then neighbours, « la proximité géographique, permettant des rencontres physiques, facilitera la collaboration » (20), also
 *       those « installées sur votre communauté d’agglomération » (10);
 *   <li>a domain in common with the centre, which brings an image that fits but nothing new (10);
 *   <li>and an acquaintance, since « ce premier contact vous facilitera évidemment la tâche » (5).
 * </ul>
 *
 * Partners of the same score follow each other by name; one without any reason is no match.
 */
final class Matching {

    enum Reason {
        SAME_AUDIENCE(40, "Touche les mêmes publics\u00a0: %s."),
        FOREIGN_DOMAIN(30, "Travaille dans un domaine que le projet ajoute aux vôtres\u00a0: %s."),
        SAME_COMMUNE(20, "Se trouve dans votre commune."),
        SAME_AGGLOMERATION(10, "Se trouve dans votre agglomération."),
        SAME_DOMAIN(10, "Travaille dans un domaine de votre espace\u00a0: %s."),
        KNOWN_PARTNER(5, "Vous vous connaissez déjà.");

        private final int weight;
        private final String text;

        Reason(int weight, String text) {
            this.weight = weight;
            this.text = text;
        }

        private MatchReason about(List<String> words) {
            return new MatchReason(this, text.formatted(String.join(", ", words)), weight);
        }
    }

    /** @param text French, for people */
    record MatchReason(Reason code, String text, int weight) {}

    /** @param partnershipId what is under way with them for this very project; null for nothing */
    record Match(
            UUID partnerId,
            String name,
            PartnerKind kind,
            int score,
            List<MatchReason> reasons,
            @Nullable UUID partnershipId) {}

    /** What the partners are wanted for. */
    record Wanted(ProjectId id, List<String> audiences, List<String> domains) {}

    private final Centre centre;
    private final Wanted project;
    private final Collection<EpciCode> agglomeration;
    private final List<String> ownDomains;
    private final List<String> foreignDomains;

    Matching(Centre centre, Wanted project, Collection<Organisation> partners) {
        this.centre = centre;
        this.project = project;
        // No centre says its agglomeration: it is that of the partners in its commune.
        this.agglomeration = partners.stream()
                .filter(this::isNeighbour)
                .map(Organisation::epci)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        // A centre that names no domain calls none foreign.
        this.foreignDomains = centre.domains().isEmpty() ? List.of() : beyond(project.domains(), centre.domains());
        this.ownDomains = beyond(project.domains(), foreignDomains);
    }

    List<Match> among(Collection<Organisation> partners) {
        return partners.stream()
                .map(this::match)
                .filter(match -> !match.reasons().isEmpty())
                .sorted(Comparator.comparingInt(Match::score)
                        .reversed()
                        .thenComparing(match -> Wording.comparable(match.name()))
                        .thenComparing(Match::partnerId))
                .toList();
    }

    private Match match(Organisation partner) {
        var reasons = new ArrayList<MatchReason>();
        add(reasons, Reason.SAME_AUDIENCE, common(project.audiences(), partner.audiences()));
        add(reasons, Reason.FOREIGN_DOMAIN, common(foreignDomains, partner.domains()));
        if (isNeighbour(partner)) {
            reasons.add(Reason.SAME_COMMUNE.about(List.of()));
        } else if (partner.epci() != null && agglomeration.contains(partner.epci())) {
            reasons.add(Reason.SAME_AGGLOMERATION.about(List.of()));
        }
        add(reasons, Reason.SAME_DOMAIN, common(ownDomains, partner.domains()));
        if (partner.isKnown()) {
            reasons.add(Reason.KNOWN_PARTNER.about(List.of()));
        }
        return new Match(
                partner.id().value(),
                partner.name(),
                partner.kind(),
                reasons.stream().mapToInt(MatchReason::weight).sum(),
                List.copyOf(reasons),
                partner.partnerships().stream()
                        .filter(partnership -> !partnership.isOver())
                        .filter(partnership -> partnership.projectId().equals(project.id()))
                        .map(partnership -> partnership.id().value())
                        .findFirst()
                        .orElse(null));
    }

    private static void add(List<MatchReason> reasons, Reason reason, List<String> words) {
        if (!words.isEmpty()) {
            reasons.add(reason.about(words));
        }
    }

    private boolean isNeighbour(Organisation partner) {
        var commune = partner.commune();
        return commune != null && commune.value().equals(centre.communeCode());
    }

    private static List<String> common(List<String> some, List<String> others) {
        return some.stream().filter(word -> Wording.meet(List.of(word), others)).toList();
    }

    private static List<String> beyond(List<String> some, List<String> others) {
        return some.stream()
                .filter(word -> !Wording.meet(List.of(word), others))
                .toList();
    }
}
