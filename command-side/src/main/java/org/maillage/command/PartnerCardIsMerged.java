package org.maillage.command;

/** The card was a double: another one stands for the organisation, and takes the facts. */
public final class PartnerCardIsMerged extends Refusal {

    private static final long serialVersionUID = 1;

    public PartnerCardIsMerged() {
        super("Cette fiche était un doublon, elle a été fusionnée : utilisez la fiche qui l’a reprise.");
    }
}
