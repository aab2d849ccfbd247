package org.maillage.infra.faults.checker;

/**
 * Something that must not be. It names operations, positions and event ids, never what people wrote.
 *
 * @param check which check found it
 * @param what in words, on one line
 */
public record Finding(String check, String what) {}
