package org.maillage.kernel.consent;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

/** What happens to the image consent of one person for one project (autorisation de droit à l’image). */
public sealed interface ImageConsentEvent extends Event {

    @Override
    ImageConsentId id();

    ProjectId projectId();

    @Override
    default ProjectId streamKey() {
        return projectId();
    }

    /**
     * Somebody was asked.
     *
     * @param guardianId who signs for a minor (représentant légal)
     */
    record ConsentRequested(
            ImageConsentId id,
            EpnId epnId,
            ProjectId projectId,
            PersonId personId,
            @Nullable PersonId guardianId) implements ImageConsentEvent {}

    /**
     * They signed.
     *
     * @param contexts where the image may be shown, chosen among those agreed for the project
     * @param until the last day on which it covers; null when it has no end
     */
    record ConsentGranted(
            ImageConsentId id,
            EpnId epnId,
            ProjectId projectId,
            PersonId personId,
            List<ImageMedium> media,
            List<ImageUser> users,
            List<String> contexts,
            LocalDate signedOn,
            @Nullable LocalDate until)
            implements ImageConsentEvent {

        public ConsentGranted {
            media = List.copyOf(media);
            users = List.copyOf(users);
            contexts = List.copyOf(contexts);
        }

        /** Whether it allows this use on that day, as long as nobody takes it back. */
        public boolean covers(ImageMedium medium, ImageUser user, String context, LocalDate day) {
            return media.contains(medium)
                    && users.contains(user)
                    && Wording.meet(contexts, List.of(context))
                    && !day.isBefore(signedOn)
                    && (until == null || !day.isAfter(until));
        }
    }

    /** They refused. */
    record ConsentRefused(ImageConsentId id, EpnId epnId, ProjectId projectId, PersonId personId, LocalDate on)
            implements ImageConsentEvent {}

    /** They took it back. */
    record ConsentWithdrawn(ImageConsentId id, EpnId epnId, ProjectId projectId, PersonId personId, LocalDate on)
            implements ImageConsentEvent {}
}
