package org.maillage.kernel.funding;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Missions, audiences, domains and funders are free text: two of them are the same but for case, accents and spaces. */
public final class Wording {

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0\\u202f]+");

    private Wording() {}

    /** The form in which texts are compared. */
    public static String comparable(String text) {
        var bare = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        return SPACES.matcher(bare.replace('’', '\'')).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /** Whether two lists have something in common. */
    public static boolean meet(Collection<String> some, Collection<String> others) {
        var comparable = some.stream().map(Wording::comparable).collect(Collectors.toSet());
        return others.stream().map(Wording::comparable).anyMatch(comparable::contains);
    }
}
