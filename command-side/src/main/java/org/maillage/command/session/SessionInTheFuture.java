package org.maillage.command.session;

import org.maillage.command.Refusal;

/** A session that has not begun was not held. */
final class SessionInTheFuture extends Refusal {

    private static final long serialVersionUID = 1;

    SessionInTheFuture() {
        super("Cette séance n’a pas encore commencé : elle ne peut pas avoir été tenue.");
    }
}
