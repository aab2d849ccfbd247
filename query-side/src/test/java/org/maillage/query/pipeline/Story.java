package org.maillage.query.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.maillage.kernel.Event;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.query.intake.Recorded;
import org.maillage.query.pipeline.Timeline.Step;

/** What is recorded around one partnership, a minute after each other. */
final class Story {

    private final PartnershipId partnership;
    private final List<Step> steps = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-02T08:00:00Z");
    private long position;

    Story(PartnershipId partnership) {
        this.partnership = partnership;
    }

    /** Recorded when the last of them was. */
    Instant tell(Event... events) {
        return tell(List.of(events));
    }

    Instant tell(Collection<? extends Event> events) {
        for (var event : events) {
            now = now.plus(Duration.ofMinutes(1));
            position++;
            keep(event);
        }
        return now;
    }

    private void keep(Event event) {
        switch (event) {
            case EpnEvent _ -> keep(Stream.CENTRE, event);
            case ProjectEvent _, ImageConsentEvent _ -> keep(Stream.PROJECT, event);
            case PartnerEvent _ -> keep(Stream.PARTNER, event);
            case PartnershipEvent of -> {
                keep(Stream.LIVES, event);
                if (of.id().equals(partnership)) {
                    keep(Stream.PARTNERSHIP, event);
                }
            }
            case ConventionEvent _, SessionEvent _, BilanEvent _, DeliverableEvent _ -> keep(Stream.PARTNERSHIP, event);
            default -> throw new IllegalArgumentException(event + " is no part of this story");
        }
    }

    private void keep(Stream stream, Event event) {
        steps.add(new Step(stream, new Recorded(position, event, now)));
    }

    /** The next facts are recorded on that day. */
    void waitUntil(LocalDate day) {
        now = day.atTime(9, 0).atZone(BusinessDay.ZONE).toInstant();
    }

    Timeline timeline() {
        return Timeline.of(steps, BusinessDay.of(now));
    }

    Timeline timelineOn(LocalDate day) {
        return Timeline.of(steps, day);
    }

    boolean warns(Warning warning) {
        return timeline().raised().containsKey(warning);
    }
}
