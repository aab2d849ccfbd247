package org.maillage.command.epn;

import org.maillage.command.Refusal;

/** A centre that was administered once always has somebody who can let others in. */
final class LastAdministrator extends Refusal {

    private static final long serialVersionUID = 1;

    LastAdministrator() {
        super("C’est le dernier compte qui administre cet EPN : donnez d’abord ce rôle à un autre.");
    }
}
