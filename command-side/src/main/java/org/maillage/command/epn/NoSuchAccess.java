package org.maillage.command.epn;

import org.maillage.command.Refusal;

/** What was never granted, or was revoked already, cannot be revoked. */
final class NoSuchAccess extends Refusal {

    private static final long serialVersionUID = 1;

    NoSuchAccess() {
        super("Ce compte n’a pas accès à cet EPN.");
    }
}
