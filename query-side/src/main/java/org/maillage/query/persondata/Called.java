package org.maillage.query.persondata;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a person may be called in what others typed: searched in memory, since a name in a statement would be a name in the
 * database's logs.
 */
final class Called {

    /** By what a text was found. */
    enum By {
        FULL_NAME,
        EMAIL,
        PHONE,
        /** One word of the name only: perhaps somebody else's. Whoever hands the export over looks first. */
        NAME_ALONE
    }

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern NO_DIGIT = Pattern.compile("\\D+");
    /** Enough to tell a number in whatever form: with 0 or +33, with or without blanks. */
    private static final int DIGITS = 9;

    private static final int SHORTEST_NAME = 3;

    private final Set<String> fullNames = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> emails = new LinkedHashSet<>();
    private final Set<String> phones = new LinkedHashSet<>();

    Called(Collection<Identity> identities) {
        for (var identity : identities) {
            addName(identity.fullName());
            addEmail(identity.email());
            addPhone(identity.phone());
        }
    }

    /** « Jeanne Moreau » is « Moreau Jeanne » and « MOREAU, Jeanne » as well. */
    private void addName(String fullName) {
        var words = List.of(words(fullName).strip().split(" "));
        fullNames.add(spaced(words));
        if (words.size() > 1) {
            var lastFirst = new ArrayList<>(words);
            lastFirst.addFirst(lastFirst.removeLast());
            fullNames.add(spaced(lastFirst));
            var firstLast = new ArrayList<>(words);
            firstLast.addLast(firstLast.removeFirst());
            fullNames.add(spaced(firstLast));
        }
        var capitals = NO_WORD.splitAsStream(fullName)
                .filter(word -> word.length() >= SHORTEST_NAME && word.equals(word.toUpperCase(Locale.FRENCH)))
                .map(word -> words(word).strip())
                .toList();
        if (!capitals.isEmpty() && capitals.size() < words.size()) {
            capitals.forEach(word -> names.add(" " + word + " "));
        } else if (words.getLast().length() >= SHORTEST_NAME) {
            names.add(" " + words.getLast() + " ");
        }
    }

    private void addEmail(@Nullable String email) {
        if (email != null) {
            emails.add(email.toLowerCase(Locale.ROOT));
        }
    }

    private void addPhone(@Nullable String phone) {
        var digits = phone == null ? "" : digits(phone);
        if (digits.length() >= DIGITS) {
            phones.add(digits.substring(digits.length() - DIGITS));
        }
    }

    /** Empty when nothing in this text speaks of the person; else by what it does, the surest first. */
    Optional<By> in(String text) {
        var words = words(text);
        if (fullNames.stream().anyMatch(words::contains)) {
            return Optional.of(By.FULL_NAME);
        }
        var lower = text.toLowerCase(Locale.ROOT);
        if (emails.stream().anyMatch(lower::contains)) {
            return Optional.of(By.EMAIL);
        }
        var digits = digits(text);
        if (phones.stream().anyMatch(digits::contains)) {
            return Optional.of(By.PHONE);
        }
        return names.stream().anyMatch(words::contains) ? Optional.of(By.NAME_ALONE) : Optional.empty();
    }

    private static String spaced(List<String> words) {
        return " " + String.join(" ", words) + " ";
    }

    /** Small letters without accents, one blank between words and at both ends. */
    private static String words(String text) {
        var plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.FRENCH);
        return " " + NO_WORD.matcher(plain).replaceAll(" ").strip() + " ";
    }

    private static String digits(String text) {
        return NO_DIGIT.matcher(text).replaceAll("");
    }
}
