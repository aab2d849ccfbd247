package org.maillage.command.partnership;

/** A text that may be left out, but not left empty: {@code @Pattern(regexp = OptionalText.FILLED, message = OptionalText.MESSAGE)}. */
final class OptionalText {

    static final String FILLED = "[\\s\\S]*\\S[\\s\\S]*";

    static final String MESSAGE = "Ce texte ne doit pas être vide : laissez-le plutôt de côté.";

    private OptionalText() {}
}
