package org.maillage.infra.faults.checker;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whom each centre lets in, and what belongs to which centre and partnership. */
final class AccessModel implements Model {

    private static final Table CENTRE = Table.of("centre_fact", "epn");
    private static final Table THING = Table.of("thing_fact", "id, kind, epn, partnership");
    private static final Table GRANT =
            Table.of("grant_fact", "subject, epn, roles, person, partner, administers, actor");
    private static final Table PARTICIPATION = Table.of("participation_fact", "partner, partnership, epn, takes_part");

    private static final String ADMINISTRATOR = "ADMINISTRATEUR";

    /** In the order in which roles are written down. */
    private static final List<String> ROLES =
            List.of("RESPONSABLE", "ANIMATEUR", "DECIDEUR", "PARTENAIRE", "AUDITEUR", "INTEGRATION", ADMINISTRATOR);

    /** The first event of a thing, the thing, and whether it belongs to a partnership. */
    private record First(String kind, String id, boolean ofPartnership) {}

    private static final Map<String, First> FIRST = Map.ofEntries(
            Map.entry("EpnRegistered", new First("EPN", "id", false)),
            Map.entry("FundingDeclared", new First("FUNDING_AGREEMENT", "fundingId", false)),
            Map.entry("PersonRegistered", new First("PERSON", "id", false)),
            Map.entry("ProjectDrafted", new First("PROJECT", "id", false)),
            Map.entry("PartnerRegistered", new First("PARTNER", "id", false)),
            Map.entry("PartnershipProposed", new First("PARTNERSHIP", "id", true)),
            Map.entry("ConventionDrafted", new First("CONVENTION", "id", true)),
            Map.entry("SessionPlanned", new First("SESSION", "id", true)),
            Map.entry("TimeLogged", new First("TIME_ENTRY", "entryId", true)),
            Map.entry("BilanDrafted", new First("BILAN", "id", true)),
            Map.entry("DeliverableCollected", new First("DELIVERABLE", "id", true)),
            Map.entry("ConsentRequested", new First("IMAGE_CONSENT", "id", false)),
            Map.entry("DatePollOpened", new First("DATE_POLL", "id", true)));

    @Override
    public String schema() {
        return "access_v1";
    }

    @Override
    public List<Table> tables() {
        return List.of(CENTRE, THING, GRANT, PARTICIPATION);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        var first = FIRST.get(fact.type());
        if (first != null) {
            rows.add(
                    THING,
                    fact.get(first.id()),
                    first.kind(),
                    fact.epn(),
                    first.ofPartnership() ? fact.partnership() : null);
        }
        switch (fact.type()) {
            case "EpnRegistered" -> {
                rows.add(CENTRE, fact.subject());
                var administrator = Json.text(fact.json, "administrator");
                if (administrator != null) {
                    grant(fact, administrator, List.of(ADMINISTRATOR), null, null, rows);
                }
            }
            case "AccessGranted" ->
                grant(
                        fact,
                        fact.text("subject"),
                        Json.texts(fact.json, "roles"),
                        fact.get("personId"),
                        fact.get("partnerId"),
                        rows);
            case "AccessRevoked" ->
                rows.add(GRANT, fact.text("subject"), fact.epn(), null, null, null, false, fact.actor);
            case "PartnershipProposed" ->
                fact.ids("partnerIds")
                        .forEach(partner -> rows.add(PARTICIPATION, partner, fact.subject(), fact.epn(), true));
            case "PartnerJoined" -> rows.add(PARTICIPATION, fact.get("partnerId"), fact.subject(), fact.epn(), true);
            case "PartnerLeft" -> rows.add(PARTICIPATION, fact.get("partnerId"), fact.subject(), fact.epn(), false);
            default -> {}
        }
    }

    private static void grant(
            Fact fact,
            String subject,
            List<String> roles,
            @Nullable Object person,
            @Nullable Object partner,
            Rows rows) {
        rows.add(
                GRANT,
                subject,
                fact.epn(),
                roles.stream()
                        .distinct()
                        .sorted(Comparator.comparingInt(ROLES::indexOf))
                        .collect(Collectors.joining(",")),
                person,
                partner,
                roles.contains(ADMINISTRATOR),
                fact.actor);
    }
}
