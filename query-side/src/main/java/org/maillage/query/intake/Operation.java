package org.maillage.query.intake;

/**
 * What somebody who runs the platform asks for, as the log keeps it.
 *
 * @param subject whose token it was
 * @param client the application that asked for them
 * @param action kebab-case: {@code retry-parked-key}
 * @param target JSON: what it is done to
 * @param reason in their words; it names no person, for the log forgets nothing
 */
public record Operation(String subject, String client, String action, String target, String reason) {}
