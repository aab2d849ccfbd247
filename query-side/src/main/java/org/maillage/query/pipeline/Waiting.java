package org.maillage.query.pipeline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.person.PersonId;

/**
 * Something that does not go on before somebody acts.
 *
 * @param person who must act; null when a party must, or nobody knows who
 * @param party who must act
 * @param partner whom it is for: who has not received the bilan
 * @param step of the circuit
 * @param since when it began to wait
 */
record Waiting(
        Kind kind,
        @Nullable PersonId person,
        @Nullable PartyId party,
        @Nullable PartnerId partner,
        @Nullable ConventionId convention,
        @Nullable String step,
        @Nullable LocalDate expectedOn,
        Instant since) {

    enum Kind {
        /** Une étape du circuit de validation attend son décideur. */
        CONVENTION_STEP,
        /** Une partie doit signer. */
        SIGNATURE,
        /** L’autorité de tutelle doit répondre. */
        AUTHORITY_CLEARANCE,
        /** Le bilan est à rédiger. */
        BILAN_DUE,
        /** Un partenaire n’a pas reçu le bilan. */
        BILAN_TO_SHARE,
        /** Les suites à donner sont à décider. */
        FOLLOW_UP
    }

    boolean isOverdue(LocalDate today) {
        return expectedOn != null && expectedOn.isBefore(today);
    }

    /** What waits in a partnership, in the order of its life. */
    static List<Waiting> in(Partnership it) {
        var waiting = new ArrayList<Waiting>();
        if (isDead(it)) {
            return waiting;
        }
        var clearance = it.awaitedClearance();
        if (clearance != null && !it.standing().isOver()) {
            waiting.add(new Waiting(
                    Kind.AUTHORITY_CLEARANCE, clearance.deciderId(), null, null, null, null, null, clearance.since()));
        }
        if (!it.standing().isOver()) {
            it.conventions().forEach(convention -> convention(waiting, convention));
        }
        bilan(waiting, it);
        if (it.state() == PartnershipState.BILAN_SHARED) {
            waiting.add(new Waiting(Kind.FOLLOW_UP, it.pilot(), null, null, null, null, null, it.since()));
        }
        return waiting;
    }

    private static boolean isDead(Partnership it) {
        return it.state() == PartnershipState.DECLINED || it.state() == PartnershipState.WITHDRAWN;
    }

    private static void convention(List<Waiting> waiting, Convention convention) {
        var step = convention.awaitedStep();
        if (step != null) {
            waiting.add(new Waiting(
                    Kind.CONVENTION_STEP,
                    step.deciderId(),
                    null,
                    null,
                    convention.id(),
                    step.name(),
                    step.expectedOn(),
                    convention.waitingSince()));
        }
        for (var party : convention.awaitedSignatures()) {
            waiting.add(new Waiting(
                    Kind.SIGNATURE, null, party, null, convention.id(), null, null, convention.waitingSince()));
        }
    }

    private static void bilan(List<Waiting> waiting, Partnership it) {
        var report = it.report();
        if (report != null) {
            for (var partner : report.awaitedBy()) {
                waiting.add(new Waiting(
                        Kind.BILAN_TO_SHARE, it.pilot(), null, partner, null, null, null, report.writtenAt()));
            }
        } else if (it.state() == PartnershipState.AWAITING_BILAN || it.state() == PartnershipState.TERMINATED) {
            var meeting = it.bilanMeetingAt();
            var due = meeting == null ? null : BusinessDay.of(meeting);
            waiting.add(new Waiting(Kind.BILAN_DUE, it.pilot(), null, null, null, null, due, it.since()));
        }
    }
}
