package org.maillage.command.convention;

/** What a signature adds to the answer. */
record Signed(boolean fullySigned) {}
