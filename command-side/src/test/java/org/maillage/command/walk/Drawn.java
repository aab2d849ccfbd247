package org.maillage.command.walk;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maillage.kernel.Event;
import org.maillage.kernel.consent.ImageConsentEvent.ConsentGranted;

/**
 * The state machines of the domain, drawn by hand and read by nobody but the walks: what the code allows must be exactly this. A
 * plus sign tells a partnership whose bilan every partner has before the action is over, and a bilan that was reopened.
 */
final class Drawn {

    private Drawn() {}

    static final Map<String, Machine> BY_AGGREGATE = Map.ofEntries(
            Map.entry("Partnership", new Machine("""
                EARLY := PROPOSED NEGOTIATING
                UNDERWAY := AGREED RUNNING RUNNING+ SUSPENDED SUSPENDED+
                ENDING := AWAITING_BILAN TERMINATED BILAN_SHARED
                LATER := UNDERWAY ENDING
                OPEN := EARLY LATER
                OVER := FOLLOWED_UP DECLINED WITHDRAWN
                PartnershipProposed          - → PROPOSED
                NegotiationEntered           PROPOSED → NEGOTIATING
                PartnershipAgreed            NEGOTIATING → AGREED
                AgreedWithoutConvention      NEGOTIATING → AGREED
                ActionStarted                AGREED → RUNNING
                ActionSuspended              RUNNING → SUSPENDED
                ActionSuspended              RUNNING+ → SUSPENDED+
                ActionResumed                SUSPENDED → RUNNING
                ActionResumed                SUSPENDED+ → RUNNING+
                ActionCompleted              RUNNING SUSPENDED → AWAITING_BILAN
                ActionCompleted              RUNNING+ SUSPENDED+ → BILAN_SHARED
                PartnershipTerminated        AGREED RUNNING SUSPENDED → TERMINATED
                PartnershipTerminated        RUNNING+ SUSPENDED+ → BILAN_SHARED
                BilanDelivered               RUNNING → RUNNING+
                BilanDelivered               SUSPENDED → SUSPENDED+
                BilanDelivered               AWAITING_BILAN TERMINATED → BILAN_SHARED
                PartnershipDeclined          EARLY → DECLINED
                ProposalWithdrawn            EARLY → WITHDRAWN
                FollowUpDecided              BILAN_SHARED → FOLLOWED_UP
                AuthorityClearanceRequested  OPEN =
                AuthorityClearanceGranted    OPEN =
                AuthorityClearanceRefused    OPEN =
                ProposalRevised              OPEN =
                PartnerJoined                EARLY =
                PartnerLeft                  EARLY =
                PilotAssigned                OPEN =
                ResponsibilityAssigned       OPEN =
                PostureSet                   OPEN =
                CumulationConflictWaived     OPEN =
                ExchangeLogged               OPEN =
                DirectCostRecorded           OPEN =
                ContributionPledged          NEGOTIATING LATER =
                SupportGranted               NEGOTIATING LATER =
                ContributionReceived         NEGOTIATING LATER =
                PledgeAmended                NEGOTIATING LATER OVER =
                ReceiptCorrected             NEGOTIATING LATER OVER =
                DirectCostCorrected          OPEN OVER =
                MilestonePlanned             OPEN =
                MilestoneReached             OPEN =
                TimeConstraintDeclared       OPEN =
                TimeConstraintLifted         OPEN =
                BilanMeetingScheduled        OPEN =
                DocumentAttached             OPEN =
                ToolAgreed                   OPEN =
                ToolTrainingPlanned          OPEN =
                PartnerPresenceRecorded      OPEN =
                IntangibleBenefitRated       OPEN =
                """)),
            Map.entry("Convention", new Machine("""
                UNSIGNED := DRAFT SUBMITTED VALIDATED PARTLY_SIGNED
                IN_FORCE := SIGNED AMENDED
                ConventionDrafted      - → DRAFT
                ConventionRevised      UNSIGNED → DRAFT
                PartiesChanged         UNSIGNED → DRAFT
                ConventionSubmitted    DRAFT → SUBMITTED
                DeciderNamed           DRAFT SUBMITTED =
                StepApproved           SUBMITTED =
                StepRejected           SUBMITTED → DRAFT
                ConventionValidated    SUBMITTED → VALIDATED
                MunicipalActAttached   UNSIGNED IN_FORCE TERMINATED EXPIRED =
                ConventionSigned       VALIDATED PARTLY_SIGNED → PARTLY_SIGNED
                ConventionFullySigned  PARTLY_SIGNED → SIGNED
                ConventionAmended      IN_FORCE → AMENDED
                ConventionSigned       AMENDED =
                ConventionFullySigned  AMENDED =
                ConventionTerminated   IN_FORCE → TERMINATED
                ConventionExpired      IN_FORCE → EXPIRED
                """)),
            Map.entry("Session", new Machine("""
                SessionPlanned        - → PLANNED
                SessionSeriesPlanned  PLANNED =
                ImagesDecided         PLANNED HELD CLOSED =
                SessionRescheduled    PLANNED → RESCHEDULED
                SessionCancelled      PLANNED → CANCELLED
                SessionHeld           PLANNED → HELD
                AttendanceRecorded    HELD =
                HeadcountRecorded     HELD =
                AttendanceCorrected   HELD CLOSED =
                SheetClosed           HELD → CLOSED
                """)),
            Map.entry("Bilan", new Machine("""
                BilanDrafted    - → DRAFT
                BilanRevised    DRAFT SHARED → DRAFT
                BilanRevised    DRAFT+ SHARED+ → DRAFT+
                BilanShared     DRAFT SHARED → SHARED
                BilanShared     DRAFT+ SHARED+ → SHARED+
                BilanAmended    SHARED SHARED+ =
                BilanFinalised  SHARED → FINAL
                BilanFinalised  SHARED+ → FINAL+
                BilanReopened   FINAL FINAL+ → DRAFT+
                """)),
            Map.entry("ImageConsent", new Machine("""
                ConsentRequested  - → REQUESTED
                ConsentGranted    REQUESTED EXPIRED → GRANTED
                ConsentRefused    REQUESTED → REFUSED
                ConsentWithdrawn  GRANTED → WITHDRAWN
                """)),
            Map.entry("DatePoll", new Machine("""
                DatePollOpened    - → OPEN
                DatePollAnswered  OPEN =
                DatePollClosed    OPEN → CLOSED
                """)),
            Map.entry("Timesheet", new Machine("""
                TimeLogged     - → KEPT
                TimeLogged     KEPT =
                TimeCorrected  KEPT =
                """)),
            Map.entry("Epn", new Machine("""
                EpnRegistered       - → REGISTERED
                EpnMissionsRevised  REGISTERED =
                EpnPositioned       REGISTERED =
                StaffAppointed      REGISTERED =
                HourlyRateSet       REGISTERED =
                FundingDeclared     REGISTERED =
                FundingEnded        REGISTERED =
                ThresholdsSet       REGISTERED =
                CircuitTemplateSet  REGISTERED =
                PartnersImported    REGISTERED =
                AccessGranted       REGISTERED =
                AccessRevoked       REGISTERED =
                """)),
            Map.entry("Partner", new Machine("""
                PartnerRegistered          - → REGISTERED
                PartnerRevised             REGISTERED =
                ContactAdded               REGISTERED =
                ContactRoleChanged         REGISTERED =
                ContactRemoved             REGISTERED =
                TechFamiliaritySet         REGISTERED =
                ChannelConstraintNoted     REGISTERED =
                FundingObjectionDeclared   REGISTERED =
                FundingObjectionWithdrawn  REGISTERED =
                PartnerExchangeLogged      REGISTERED =
                PartnerCardConfirmed       REGISTERED =
                PartnerInvited             REGISTERED =
                GreetingSent               REGISTERED =
                PartnerCardAbsorbed        REGISTERED =
                PartnerCardMerged          REGISTERED → MERGED
                """)),
            Map.entry("Project", new Machine("""
                ProjectDrafted         - → DRAFTED
                NeedDeclared           DRAFTED =
                NeedWithdrawn          DRAFTED =
                AcquisitionModeChosen  DRAFTED =
                ProjectDomainsTagged   DRAFTED =
                ProjectMissionsNamed   DRAFTED =
                StrategicFitAssessed   DRAFTED =
                ImageContextsAgreed    DRAFTED =
                """)),
            Map.entry("Person", new Machine("""
                PersonRegistered  - → REGISTERED
                PersonRevised     REGISTERED =
                PersonPhotoSet    REGISTERED =
                PersonErased      REGISTERED → ERASED
                """)),
            Map.entry("Deliverable", new Machine("""
                DeliverableCollected    - → COLLECTED
                DeliverableLicensed     COLLECTED =
                DeliverableTransmitted  COLLECTED =
                """)));

    /** In which states of its partnership something may happen to a convention, a session, a timesheet… */
    static final Machine BESIDE_A_PARTNERSHIP = new Machine("""
        EARLY := PROPOSED NEGOTIATING
        RUN := RUNNING RUNNING+ SUSPENDED SUSPENDED+ AWAITING_BILAN TERMINATED BILAN_SHARED
        OVER := DECLINED WITHDRAWN
        ConventionDrafted    EARLY =
        ConventionRevised    EARLY =
        PartiesChanged       EARLY =
        ConventionSubmitted  NEGOTIATING =
        SessionPlanned       AGREED RUN =
        SessionSeriesPlanned AGREED RUN =
        SessionRescheduled   AGREED RUN =
        SessionCancelled     AGREED RUN =
        SessionHeld          AGREED RUN =
        ImagesDecided        AGREED RUN =
        AttendanceRecorded   AGREED RUN =
        HeadcountRecorded    AGREED RUN =
        AttendanceCorrected  AGREED RUN FOLLOWED_UP =
        SheetClosed          AGREED RUN =
        TimeLogged           EARLY AGREED RUN OVER =
        TimeCorrected        EARLY AGREED RUN OVER FOLLOWED_UP =
        BilanDrafted         RUN =
        BilanRevised         RUN =
        BilanShared          RUN =
        BilanAmended         RUN =
        BilanFinalised       RUN =
        BilanReopened        RUN FOLLOWED_UP =
        BilanReopened+       RUN FOLLOWED_UP =
        BilanRevised+        RUN FOLLOWED_UP =
        BilanShared+         RUN FOLLOWED_UP =
        BilanAmended+        RUN FOLLOWED_UP =
        BilanFinalised+      RUN FOLLOWED_UP =
        """);

    /** The state in which an event finds an aggregate: time alone ends a consent. */
    static String at(String state, List<Event> history, Event event) {
        if (state.equals("GRANTED") && event instanceof ConsentGranted renewed) {
            var until = history.reversed().stream()
                    .filter(ConsentGranted.class::isInstance)
                    .map(granted -> ((ConsentGranted) granted).until())
                    .findFirst()
                    .orElse(null);
            return until != null && renewed.signedOn().isAfter(until) ? "EXPIRED" : state;
        }
        return state;
    }

    /** A correction of what was final is a matter of its own. */
    static String besideName(String state, Event event) {
        return event.getClass().getSimpleName() + (state.endsWith("+") ? "+" : "");
    }

    /** States that are not drawn apart for people. */
    static String shown(String state) {
        return state.replace("+", "");
    }

    static final List<String> DRAWN_FOR_PEOPLE =
            List.of("Partnership", "Convention", "Session", "Bilan", "ImageConsent", "DatePoll");

    /** Commands that only follow from others, in the same write, and the one that is made of a file of others. */
    static final Set<String> FROM_WITHIN = Set.of(
            "AbsorbPartnerCard",
            "ChangeParties",
            "ConcludeByConvention",
            "DeliverBilan",
            "ImportPartners",
            "RenewPartnership",
            "ReplaceSession");

    /** What comes of a file: its rows are commands that are walked one by one. */
    static final Set<String> NOT_BY_A_COMMAND = Set.of("PartnersImported");
}
