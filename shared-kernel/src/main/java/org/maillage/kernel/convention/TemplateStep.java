package org.maillage.kernel.convention;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.PersonId;

/**
 * One approval in a circuit template.
 *
 * @param name unique in its template
 * @param deciderId who decides; null when it depends on the partner
 * @param withinDays how many days after the draft the decision is expected
 */
public record TemplateStep(
        String name, @Nullable PersonId deciderId, @Nullable Integer withinDays) {}
