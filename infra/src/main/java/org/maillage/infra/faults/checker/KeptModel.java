package org.maillage.infra.faults.checker;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Read models that keep some events as they came, under a subject and a kind, and list things under their owners. */
final class KeptModel implements Model {

    /** Under what an event is kept. */
    private enum Under {
        SUBJECT,
        KEY
    }

    private record Place(String kind, Under under) {}

    private final String schema;
    private final Table events;
    private final Table listing = Table.of("listing_fact", "owner, kind, subject");
    private final Map<String, Place> places = new HashMap<>();

    private KeptModel(String schema, String table) {
        this.schema = schema;
        this.events = Table.of(table, "subject, kind, type, revision number, data");
    }

    private KeptModel keep(String kind, Under under, String types) {
        for (var type : types.split(" ", -1)) {
            places.put(type, new Place(kind, under));
        }
        return this;
    }

    private static final String LIFE = """
        PartnershipProposed PartnerJoined PartnerLeft NegotiationEntered PartnershipAgreed AgreedWithoutConvention \
        ActionStarted ActionSuspended ActionResumed ActionCompleted PartnershipTerminated PartnershipDeclined \
        ProposalWithdrawn BilanDelivered FollowUpDecided\
        """;

    private static final String DECIDED_IN_CONVENTION = """
        ConventionDrafted ConventionRevised ConventionSubmitted StepApproved StepRejected ConventionValidated \
        ConventionSigned ConventionFullySigned PartiesChanged DeciderNamed ConventionAmended ConventionTerminated \
        ConventionExpired\
        """;

    private static final Set<String> LIVES = Set.of(LIFE.split(" ", -1));

    static List<Model> all() {
        return List.of(
                new KeptModel("directory_v1", "directory_fact")
                        .keep("CENTRE", Under.SUBJECT, "EpnRegistered EpnPositioned StaffAppointed")
                        .keep("PARTNER", Under.SUBJECT, """
                            PartnerRegistered PartnerRevised ContactAdded ContactRoleChanged ContactRemoved \
                            PartnerExchangeLogged PartnerInvited GreetingSent PartnerCardMerged PartnerCardAbsorbed\
                            """)
                        .keep("PARTNERSHIP", Under.SUBJECT, LIFE + " ExchangeLogged PartnerPresenceRecorded")
                        .keep("PROJECT", Under.SUBJECT, "ProjectDrafted ProjectDomainsTagged")
                        .keep("PERSON", Under.SUBJECT, "PersonRegistered PersonRevised PersonErased"),
                new KeptModel("agenda_v1", "agenda_fact")
                        .keep("CENTRE", Under.KEY, "EpnRegistered")
                        .keep("PROJECT", Under.KEY, "ProjectDrafted")
                        .keep("PARTNERSHIP", Under.KEY, """
                            PartnershipProposed PartnershipDeclined ProposalWithdrawn BilanMeetingScheduled \
                            MilestonePlanned MilestoneReached ToolAgreed ToolTrainingPlanned SessionPlanned \
                            SessionRescheduled SessionCancelled SessionHeld DatePollOpened DatePollClosed\
                            """)
                        .keep("PARTNERSHIP", Under.KEY, DECIDED_IN_CONVENTION),
                new KeptModel("pipeline_v1", "pipeline_fact")
                        .keep("CENTRE", Under.KEY, """
                            EpnRegistered EpnMissionsRevised EpnPositioned FundingDeclared FundingEnded ThresholdsSet\
                            """)
                        .keep("PERSON", Under.KEY, "PersonRegistered PersonRevised PersonErased")
                        .keep("PROJECT", Under.KEY, """
                            ProjectDrafted NeedDeclared NeedWithdrawn AcquisitionModeChosen ProjectDomainsTagged \
                            ProjectMissionsNamed ConsentGranted ConsentRefused ConsentWithdrawn\
                            """)
                        .keep("PARTNER", Under.KEY, """
                            PartnerRegistered PartnerRevised ContactAdded ContactRemoved TechFamiliaritySet \
                            PartnerCardConfirmed PartnerExchangeLogged FundingObjectionDeclared \
                            FundingObjectionWithdrawn\
                            """)
                        .keep("PARTNERSHIP", Under.KEY, """
                            PartnershipProposed ExchangeLogged AuthorityClearanceRequested AuthorityClearanceGranted \
                            AuthorityClearanceRefused NegotiationEntered ContributionPledged ContributionReceived \
                            DirectCostRecorded PartnershipAgreed AgreedWithoutConvention BilanMeetingScheduled \
                            ActionStarted ActionSuspended ActionResumed ActionCompleted PartnershipTerminated \
                            PartnershipDeclined ProposalWithdrawn IntangibleBenefitRated BilanDelivered \
                            FollowUpDecided ProposalRevised PartnerJoined PartnerLeft PilotAssigned \
                            ResponsibilityAssigned PostureSet CumulationConflictWaived PledgeAmended ReceiptCorrected \
                            DirectCostCorrected SupportGranted MilestonePlanned MilestoneReached \
                            TimeConstraintDeclared TimeConstraintLifted DocumentAttached ToolAgreed \
                            ToolTrainingPlanned PartnerPresenceRecorded SessionPlanned SessionRescheduled \
                            SessionCancelled SessionHeld AttendanceRecorded HeadcountRecorded ImagesDecided \
                            BilanDrafted BilanShared BilanFinalised BilanRevised BilanReopened DeliverableCollected \
                            DeliverableLicensed DeliverableTransmitted\
                            """)
                        .keep("PARTNERSHIP", Under.KEY, DECIDED_IN_CONVENTION),
                new KeptModel("compliance_v1", "compliance_fact")
                        .keep("CENTRE", Under.SUBJECT, "EpnRegistered FundingDeclared FundingEnded")
                        .keep("PARTNER", Under.SUBJECT, "FundingObjectionDeclared FundingObjectionWithdrawn")
                        .keep("PROJECT", Under.SUBJECT, "ProjectMissionsNamed")
                        .keep("PARTNERSHIP", Under.SUBJECT, LIFE + " ProposalRevised CumulationConflictWaived")
                        .keep(
                                "CONSENT",
                                Under.SUBJECT,
                                "ConsentRequested ConsentGranted ConsentRefused ConsentWithdrawn")
                        .keep("PERSON", Under.SUBJECT, "PersonRegistered PersonRevised PersonErased"));
    }

    @Override
    public String schema() {
        return schema;
    }

    @Override
    public List<Table> tables() {
        return List.of(events, listing);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        var place = places.get(fact.type());
        if (place != null) {
            keep(place.under() == Under.KEY ? fact.key() : fact.subject(), place.kind(), fact, rows);
        }
        switch (schema) {
            case "directory_v1" -> {
                switch (fact.type()) {
                    case "PartnerRegistered" -> list(fact.epn(), "PARTNER", fact, rows);
                    case "PartnershipProposed" -> list(fact.epn(), "PARTNERSHIP", fact, rows);
                    case "PersonPhotoSet" -> list(fact.subject(), "PORTRAIT", fact, rows);
                    default -> {}
                }
            }
            case "compliance_v1" -> {
                switch (fact.type()) {
                    case "PartnershipProposed" -> list(fact.epn(), "PARTNERSHIP", fact, rows);
                    case "ConsentRequested" -> list(fact.epn(), "CONSENT", fact, rows);
                    case "PersonRegistered" -> list(fact.epn(), "PERSON", fact, rows);
                    default -> {}
                }
            }
            default -> {
                if (fact.type().equals("PartnershipProposed")) {
                    list(fact.epn(), "PARTNERSHIP", fact, rows);
                }
                if (schema.equals("pipeline_v1") && LIVES.contains(fact.type())) {
                    keep(fact.epn(), "LIVES", fact, rows);
                }
            }
        }
    }

    private void keep(String subject, String kind, Fact fact, Rows rows) {
        rows.add(events, subject, kind, fact.type(), fact.event.revision(), fact.data());
    }

    private void list(String owner, String kind, Fact fact, Rows rows) {
        rows.add(listing, owner, kind, fact.subject());
    }

    /** The cards: everything but time under its own id, and on the lists where it is looked for. */
    static final class Cards implements Model {

        private static final Table CARD = Table.of("card_fact", "subject, kind, type, revision number, data");
        private static final Table LISTING = Table.of("listing_fact", "owner, kind, subject");

        private static final Map<Family, String> KINDS = Map.ofEntries(
                Map.entry(Family.EPN, "EPN"),
                Map.entry(Family.PERSON, "PERSON"),
                Map.entry(Family.PROJECT, "PROJECT"),
                Map.entry(Family.PARTNER, "PARTNER"),
                Map.entry(Family.PARTNERSHIP, "PARTNERSHIP"),
                Map.entry(Family.CONVENTION, "CONVENTION"),
                Map.entry(Family.SESSION, "SESSION"),
                Map.entry(Family.BILAN, "BILAN"),
                Map.entry(Family.DELIVERABLE, "DELIVERABLE"),
                Map.entry(Family.CONSENT, "CONSENT"),
                Map.entry(Family.POLL, "POLL"));

        /** The first events of things, with what lists them beside their centre. */
        private static final Map<String, String> FIRST = Map.ofEntries(
                Map.entry("EpnRegistered", ""),
                Map.entry("PersonRegistered", ""),
                Map.entry("ProjectDrafted", ""),
                Map.entry("PartnerRegistered", ""),
                Map.entry("ConventionDrafted", "partnershipId"),
                Map.entry("SessionPlanned", "partnershipId"),
                Map.entry("BilanDrafted", "partnershipId"),
                Map.entry("DeliverableCollected", "partnershipId"),
                Map.entry("ConsentRequested", "projectId"),
                Map.entry("DatePollOpened", "partnershipId"));

        @Override
        public String schema() {
            return "cards_v3";
        }

        @Override
        public List<Table> tables() {
            return List.of(CARD, LISTING);
        }

        @Override
        public void fold(Fact fact, Rows rows) {
            if (fact.family == Family.TIMESHEET) {
                return;
            }
            var portrait = fact.type().equals("PersonPhotoSet");
            var kind = portrait ? "PORTRAIT" : KINDS.getOrDefault(fact.family, "");
            card(fact.subject(), kind, fact, rows);
            var owner = FIRST.get(fact.type());
            if (owner != null) {
                list(fact.epn(), kind, fact.subject(), rows);
                if (!owner.isEmpty()) {
                    list(fact.text(owner), kind, fact.subject(), rows);
                }
            }
            switch (fact.type()) {
                case "PersonPhotoSet" -> list(fact.subject(), kind, fact.subject(), rows);
                case "FundingDeclared" -> {
                    card(fact.text("fundingId"), "FUNDING", fact, rows);
                    list(fact.epn(), "FUNDING", fact.text("fundingId"), rows);
                }
                case "FundingEnded" -> card(fact.text("fundingId"), "FUNDING", fact, rows);
                case "PartnershipProposed" -> {
                    list(fact.epn(), kind, fact.subject(), rows);
                    var owners = new LinkedHashSet<>(fact.ids("partnerIds"));
                    owners.add(fact.subject());
                    owners.forEach(one -> list(one, kind, fact.subject(), rows));
                }
                case "PartnerJoined" -> list(fact.text("partnerId"), kind, fact.subject(), rows);
                case "SessionSeriesPlanned" ->
                    Json.list(fact.json, "sessions")
                            .forEach(slot -> list(slot.get("sessionId").stringValue(), "SERIES", fact.subject(), rows));
                default -> {}
            }
        }

        private static void card(String subject, String kind, Fact fact, Rows rows) {
            rows.add(CARD, subject, kind, fact.type(), fact.event.revision(), fact.data());
        }

        private static void list(String owner, String kind, String subject, Rows rows) {
            rows.add(LISTING, owner, kind, subject);
        }
    }
}
