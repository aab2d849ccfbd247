package org.maillage.query.persondata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.query.intake.PersonNames;
import org.maillage.query.persondata.AccessExport.Appearance;
import org.maillage.query.persondata.AccessExport.FoundText;
import org.maillage.query.persondata.AccessExport.Section;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/** An access export as a page that people read and print: one file, nothing to fetch, in French. */
final class AccessPage extends AbstractHttpMessageConverter<AccessExport> {

    private static final String STYLE = """
        :root { color-scheme: light; --ink: #1c2430; --soft: #55606e; --line: #d5dbe3; --tint: #f3f6fa; --accent: #1d4f91; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 4rem; color: var(--ink); background: #fff;
          font: 1rem/1.55 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
        header { border-bottom: 3px solid var(--accent); padding-bottom: 1rem; margin-bottom: 1.5rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; }
        h2 { font-size: 1.3rem; color: var(--accent); margin: 2.2rem 0 .6rem; }
        p { max-width: 48rem; margin: .4rem 0; }
        .soft { color: var(--soft); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.5rem; margin: .6rem 0; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; }
        caption { text-align: left; color: var(--soft); padding: 0 0 .4rem; }
        th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere; }
        thead th { background: var(--tint); border-bottom: 2px solid var(--line); }
        tbody th { font-weight: 600; } table:not(.facts) tbody th { white-space: nowrap; }
        .facts { table-layout: fixed; }
        .facts th:nth-child(1) { width: 15%; } .facts th:nth-child(3) { width: 13%; }
        .facts th:nth-child(4) { width: 14%; } .facts th:nth-child(5) { width: 14%; } .facts th:nth-child(6) { width: 18%; }
        code { font: .82em/1.4 ui-monospace, "Liberation Mono", monospace; color: var(--soft); }
        blockquote { margin: 0; white-space: pre-wrap; }
        .notice { background: var(--tint); border-left: 4px solid var(--accent); padding: .6rem 1rem; }
        @page { margin: 15mm; }
        @media print {
          body { padding: 0; max-width: none; font-size: 10pt; }
          h2 { break-after: avoid; } thead { display: table-header-group; } tr { break-inside: avoid; }
        }
        """;

    /** The page may do nothing but wear its own style. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-" + hash(STYLE) + "'; frame-ancestors 'none'; base-uri 'none'";

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.FRANCE);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH 'h' mm", Locale.FRANCE);

    AccessPage() {
        super(UTF_8, MediaType.TEXT_HTML);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == AccessExport.class;
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected AccessExport readInternal(Class<? extends AccessExport> type, HttpInputMessage input) {
        throw new HttpMessageNotReadableException("A page is only written", input);
    }

    @Override
    protected void writeInternal(AccessExport export, HttpOutputMessage output) throws IOException {
        output.getHeaders().setContentType(new MediaType(MediaType.TEXT_HTML, UTF_8));
        var writer = new OutputStreamWriter(output.getBody(), UTF_8);
        new Page(writer, export).write();
        writer.flush();
    }

    /** Nothing is kept: each line goes out as it is made. */
    private record Page(Writer out, AccessExport export) {

        void write() throws IOException {
            var name = export.identity() == null
                    ? PersonNames.ERASED
                    : export.identity().fullName();
            put(
                    """
                    <!DOCTYPE html>
                    <html lang="fr">
                    <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <meta name="robots" content="noindex">
                    <title>\
                    """,
                    text("Données" + " personnelles" + " — " + name),
                    "</title>\n" + "<style>",
                    STYLE,
                    "</style>\n" + "</head>\n" + "<body>\n");
            put("<header>\n<h1>", text(name), "</h1>\n<p>Export du droit d’accès (RGPD, article 15)");
            if (export.epnName() != null) {
                put(" — ", text(export.epnName()));
            }
            put(".</p>\n<p class=\"soft\">Établi le ", moment(export.generatedAt()), ". Référence\u00a0: <code>");
            put(text(export.personId()), "</code></p>\n</header>\n<main>\n");
            identity();
            summary();
            for (var section : export.sections()) {
                section(section);
            }
            freeTexts();
            reads();
            rights();
            put("</main>\n</body>\n</html>\n");
        }

        private void identity() throws IOException {
            put("<section>\n<h2>Identité</h2>\n");
            var identity = export.identity();
            if (identity == null) {
                put("<p class=\"notice\">Personne effacée\u00a0: sa clé est détruite. Nom, adresse électronique, ");
                put("téléphone et photo ne peuvent plus être lus par personne. Il reste les faits ci-dessous, ");
                put("sous un identifiant.</p>\n</section>\n");
                return;
            }
            put("<dl>\n");
            entry("Nom", identity.fullName());
            entry("Adresse électronique", identity.email());
            entry("Téléphone", identity.phone());
            entry("Personne mineure", identity.minor() ? "oui" : "non");
            entry("Photo", identity.photo() == null ? null : "enregistrée (" + identity.photo() + ")");
            put("</dl>\n</section>\n");
        }

        private void entry(String term, @Nullable String value) throws IOException {
            put(
                    "<dt>",
                    text(term),
                    "</dt><dd>",
                    value == null ? "<span class=\"soft\">aucune donnée</span>" : text(value));
            put("</dd>\n");
        }

        private void summary() throws IOException {
            put("<section>\n"
                    + "<h2>Ce qui est enregistré</h2>\n"
                    + "<table>\n"
                    + "<caption>Nombre de faits par catégorie</caption>\n");
            put("<thead><tr><th scope=\"col\">Catégorie</th><th scope=\"col\">Faits</th>");
            put("<th scope=\"col\">Du</th><th scope=\"col\">Au</th></tr></thead>\n<tbody>\n");
            for (var section : export.sections()) {
                put("<tr><th scope=\"row\">", text(section.title()), "</th><td>", text(section.count()), "</td><td>");
                put(day(section.first()), "</td><td>", day(section.last()), "</td></tr>\n");
            }
            put("</tbody>\n</table>\n</section>\n");
        }

        private void section(Section section) throws IOException {
            put(
                    "<section>\n<h2>",
                    text(section.title()),
                    "</h2>\n<table class=\"facts\">\n<caption>Chaque fait, d’où il vient et qui l’a ");
            put("enregistré</caption>\n<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Fait</th>");
            put("<th scope=\"col\">En tant que</th><th scope=\"col\">Enregistré le</th><th scope=\"col\">Par</th>");
            put("<th scope=\"col\">Origine</th></tr></thead>\n<tbody>\n");
            for (var event : section.events()) {
                appearance(event);
            }
            put("</tbody>\n</table>\n</section>\n");
        }

        private void appearance(Appearance event) throws IOException {
            var roles = event.roles().stream().map(Matter::role).distinct().collect(Collectors.joining(", "));
            put("<tr><th scope=\"row\">", day(event.day()), "</th><td>", text(event.text()), "</td><td>", text(roles));
            put("</td><td>", moment(event.recordedAt()), "</td><td>", actor(event.actor()), "</td><td><code>");
            put(text(event.type()), " n°\u00a0", text(event.position()), "</code></td></tr>\n");
        }

        private void freeTexts() throws IOException {
            put("<section>\n<h2>Textes libres</h2>\n");
            var texts = export.freeTexts().iterator();
            if (!texts.hasNext()) {
                put("<p>", export.erased() ? "Sans nom, aucune recherche n’est possible." : "Aucun texte ne la nomme.");
                put("</p>\n</section>\n");
                return;
            }
            put("<p class=\"notice\">À relire avant remise\u00a0: un texte libre peut parler d’autres personnes,"
                    + " et un nom ");
            put("trouvé seul peut être celui de quelqu’un d’autre.</p>\n"
                    + "<table>\n"
                    + "<caption>Textes du centre où le nom, ");
            put("l’adresse ou le numéro apparaît</caption>\n<thead><tr><th scope=\"col\">Enregistré le</th>");
            put("<th scope=\"col\">Texte</th><th scope=\"col\">Trouvé par</th><th"
                    + " scope=\"col\">Origine</th></tr></thead>\n"
                    + "<tbody>\n");
            while (texts.hasNext()) {
                freeText(texts.next());
            }
            put("</tbody>\n</table>\n</section>\n");
        }

        private void freeText(FoundText found) throws IOException {
            put("<tr><th scope=\"row\">", moment(found.recordedAt()), "</th><td><blockquote>", text(found.text()));
            put("</blockquote></td><td>", text(foundBy(found.foundBy())), "</td><td><code>", text(found.type()), " · ");
            put(text(found.field()), " n°\u00a0", text(found.position()), "</code></td></tr>\n");
        }

        private static String foundBy(Called.By by) {
            return switch (by) {
                case FULL_NAME -> "nom complet";
                case EMAIL -> "adresse électronique";
                case PHONE -> "téléphone";
                case NAME_ALONE -> "nom seul, à vérifier";
            };
        }

        private void reads() throws IOException {
            put("<section>\n<h2>Qui a lu ces données</h2>\n");
            var reads = export.reads().iterator();
            if (!reads.hasNext()) {
                put("<p>Aucune lecture n’est enregistrée.</p>\n</section>\n");
                return;
            }
            put("<table>\n"
                    + "<caption>Une ligne par minute, personne et page consultée, la plus récente"
                    + " d’abord</caption>\n");
            put("<thead><tr><th scope=\"col\">Le</th><th scope=\"col\">Par</th><th scope=\"col\">Page</th>");
            put("<th scope=\"col\">Trace</th></tr></thead>\n<tbody>\n");
            while (reads.hasNext()) {
                var read = reads.next();
                put("<tr><th scope=\"row\">", moment(read.at()), "</th><td>", actor(read.actor()), "</td><td><code>");
                put(text(read.endpoint()), "</code></td><td><code>", text(read.traceId()), "</code></td></tr>\n");
            }
            put("</tbody>\n</table>\n</section>\n");
        }

        private void rights() throws IOException {
            put("<section>\n"
                    + "<h2>Vos droits</h2>\n"
                    + "<p>Vous pouvez demander la rectification, l’effacement ou la limitation ");
            put("de ces données, vous opposer à leur traitement et les recevoir dans un format lisible par une"
                    + " machine ");
            put("(le même export en JSON). Adressez-vous au centre nommé ci-dessus ou à son délégué à la"
                    + " protection des ");
            put("données\u00a0; vous pouvez aussi saisir la CNIL (www.cnil.fr).</p>\n</section>\n");
        }

        private String actor(@Nullable String actor) {
            if (actor == null) {
                return "<span class=\"soft\">—</span>";
            }
            return actor.equals(export.personId().toString())
                    ? "la personne elle-même"
                    : "<code>" + text(actor) + "</code>";
        }

        private void put(String... parts) throws IOException {
            for (var part : parts) {
                out.write(part);
            }
        }
    }

    /** {@code 1er octobre 2025}. */
    private static String day(LocalDate day) {
        return (day.getDayOfMonth() == 1 ? "1er" : day.getDayOfMonth()) + "\u00a0" + MONTH.format(day);
    }

    /** In Europe/Paris. */
    private static String moment(Instant instant) {
        var local = instant.atZone(BusinessDay.ZONE);
        return day(local.toLocalDate()) + " à " + TIME.format(local).replace(' ', '\u00a0');
    }

    /** What people typed does nothing here but be read. */
    private static String text(Object value) {
        return String.valueOf(value)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                // Which HTML knows in no form.
                .replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]", "\uFFFD");
    }

    private static String hash(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every JDK has SHA-256", impossible);
        }
    }
}
