package org.maillage.kernel.wire;

import java.util.List;
import tools.jackson.core.StreamReadConstraints;

/** How much of a body is read at most: what goes beyond is refused where it is met, and nothing is made of it. */
final class ReadLimits extends StreamReadConstraints {

    static final int DEEPEST = 20;
    static final int MOST_TOKENS = 20_000;
    static final int LONGEST_NUMBER = 100;
    static final int LONGEST_NAME = 1_000;

    private static final long serialVersionUID = 1;

    ReadLimits() {
        super(DEEPEST, -1, MOST_TOKENS, LONGEST_NUMBER, DEFAULT_MAX_STRING_LEN, LONGEST_NAME);
    }

    @Override
    public void validateNestingDepth(int depth) {
        require(depth <= DEEPEST, "Le corps de la requête imbrique plus de 20 niveaux d’objets et de listes.");
    }

    @Override
    public void validateTokenCount(long count) {
        require(
                count <= MOST_TOKENS,
                "Le corps de la requête compte plus de 20 000 éléments JSON (noms, valeurs, accolades et crochets).");
    }

    @Override
    public void validateIntegerLength(int length) {
        requireNumber(length);
    }

    @Override
    public void validateFPLength(int length) {
        requireNumber(length);
    }

    private static void requireNumber(int length) {
        require(length <= LONGEST_NUMBER, "Un nombre du corps de la requête dépasse 100 caractères.");
    }

    @Override
    public void validateNameLength(int length) {
        require(length <= LONGEST_NAME, "Un nom de champ du corps de la requête dépasse 1 000 caractères.");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidRequest(ProblemCode.LIMIT_EXCEEDED, otherwise, List.of());
        }
    }
}
