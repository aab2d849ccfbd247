package org.maillage.command.partner;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.funding.Wording;

/** The columns of a file of partners. */
enum Column {
    NAME("name", false, "nom", "name"),
    KIND("kind", false, "type", "kind"),
    SIRET("siret", false, "siret"),
    RNA("rna", false, "rna"),
    ADDRESS("address", false, "adresse", "address"),
    COMMUNE("communeCode", false, "commune", "communeCode"),
    EPCI("epciCode", false, "epci", "epciCode"),
    AUDIENCES("audiences", true, "publics", "audiences"),
    DOMAINS("domains", true, "domaines", "domains"),
    OBJECTIVES("objectives", true, "objectifs", "objectives"),
    SOURCE("source", false, "origine", "source");

    /** What a file must have. */
    static final List<Column> REQUIRED = List.of(NAME, KIND);

    private final String field;
    private final boolean list;
    private final List<String> titles;

    Column(String field, boolean list, String... titles) {
        this.field = field;
        this.list = list;
        this.titles = List.of(titles);
    }

    /** A column as one file names it. */
    record Titled(Column column, String title) {}

    /** Whatever its case, accents and spaces. */
    static Optional<Titled> titled(String title) {
        var comparable = Wording.comparable(title);
        return Arrays.stream(values())
                .flatMap(column -> column.titles.stream().map(known -> new Titled(column, known)))
                .filter(known -> Wording.comparable(known.title()).equals(comparable))
                .findFirst();
    }

    static @Nullable Column ofField(String field) {
        return Arrays.stream(values())
                .filter(column -> column.field.equals(field))
                .findFirst()
                .orElse(null);
    }

    /** French, for people. */
    static String allTitles() {
        return Arrays.stream(values()).map(Column::title).collect(Collectors.joining(", "));
    }

    /** The French title. */
    String title() {
        return titles.getFirst();
    }

    /** Its name in the body that makes one card. */
    String field() {
        return field;
    }

    /** Whether a cell holds several texts. */
    boolean isList() {
        return list;
    }
}
