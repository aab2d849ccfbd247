package org.maillage.kernel.poll;

import java.time.Instant;

/** What somebody says to one of the dates. */
public record PollAnswer(Instant option, Availability answer) {}
