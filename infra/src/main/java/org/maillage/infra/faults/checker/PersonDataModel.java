package org.maillage.infra.faults.checker;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Which events speak of whom. */
final class PersonDataModel implements Model {

    private static final Table EVENT =
            Table.of("event_fact", "epn, subject, aggregate, type, revision number, day, actor, data");
    private static final Table MENTION = Table.of("mention_fact", "person, role, matter, epn, type, day, active_until");

    private static final String ACTOR = "actor";

    /** The fields that name persons, wherever they stand. */
    private static final Set<String> PERSONS = Set.of(
            "personId",
            "contactId",
            "pilotId",
            "deciderId",
            "signatoryId",
            "authorId",
            "authorIds",
            "guardianId",
            "roster",
            "depicts");

    /** The types in which people type whatever they like. */
    private static final Set<String> FREE_TEXT = Set.of("""
        AccessRevoked ActionResumed ActionSuspended AgreedWithoutConvention AttendanceCorrected \
        AuthorityClearanceRefused BilanAmended BilanDrafted BilanReopened BilanRevised ChannelConstraintNoted \
        CircuitTemplateSet ConsentGranted ContributionPledged ConventionAmended ConventionDrafted ConventionRevised \
        ConventionTerminated CumulationConflictWaived DatePollOpened DeciderNamed DeliverableCollected \
        DeliverableLicensed DeliverableTransmitted DirectCostCorrected DirectCostRecorded DocumentAttached \
        EpnMissionsRevised EpnPositioned EpnRegistered ExchangeLogged FundingDeclared FundingEnded \
        FundingObjectionDeclared FundingObjectionWithdrawn GreetingSent ImageContextsAgreed IntangibleBenefitRated \
        MilestonePlanned MunicipalActAttached NeedDeclared NeedWithdrawn PartnerExchangeLogged PartnerInvited \
        PartnerLeft PartnerPresenceRecorded PartnerRegistered PartnerRevised PartnershipDeclined PartnershipProposed \
        PartnershipTerminated PersonErased PersonPhotoSet PledgeAmended ProjectDomainsTagged ProjectDrafted \
        ProjectMissionsNamed ProposalRevised ProposalWithdrawn ReceiptCorrected ResponsibilityAssigned \
        SessionCancelled SessionPlanned SessionRescheduled StepApproved StepRejected SupportGranted \
        TimeConstraintDeclared TimeConstraintLifted TimeCorrected TimeLogged ToolAgreed ToolTrainingPlanned\
        """.split(" ", -1));

    private record Mention(String person, String role) {}

    @Override
    public String schema() {
        return "person_data_v1";
    }

    @Override
    public List<Table> tables() {
        return List.of(EVENT, MENTION);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        var mentions = new LinkedHashSet<Mention>();
        if (fact.family == Family.PERSON) {
            mentions.add(new Mention(fact.subject(), "id"));
        }
        collect(fact.json, "", mentions);
        var actor = fact.actor;
        if (actor != null && isId(actor)) {
            mentions.add(new Mention(UUID.fromString(actor).toString(), ACTOR));
        }
        if (mentions.isEmpty() && !FREE_TEXT.contains(fact.type())) {
            return;
        }
        var day =
                fact.type().equals("SessionPlanned") ? Fact.day(Instant.parse(fact.text("startsAt"))) : fact.happened();
        rows.add(
                EVENT,
                fact.epn(),
                fact.subject(),
                fact.event.aggregateType(),
                fact.type(),
                fact.event.revision(),
                day,
                actor,
                fact.type().equals("PersonPhotoSet") ? null : fact.data());
        for (var mention : mentions) {
            rows.add(
                    MENTION,
                    mention.person(),
                    mention.role(),
                    matter(fact, mention.role()),
                    fact.epn(),
                    fact.type(),
                    day,
                    activeUntil(fact, day));
        }
    }

    private static void collect(JsonNode node, String path, Set<Mention> mentions) {
        for (var field : node.properties()) {
            var below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            var values = field.getValue().isArray() ? Json.list(node, field.getKey()) : List.of(field.getValue());
            for (var value : values) {
                if (value.isObject()) {
                    collect(value, below, mentions);
                } else if (value.isString() && PERSONS.contains(field.getKey())) {
                    mentions.add(new Mention(value.stringValue(), below));
                }
            }
        }
    }

    private static boolean isId(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    private static String matter(Fact fact, String role) {
        if (role.equals(ACTOR)) {
            return "ACTION";
        }
        return switch (fact.family) {
            case PERSON -> "IDENTITY";
            case EPN -> role.endsWith("deciderId") ? "DECISION" : "POSITION";
            case PARTNER -> "CONTACT";
            case PROJECT, BILAN -> "POSITION";
            case PARTNERSHIP ->
                switch (role) {
                    case "contactId" -> "CONTACT";
                    case "deciderId", "authorId" -> "DECISION";
                    default -> "POSITION";
                };
            case CONVENTION -> role.equals("signatoryId") ? "SIGNATURE" : "DECISION";
            case SESSION -> "ATTENDANCE";
            case TIMESHEET -> "TIME";
            case DELIVERABLE -> "WORK";
            case CONSENT -> "CONSENT";
            case POLL -> "POLL";
        };
    }

    private static LocalDate activeUntil(Fact fact, LocalDate day) {
        var until = fact.type().equals("ConsentGranted") ? Json.text(fact.json, "until") : null;
        return until != null && LocalDate.parse(until).isAfter(day) ? LocalDate.parse(until) : day;
    }
}
