package org.maillage.query.cards;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.funding.Wording;
import org.maillage.query.intake.Recorded;

/**
 * The image consent of one person for one project.
 *
 * @param state on the day of the question: a consent whose last day is past is EXPIRED, though no event says so
 * @param media what was granted last, and stays shown after a withdrawal; empty when nothing was
 * @param on when it was signed, refused or withdrawn; null as long as it was only asked for
 */
record ConsentCard(
        UUID id,
        UUID epnId,
        UUID projectId,
        UUID personId,
        @Nullable UUID guardianId,
        ImageConsentState state,
        List<ImageMedium> media,
        List<ImageUser> users,
        List<String> contexts,
        @Nullable LocalDate signedOn,
        @Nullable LocalDate until,
        @Nullable LocalDate on) {

    static ConsentCard of(List<Recorded> history, LocalDate today) {
        var requested = (ConsentRequested) history.getFirst().event();
        var state = ImageConsentState.REQUESTED;
        ConsentGranted granted = null;
        var guardian = requested.guardianId();
        LocalDate on = null;
        for (var recorded : history) {
            var event = (ImageConsentEvent) recorded.event();
            state = ImageConsentState.after(event);
            switch (event) {
                case ConsentRequested e -> guardian = e.guardianId();
                case ConsentGranted e -> {
                    granted = e;
                    on = e.signedOn();
                }
                case ConsentRefused e -> on = e.on();
                case ConsentWithdrawn e -> on = e.on();
            }
        }
        var until = granted == null ? null : granted.until();
        return new ConsentCard(
                requested.id().value(),
                requested.epnId().value(),
                requested.projectId().value(),
                requested.personId().value(),
                guardian == null ? null : guardian.value(),
                state.on(today, until),
                granted == null ? List.of() : granted.media(),
                granted == null ? List.of() : granted.users(),
                granted == null ? List.of() : granted.contexts(),
                granted == null ? null : granted.signedOn(),
                until,
                on);
    }

    /** Whether it lets that person be shown, on the day of the question. */
    boolean covers(ImageMedium medium, ImageUser user, String context) {
        return state == ImageConsentState.GRANTED
                && media.contains(medium)
                && users.contains(user)
                && Wording.meet(contexts, List.of(context));
    }
}
