package org.maillage.command.session;

import org.maillage.command.Refusal;

/** One status per person and session; a different one needs a correction. */
final class AttendanceAlreadyRecorded extends Refusal {

    private static final long serialVersionUID = 1;

    AttendanceAlreadyRecorded() {
        super("Une présence différente est déjà notée pour cette personne : corrigez-la, avec un motif.");
    }
}
