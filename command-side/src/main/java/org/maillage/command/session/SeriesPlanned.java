package org.maillage.command.session;

import java.util.List;
import org.maillage.kernel.session.SessionId;

/** What a series adds to the answer: its sessions, in order. */
record SeriesPlanned(List<SessionId> sessionIds) {}
