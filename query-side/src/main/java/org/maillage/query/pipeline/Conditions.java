package org.maillage.query.pipeline;

import static org.maillage.kernel.partnership.Warning.*;

import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.funding.Cumulation;
import org.maillage.kernel.funding.Objections;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.project.NeedKind;

/** When each warning stands: what the guide would say of a partnership among all that bears on it, on a day. */
final class Conditions {

    /** Says of a partnership that is not over whether a warning stands. */
    @FunctionalInterface
    private interface Condition {

        boolean holds(Situation around, Partnership it, LocalDate today);
    }

    /** Those that a day may raise or resolve by itself. */
    static final Set<Warning> TIMED = EnumSet.of(STALE_PARTNER_CARD, CUMULATION_CONFLICT, CONVENTION_EXPIRING);

    /** Those that depend on what becomes of other partnerships. */
    static final Set<Warning> AMONG_OTHERS = EnumSet.of(SHARED_LEAD, TOO_MANY_PARTNERSHIPS);

    /** Those that come from figures of another read model, not from events. */
    static final Set<Warning> FIGURES = EnumSet.of(NOT_PROFITABLE, UNRATED_MINUTES);

    private static final Set<PartnershipState> BEFORE_AGREEMENT =
            EnumSet.of(PartnershipState.PROPOSED, PartnershipState.NEGOTIATING);

    private static final Set<PartnershipState> BILAN_TO_COME = EnumSet.of(
            PartnershipState.RUNNING,
            PartnershipState.SUSPENDED,
            PartnershipState.AWAITING_BILAN,
            PartnershipState.TERMINATED);

    private static final Map<Warning, Condition> ALL = all();

    private Conditions() {}

    private static Map<Warning, Condition> all() {
        var all = new EnumMap<Warning, Condition>(Warning.class);
        all.put(NO_PARTNER_BENEFIT, (_, it, _) -> it.wasAdvisedOnProposal(NO_PARTNER_BENEFIT));
        all.put(STALE_PARTNER_CARD, Conditions::stalePartnerCard);
        all.put(NO_AUTHORITY_CLEARANCE, (_, it, _) -> it.negotiatesWithoutClearance());
        all.put(OPERATING_CONTRIBUTION, (_, it, _) -> it.isPledgedFor(OPERATING_CONTRIBUTION));
        all.put(NO_CONVENTION, (_, it, _) -> it.isWithoutConvention());
        all.put(NO_BILAN_MEETING, (_, it, _) -> noBilanMeeting(it));
        all.put(
                BUYING_FOR_ONE_OFF,
                (around, _, _) ->
                        around.project().isOneOff() && around.project().buys());
        all.put(
                MONEY_FOR_ONE_OFF,
                (around, _, _) ->
                        around.project().isOneOff() && around.project().seeks(NeedKind.FUNDING));
        all.put(NO_FUNDING_NEED, (around, it, _) -> noFundingNeed(around, it));
        all.put(CUMULATION_CONFLICT, Conditions::cumulationConflict);
        all.put(MISSION_INCOHERENCE, (around, it, _) -> missionIncoherence(around, it));
        all.put(IMAGE_INCOHERENCE, (around, it, _) -> imageIncoherence(around, it));
        all.put(SHARED_LEAD, (around, it, _) -> sharedLead(around, it));
        all.put(ONE_SIDED_DRAFT, (_, it, _) -> oneSidedDraft(it));
        all.put(TOOL_LACKED, (_, it, _) -> it.usesLackedTool());
        all.put(UNSUITED_CHANNEL, (around, it, _) -> unsuitedChannel(around, it));
        all.put(TIME_CONSTRAINT_CLASH, (_, it, _) -> it.clashesWithConstraints());
        all.put(SESSIONS_DIFFER, (_, it, _) -> sessionsDiffer(it));
        all.put(IMAGES_WITHOUT_CONSENT, (around, it, _) -> imagesWithoutConsent(around, it));
        all.put(UNRECORDED_SHEET, (_, it, _) -> it.sessions().stream().anyMatch(Session::isUnrecorded));
        all.put(PARTNER_NEVER_PRESENT, (_, it, _) -> partnerNeverPresent(it));
        all.put(EARLY_BILAN_MEETING, (around, it, _) -> earlyBilanMeeting(around, it));
        all.put(LATE_BILAN_MEETING, (around, it, _) -> lateBilanMeeting(around, it));
        all.put(NO_DELIVERABLE, (around, it, _) -> noDeliverable(around, it));
        all.put(UNLICENSED_DELIVERABLE, (_, it, _) -> it.sentUnlicensed());
        all.put(TOO_MANY_PARTNERSHIPS, (around, it, _) -> tooManyPartnerships(around, it));
        all.put(CONVENTION_EXPIRING, Conditions::conventionExpiring);
        return all;
    }

    /** Every warning that a situation decides. */
    static Collection<Warning> known() {
        return ALL.keySet();
    }

    /** Whether it stands; nothing stands once nothing more is to come of the partnership. */
    static boolean holds(Warning warning, Situation around, LocalDate today) {
        var it = around.partnership();
        var condition = ALL.get(warning);
        return it != null && condition != null && !it.standing().isOver() && condition.holds(around, it, today);
    }

    /** A card that nobody ever confirmed warns of nothing; one that has not arrived is as the proposal said. */
    private static boolean stalePartnerCard(Situation around, Partnership it, LocalDate today) {
        var freshSince = today.minusDays(around.centre().thresholds().staleCardDays());
        return it.partners().stream().anyMatch(id -> {
            var partner = around.partners().get(id);
            if (partner == null) {
                return it.wasAdvisedOnProposal(STALE_PARTNER_CARD);
            }
            var confirmed = partner.confirmedOn();
            return confirmed != null && confirmed.isBefore(freshSince);
        });
    }

    private static boolean noBilanMeeting(Partnership it) {
        return it.isStarted() && BILAN_TO_COME.contains(it.state()) && it.bilanMeetingAt() == null;
    }

    private static boolean noFundingNeed(Situation around, Partnership it) {
        return BEFORE_AGREEMENT.contains(it.state())
                && around.centre().mustSeekFunding()
                && !around.project().seeks(NeedKind.FUNDING);
    }

    /** Open today and not waived: it matters until the agreement, and goes on to matter where the proposal said so. */
    private static boolean cumulationConflict(Situation around, Partnership it, LocalDate today) {
        if (!BEFORE_AGREEMENT.contains(it.state()) && !it.wasAdvisedOnProposal(CUMULATION_CONFLICT)) {
            return false;
        }
        var objections = new HashMap<PartnerId, Objections>();
        for (var id : it.partners()) {
            var partner = around.partners().get(id);
            objections.put(id, partner == null ? Objections.NONE : partner.objections());
        }
        return Cumulation.conflicts(around.centre().fundings(), missions(around, it), objections, today).stream()
                .anyMatch(conflict -> !it.waived(conflict));
    }

    private static Collection<String> missions(Situation around, Partnership it) {
        return it.missions().isEmpty() ? around.project().missions() : it.missions();
    }

    private static boolean missionIncoherence(Situation around, Partnership it) {
        return apart(missions(around, it), around.centre().missions());
    }

    private static boolean imageIncoherence(Situation around, Partnership it) {
        return it.partners().stream()
                .map(around.partners()::get)
                .anyMatch(partner -> partner != null
                        && apart(partner.domains(), around.centre().domains())
                        && !Wording.meet(partner.domains(), around.project().domains()));
    }

    /** Both say something, and nothing in common. */
    private static boolean apart(Collection<String> some, Collection<String> others) {
        return !some.isEmpty() && !others.isEmpty() && !Wording.meet(some, others);
    }

    private static boolean sharedLead(Situation around, Partnership it) {
        return it.isLedByPartnerToo()
                && it.partners().stream().noneMatch(partner -> around.lives().hadOneBefore(partner, it.id()));
    }

    private static boolean oneSidedDraft(Partnership it) {
        var convention = it.liveConvention();
        return convention != null && convention.hasOneWriter();
    }

    private static boolean unsuitedChannel(Situation around, Partnership it) {
        return it.partners().stream().anyMatch(id -> {
            var partner = around.partners().get(id);
            if (partner == null || !partner.knowsNoTechnology()) {
                return false;
            }
            var last = it.lastExchangeWith(id, around.partners());
            return (last != null && last.isMail()) || it.sentOnlyPdfTo(id, around.partners());
        });
    }

    private static boolean sessionsDiffer(Partnership it) {
        var convention = it.liveConvention();
        var agreed = convention == null ? null : convention.plannedSessions();
        var planned = it.sessions().stream().filter(Session::counts).count();
        return it.isStarted() && !it.sessions().isEmpty() && agreed != null && planned != agreed;
    }

    private static boolean imagesWithoutConsent(Situation around, Partnership it) {
        return it.sessions().stream()
                .filter(session -> session.imagesTaken() && session.counts())
                .anyMatch(session -> session.roster().stream()
                        .anyMatch(person -> !around.project().covers(person, session.day())));
    }

    private static boolean partnerNeverPresent(Partnership it) {
        return it.sessions().stream().anyMatch(Session::isHeld)
                && !it.partners().stream().allMatch(it::sawPartner);
    }

    private static boolean earlyBilanMeeting(Situation around, Partnership it) {
        var meeting = it.bilanMeetingAt();
        var delay = around.centre().thresholds().analysisDelayDays();
        return meeting != null
                && it.sessions().stream()
                        .filter(Session::counts)
                        .anyMatch(session ->
                                BusinessDay.of(meeting).isBefore(session.day().plusDays(delay)));
    }

    private static boolean lateBilanMeeting(Situation around, Partnership it) {
        var meeting = it.bilanMeetingAt();
        var completed = it.completedOn();
        var delay = around.centre().thresholds().lateBilanMeetingDays();
        return meeting != null && completed != null && BusinessDay.of(meeting).isAfter(completed.plusDays(delay));
    }

    private static boolean noDeliverable(Situation around, Partnership it) {
        var sizeable = around.centre().thresholds().sizeableContribution().value();
        return it.isEnded() && !it.hasDeliverable() && it.received().compareTo(sizeable) >= 0;
    }

    private static boolean tooManyPartnerships(Situation around, Partnership it) {
        var most = around.centre().thresholds().activePartnerships();
        return most != null
                && Lives.ACTIVE.contains(it.state())
                && around.lives().active() > most;
    }

    private static boolean conventionExpiring(Situation around, Partnership it, LocalDate today) {
        var notice = around.centre().thresholds().expiryNoticeDays();
        return it.conventions().stream().anyMatch(convention -> convention.expires(today, notice));
    }
}
