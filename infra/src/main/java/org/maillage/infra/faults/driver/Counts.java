package org.maillage.infra.faults.driver;

import java.util.SortedMap;

/**
 * What a driver has done so far.
 *
 * @param ops commands, however often each was sent
 * @param ok those that were acknowledged
 * @param failed those that were refused
 * @param givenUp those of which nobody knows what became
 * @param open those that still are on their way
 * @param unknownAnswers attempts that said nothing
 * @param dropped arrivals for which too much was open already
 * @param idle arrivals for which nothing was legal yet
 * @param reads questions with a token that were answered
 * @param staleReads those that lacked what the token covers
 * @param unreadable questions that nobody could answer in time
 * @param contradictions commands of which two answers say the opposite
 * @param okByPath acknowledged commands by their path
 * @param failedByCode refused commands by path and code
 */
public record Counts(
        long ops,
        long ok,
        long failed,
        long givenUp,
        long open,
        long unknownAnswers,
        long dropped,
        long idle,
        long reads,
        long staleReads,
        long unreadable,
        long contradictions,
        SortedMap<String, Long> okByPath,
        SortedMap<String, Long> failedByCode) {}
