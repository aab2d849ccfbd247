package org.maillage.query.compliance;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentEvent.ConsentGranted;
import org.maillage.kernel.consent.ImageConsentEvent.ConsentRequested;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.query.intake.Recorded;

/**
 * A line of the register of image consents.
 *
 * @param name null as long as nothing says it
 * @param state on the day of the question
 * @param media what was granted last; empty when nothing was
 */
record Consent(
        UUID id,
        UUID projectId,
        UUID personId,
        @Nullable String name,
        ImageConsentState state,
        List<ImageMedium> media,
        List<ImageUser> users,
        List<String> contexts,
        @Nullable LocalDate until) {

    static Consent of(List<Recorded> history, LocalDate today) {
        var requested = (ConsentRequested) history.getFirst().event();
        var state = ImageConsentState.REQUESTED;
        ConsentGranted granted = null;
        for (var recorded : history) {
            state = ImageConsentState.after((ImageConsentEvent) recorded.event());
            if (recorded.event() instanceof ConsentGranted grant) {
                granted = grant;
            }
        }
        var until = granted == null ? null : granted.until();
        return new Consent(
                requested.id().value(),
                requested.projectId().value(),
                requested.personId().value(),
                null,
                state.on(today, until),
                granted == null ? List.of() : granted.media(),
                granted == null ? List.of() : granted.users(),
                granted == null ? List.of() : granted.contexts(),
                until);
    }

    Consent named(@Nullable String who) {
        return new Consent(id, projectId, personId, who, state, media, users, contexts, until);
    }
}
