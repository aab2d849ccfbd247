package org.maillage.kernel.partnership;

import java.time.DayOfWeek;
import java.time.LocalTime;

/**
 * When somebody can be counted on, each week (horaires d’ouverture), in the time of Paris.
 *
 * @param until later than {@code from}
 */
public record Opening(DayOfWeek day, LocalTime from, LocalTime until) {}
