package org.maillage.kernel.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may be in a centre (habilitation). A token and a grant must both say so. */
public enum AccessRole {
    /** Responsable d’EPN: proposes, drafts, signs, decides what follows. */
    RESPONSABLE,
    /** Animateur, animatrice: logs time, keeps sheets, logs exchanges, gathers deliverables. */
    ANIMATEUR,
    /** Élu, cabinet, chef de service: decides a step of a circuit. */
    DECIDEUR,
    /** Partenaire: sees and acts on its own partnerships only. */
    PARTENAIRE,
    /** Auditeur: reads everything of its centres, writes nothing. */
    AUDITEUR,
    /** Intégration: a system that reads feeds and exports, and hands on what people decided or worked elsewhere. */
    INTEGRATION,
    /** Administrateur: registers centres, says who may do what in them, may do all there. */
    ADMINISTRATEUR,
    /** Exploitant: runs the platform, and sees nothing of what the centres do with it. No centre grants it: the token alone counts. */
    EXPLOITANT;

    /** Whether a centre may say that somebody is it. */
    public boolean isGranted() {
        return this != EXPLOITANT;
    }

    /** As tokens say it: {@code responsable}. */
    public String claim() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a role that is not ours: an issuer may know others. */
    public static Optional<AccessRole> ofClaim(String claim) {
        return Arrays.stream(values())
                .filter(role -> role.claim().equals(claim))
                .findFirst();
    }
}
