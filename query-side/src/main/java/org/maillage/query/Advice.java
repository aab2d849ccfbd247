package org.maillage.query;

import java.time.Instant;

/**
 * A warning that stands.
 *
 * @param code stable, kebab-case, for programs
 * @param text French, for people
 * @param raisedAt since when it stands without a break: when the fact that calls for it was recorded, or the beginning of the day
 *     from which time alone calls for it
 */
public record Advice(String code, String text, Instant raisedAt) {}
