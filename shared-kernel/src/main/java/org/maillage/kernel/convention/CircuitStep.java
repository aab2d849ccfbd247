package org.maillage.kernel.convention;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.PersonId;

/**
 * One approval that a convention needs (étape du circuit).
 *
 * @param name unique in its circuit
 * @param deciderId who alone may decide; null when the template leaves it open
 * @param expectedOn when the decision is expected
 */
public record CircuitStep(
        String name, @Nullable PersonId deciderId, @Nullable LocalDate expectedOn) {}
