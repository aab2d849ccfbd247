package org.maillage.kernel.session;

import java.time.Instant;

/** One session of a series. */
public record SeriesSlot(SessionId sessionId, Instant startsAt) {}
