package org.maillage.kernel.wire;

/**
 * One thing that is wrong with a request.
 *
 * @param field where, as a path ({@code circuit[0].name}), or the name of a header or parameter; empty for the whole body
 * @param message French, for people; it never repeats the value
 */
public record Violation(String field, String message) {}
