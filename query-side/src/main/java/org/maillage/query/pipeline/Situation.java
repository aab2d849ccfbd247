package org.maillage.query.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.query.intake.Recorded;

/** A partnership among all that bears on it, after some of what was recorded. */
final class Situation {

    private final Centre centre = new Centre();
    private final Project project = new Project();
    private final Map<PartnerId, Partner> partners = new HashMap<>();
    private final Lives lives = new Lives();
    private @Nullable Partnership partnership;

    /** One more event; those of each stream come in order. */
    void on(Stream stream, Recorded recorded) {
        var event = recorded.event();
        switch (stream) {
            case CENTRE -> centre.on((EpnEvent) event);
            case LIVES -> lives.on((PartnershipEvent) event);
            case PROJECT -> {
                if (event instanceof ImageConsentEvent consent) {
                    project.on(consent);
                } else {
                    project.on((ProjectEvent) event);
                }
            }
            case PARTNER -> {
                var partner = (PartnerEvent) event;
                partners.computeIfAbsent(partner.id(), _ -> new Partner()).on(partner, recorded.position());
            }
            case PARTNERSHIP -> onPartnership(recorded);
            case PERSON -> {}
        }
    }

    private void onPartnership(Recorded recorded) {
        var known = partnership;
        if (recorded.event() instanceof PartnershipProposed proposed) {
            partnership = new Partnership(proposed, recorded.at());
            return;
        }
        if (known == null) {
            throw new IllegalArgumentException("A partnership begins with its proposal, not with " + recorded);
        }
        switch (recorded.event()) {
            case PartnershipEvent event -> known.on(event, recorded.at(), recorded.position());
            case ConventionEvent event -> known.on(event, recorded.at());
            case SessionEvent event -> known.on(event);
            case BilanEvent event -> known.on(event, recorded.at());
            case DeliverableEvent event -> known.on(event);
            default -> throw new IllegalArgumentException(recorded + " is kept with no partnership");
        }
    }

    Centre centre() {
        return centre;
    }

    Project project() {
        return project;
    }

    Map<PartnerId, Partner> partners() {
        return partners;
    }

    Lives lives() {
        return lives;
    }

    /** Null before its proposal. */
    @Nullable
    Partnership partnership() {
        return partnership;
    }
}
