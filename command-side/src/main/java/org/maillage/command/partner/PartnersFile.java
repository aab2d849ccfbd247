package org.maillage.command.partner;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillage.command.partner.Column.Titled;
import org.maillage.command.partner.PartnerController.CardBody;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.RequestReader;
import org.maillage.kernel.wire.Violation;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A file of partners: RFC 4180 in UTF-8, with or without a byte order mark, separated by semicolons or commas. */
final class PartnersFile {

    static final int MOST_ROWS = 1_000;

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final String BETWEEN_TEXTS = "\\|";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final RequestReader reader;
    private final List<@Nullable Titled> header = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Map<Siret, Long> sirets = new HashMap<>();
    private int rejectedRows;

    /** A card, and where it stands, or its SIRET would. */
    record Row(long line, Card card, String siretField) {}

    private PartnersFile(RequestReader reader) {
        this.reader = reader;
    }

    /**
     * @param reader judges a row as it judges the body that makes one card
     * @throws InvalidRequest {@code import-rejected}, with everything that is wrong with any row
     */
    static List<Row> read(byte[] file, RequestReader reader) {
        var reading = new PartnersFile(reader);
        reading.read(decoded(file));
        if (!reading.violations.isEmpty()) {
            throw rejected(reading.violations);
        }
        return List.copyOf(reading.rows);
    }

    static InvalidRequest rejected(List<Violation> violations) {
        return new InvalidRequest(ProblemCode.IMPORT_REJECTED, ProblemCode.IMPORT_REJECTED.detail(), violations);
    }

    private static String decoded(byte[] file) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            return text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK ? text : text.substring(1);
        } catch (CharacterCodingException notUtf8) {
            throw rejected(List.of(
                    new Violation("", "Le fichier n’est pas en UTF-8 : enregistrez-le au format « CSV UTF-8 ».")));
        }
    }

    private void read(String text) {
        long line = 1;
        var records = CsvReader.builder()
                .fieldSeparator(separator(text))
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text);
        try {
            for (var cells : records) {
                line = cells.getStartingLineNumber() + 1 + lineBreaks(cells);
                if (!isBlank(cells) && !take(cells)) {
                    return;
                }
            }
        } catch (CsvParseException malformed) {
            violations.add(new Violation(
                    "ligne " + line,
                    "À partir d’ici, le fichier n’est pas un CSV bien formé : vérifiez les guillemets."));
            return;
        }
        if (rows.isEmpty() && violations.isEmpty()) {
            violations.add(new Violation("", "Le fichier ne contient aucun partenaire."));
        }
    }

    /** The first line says it: no title holds either. */
    private static char separator(String text) {
        var end = text.indexOf('\n');
        var first = end < 0 ? text : text.substring(0, end);
        return first.chars().filter(c -> c == ';').count()
                        >= first.chars().filter(c -> c == ',').count()
                ? ';'
                : ',';
    }

    private static long lineBreaks(CsvRecord cells) {
        return cells.getFields().stream()
                .flatMapToInt(String::chars)
                .filter(c -> c == '\n')
                .count();
    }

    private static boolean isBlank(CsvRecord cells) {
        return cells.getFields().stream().allMatch(String::isBlank);
    }

    /** False when reading on makes no sense. */
    private boolean take(CsvRecord cells) {
        if (header.isEmpty()) {
            readHeader(cells);
            return violations.isEmpty();
        }
        if (rows.size() + rejectedRows == MOST_ROWS) {
            violations.add(
                    new Violation(place(cells), "Un fichier compte au plus 1 000 partenaires : partagez celui-ci."));
            return false;
        }
        readRow(cells);
        return true;
    }

    private void readHeader(CsvRecord cells) {
        var found = EnumSet.noneOf(Column.class);
        for (int place = 0; place < cells.getFieldCount(); place++) {
            var title = cells.getField(place);
            var titled = Column.titled(title).orElse(null);
            var where = place(cells) + ", colonne " + (place + 1);
            if (titled == null && !title.isBlank()) {
                violations.add(new Violation(
                        where, "Cette colonne n’est pas connue. Colonnes possibles : " + Column.allTitles() + "."));
            } else if (titled != null && !found.add(titled.column())) {
                violations.add(new Violation(where, "Cette colonne figure deux fois."));
            }
            header.add(titled);
        }
        for (var required : Column.REQUIRED) {
            if (!found.contains(required)) {
                violations.add(new Violation(place(cells) + ", " + required.title(), "Cette colonne est obligatoire."));
            }
        }
    }

    private void readRow(CsvRecord cells) {
        var before = violations.size();
        var values = new EnumMap<Column, String>(Column.class);
        var titles = new EnumMap<Column, String>(Column.class);
        for (int place = 0; place < cells.getFieldCount(); place++) {
            var cell = cells.getField(place).strip();
            var titled = place < header.size() ? header.get(place) : null;
            if (titled != null) {
                values.put(titled.column(), cell);
                titles.put(titled.column(), titled.title());
            } else if (!cell.isEmpty()) {
                violations.add(
                        new Violation(place(cells) + ", colonne " + (place + 1), "Cette cellule n’a pas d’en-tête."));
            }
        }
        header.forEach(titled -> {
            if (titled != null) {
                titles.putIfAbsent(titled.column(), titled.title());
            }
        });
        var siretField = place(cells) + ", " + titles.getOrDefault(Column.SIRET, Column.SIRET.title());
        requireNewSiret(values.get(Column.SIRET), siretField, cells);
        var card = card(values, titles, cells);
        if (card != null && violations.size() == before) {
            rows.add(new Row(cells.getStartingLineNumber(), card, siretField));
        } else {
            rejectedRows++;
        }
    }

    /** Also in a row that is wrong for another reason: nobody wants to hear of it only the next time. */
    private void requireNewSiret(@Nullable String cell, String field, CsvRecord cells) {
        if (cell == null || cell.isEmpty()) {
            return;
        }
        Siret siret;
        try {
            siret = new Siret(cell);
        } catch (InvalidValue judgedWithTheRow) {
            return;
        }
        var known = sirets.putIfAbsent(siret, cells.getStartingLineNumber());
        if (known != null) {
            violations.add(new Violation(field, "Ce SIRET figure déjà à la ligne " + known + " du fichier."));
        }
    }

    private @Nullable Card card(Map<Column, String> values, Map<Column, String> titles, CsvRecord cells) {
        var body = NODES.objectNode();
        values.forEach((column, cell) -> {
            if (cell.isEmpty()) {
                return;
            }
            if (column.isList()) {
                var texts = body.putArray(column.field());
                for (var text : cell.split(BETWEEN_TEXTS)) {
                    if (!text.isBlank()) {
                        texts.add(text.strip());
                    }
                }
            } else {
                body.put(column.field(), column == Column.KIND ? KindLabel.named(cell) : cell);
            }
        });
        try {
            return reader.read(MAPPER.writeValueAsBytes(body), CardBody.class).card();
        } catch (InvalidRequest invalid) {
            for (var violation : invalid.violations()) {
                violations.add(inRow(violation, values, titles, cells));
            }
            return null;
        }
    }

    private static Violation inRow(
            Violation violation, Map<Column, String> values, Map<Column, String> titles, CsvRecord cells) {
        var column = Column.ofField(violation.field().replaceAll("\\[.*", ""));
        if (column == null) {
            return new Violation(place(cells), violation.message());
        }
        var isUnknownKind =
                column == Column.KIND && !values.getOrDefault(column, "").isEmpty();
        return new Violation(
                place(cells) + ", " + titles.get(column),
                isUnknownKind ? "Valeurs possibles : " + KindLabel.all() + "." : violation.message());
    }

    private static String place(CsvRecord cells) {
        return "ligne " + cells.getStartingLineNumber();
    }
}
