package org.maillage.command.session;

import org.maillage.kernel.session.SessionId;

/** What a rescheduling adds to the answer. */
record Rescheduled(SessionId rescheduledAs) {}
