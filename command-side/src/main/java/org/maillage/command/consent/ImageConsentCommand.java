package org.maillage.command.consent;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

/** In the order of a consent's life. */
sealed interface ImageConsentCommand extends Command {

    ImageConsentId id();

    @Override
    default ImageConsentId target() {
        return id();
    }

    record RequestConsent(
            ImageConsentId id,
            ProjectId projectId,
            PersonId personId,
            @Nullable PersonId guardianId) implements ImageConsentCommand {
        @Override
        public ProjectId within() {
            return projectId;
        }
    }

    record GrantConsent(
            ImageConsentId id,
            List<ImageMedium> media,
            List<ImageUser> users,
            List<String> contexts,
            LocalDate signedOn,
            @Nullable LocalDate until)
            implements ImageConsentCommand {}

    record RefuseConsent(ImageConsentId id, LocalDate on) implements ImageConsentCommand {}

    record WithdrawConsent(ImageConsentId id, LocalDate on) implements ImageConsentCommand {}
}
