package org.maillage.kernel.consent;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageConsentEvent.*;

/** Where an image consent stands. */
public enum ImageConsentState {
    /** Demandé. */
    REQUESTED("demandé"),
    /** Accordé. */
    GRANTED("accordé"),
    /** Refusé. */
    REFUSED("refusé"),
    /** Retiré. */
    WITHDRAWN("retiré"),
    /** Expiré: the day until which it was granted has passed; no event says so. */
    EXPIRED("expiré");

    private final String label;

    ImageConsentState(String label) {
        this.label = label;
    }

    /** French, for people. */
    public String label() {
        return label;
    }

    /** The state after an event. */
    public static ImageConsentState after(ImageConsentEvent event) {
        return switch (event) {
            case ConsentRequested _ -> REQUESTED;
            case ConsentGranted _ -> GRANTED;
            case ConsentRefused _ -> REFUSED;
            case ConsentWithdrawn _ -> WITHDRAWN;
        };
    }

    /** The state on a day, for a consent granted until another. */
    public ImageConsentState on(LocalDate day, @Nullable LocalDate until) {
        return this == GRANTED && until != null && day.isAfter(until) ? EXPIRED : this;
    }
}
