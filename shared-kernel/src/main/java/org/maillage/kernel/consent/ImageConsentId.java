package org.maillage.kernel.consent;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies the image consent of one person for one project (autorisation de droit à l’image). */
public record ImageConsentId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}
