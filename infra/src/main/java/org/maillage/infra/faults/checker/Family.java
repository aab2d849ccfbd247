package org.maillage.infra.faults.checker;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of events that the golden files show, by the kind of aggregate that decides them. */
enum Family {
    PERSON("person", "id", "PersonRegistered PersonRevised PersonPhotoSet PersonErased"),
    EPN("epn", "id", """
        EpnRegistered StaffAppointed HourlyRateSet EpnMissionsRevised EpnPositioned FundingDeclared FundingEnded \
        ThresholdsSet CircuitTemplateSet PartnersImported AccessGranted AccessRevoked\
        """),
    PARTNER("partner", "id", """
        PartnerRegistered ContactAdded PartnerExchangeLogged PartnerCardConfirmed PartnerRevised ContactRoleChanged \
        ContactRemoved TechFamiliaritySet ChannelConstraintNoted FundingObjectionDeclared FundingObjectionWithdrawn \
        PartnerInvited GreetingSent PartnerCardMerged PartnerCardAbsorbed\
        """),
    PROJECT("project", "id", """
        ProjectDrafted NeedDeclared NeedWithdrawn AcquisitionModeChosen ProjectDomainsTagged ProjectMissionsNamed \
        StrategicFitAssessed ImageContextsAgreed\
        """),
    PARTNERSHIP("partnership", "id", """
        PartnershipProposed ExchangeLogged AuthorityClearanceRequested AuthorityClearanceGranted \
        AuthorityClearanceRefused NegotiationEntered ContributionPledged ContributionReceived DirectCostRecorded \
        PartnershipAgreed AgreedWithoutConvention BilanMeetingScheduled ActionStarted ActionSuspended ActionResumed \
        ActionCompleted PartnershipTerminated PartnershipDeclined ProposalWithdrawn IntangibleBenefitRated \
        BilanDelivered FollowUpDecided ProposalRevised PartnerJoined PartnerLeft PilotAssigned ResponsibilityAssigned \
        PostureSet CumulationConflictWaived PledgeAmended ReceiptCorrected DirectCostCorrected SupportGranted \
        MilestonePlanned MilestoneReached TimeConstraintDeclared TimeConstraintLifted DocumentAttached ToolAgreed \
        ToolTrainingPlanned PartnerPresenceRecorded\
        """),
    CONVENTION("convention", "partnershipId", """
        ConventionDrafted ConventionRevised ConventionSubmitted StepApproved StepRejected ConventionValidated \
        ConventionSigned ConventionFullySigned PartiesChanged DeciderNamed MunicipalActAttached ConventionAmended \
        ConventionTerminated ConventionExpired\
        """),
    SESSION("session", "partnershipId", """
        SessionPlanned SessionRescheduled SessionCancelled SessionHeld AttendanceRecorded HeadcountRecorded \
        AttendanceCorrected SheetClosed SessionSeriesPlanned ImagesDecided\
        """),
    TIMESHEET("timesheet", "partnershipId", "TimeLogged TimeCorrected"),
    BILAN("bilan", "partnershipId", "BilanDrafted BilanShared BilanAmended BilanFinalised BilanRevised BilanReopened"),
    DELIVERABLE("deliverable", "partnershipId", "DeliverableCollected DeliverableLicensed DeliverableTransmitted"),
    CONSENT("imageconsent", "projectId", "ConsentRequested ConsentGranted ConsentRefused ConsentWithdrawn"),
    POLL("datepoll", "partnershipId", "DatePollOpened DatePollAnswered DatePollClosed");

    private static final Map<String, Family> BY_TYPE = new HashMap<>();

    static {
        for (var family : values()) {
            for (var type : family.types.split(" ", -1)) {
                BY_TYPE.put(type, family);
            }
        }
    }

    private final String word;
    private final String key;
    private final String types;

    Family(String word, String key, String types) {
        this.word = word;
        this.key = key;
        this.types = types;
    }

    static @Nullable Family of(String type) {
        return BY_TYPE.get(type);
    }

    /** As the ledger and the feed write it. */
    String word() {
        return word;
    }

    /** The field of the event that orders it: the key of its record. */
    String key() {
        return key;
    }
}
