package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** A signature must carry the hash of the current version, whoever signs. */
final class OutdatedVersionSigned extends Refusal {

    private static final long serialVersionUID = 1;

    OutdatedVersionSigned(int current) {
        super("Le texte signé n’est plus la version en cours (version " + current + ") : relisez-la avant de signer.");
    }
}
