package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** A step that is behind is neither moved nor reached on another day. */
final class MilestoneAlreadyReached extends Refusal {

    private static final long serialVersionUID = 1;

    MilestoneAlreadyReached() {
        super("Cette étape est déjà franchie.");
    }
}
