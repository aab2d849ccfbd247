package org.maillage.query.bilan;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.document.StoredFile;

/**
 * What was made during the action (réalisation), as a bilan shows it.
 *
 * @param licence under which terms it may be shown, null as long as its authors said nothing
 * @param url where it lies when it is not kept here; at most one of {@code url} and {@code file}
 * @param transmissions to whom it was handed over, oldest first
 */
record Deliverable(
        UUID id,
        String title,
        Medium medium,
        @Nullable String licence,
        @Nullable String url,
        @Nullable StoredFile file,
        List<Transmission> transmissions) {

    /** @param toPartnerId null when the centre uses it itself */
    record Transmission(@Nullable UUID toPartnerId, ImageUser user, String context, Instant at) {}

    /** A row of the table; only what its kind needs is there. */
    record Fact(
            UUID deliverable,
            String kind,
            @Nullable String title,
            @Nullable String medium,
            @Nullable String licence,
            @Nullable String url,
            @Nullable StoredFile file,
            @Nullable UUID toPartner,
            @Nullable String usedBy,
            @Nullable String context,
            Instant at) {

        static Fact of(ResultSet row, int number) throws SQLException {
            var sha256 = row.getString("sha256");
            return new Fact(
                    row.getObject("deliverable", UUID.class),
                    row.getString("kind"),
                    row.getString("title"),
                    row.getString("medium"),
                    row.getString("licence"),
                    row.getString("url"),
                    sha256 == null
                            ? null
                            : new StoredFile(
                                    sha256,
                                    row.getString("file_name"),
                                    row.getString("media_type"),
                                    row.getLong("size")),
                    row.getObject("to_partner", UUID.class),
                    row.getString("used_by"),
                    row.getString("context"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant());
        }

        private static String known(@Nullable String text) {
            if (text == null) {
                throw new IllegalStateException("A deliverable fact lacks what its kind needs");
            }
            return text;
        }

        private Deliverable collected() {
            return new Deliverable(
                    deliverable, known(title), Medium.valueOf(known(medium)), licence, url, file, List.of());
        }

        private Transmission transmission() {
            return new Transmission(toPartner, ImageUser.valueOf(known(usedBy)), known(context), at);
        }
    }

    /** @param facts of one partnership, oldest first */
    static List<Deliverable> fold(List<Fact> facts) {
        var made = new LinkedHashMap<UUID, Deliverable>();
        for (var fact : facts) {
            switch (fact.kind) {
                case "COLLECTED" -> made.put(fact.deliverable, fact.collected());
                case "LICENSED" ->
                    made.computeIfPresent(fact.deliverable, (_, before) -> before.licensed(fact.licence));
                case "TRANSMITTED" ->
                    made.computeIfPresent(fact.deliverable, (_, before) -> before.sent(fact.transmission()));
                default -> throw new IllegalStateException("Unknown kind of deliverable fact " + fact.kind);
            }
        }
        return List.copyOf(made.values());
    }

    private Deliverable licensed(@Nullable String terms) {
        return new Deliverable(id, title, medium, terms, url, file, transmissions);
    }

    private Deliverable sent(Transmission transmission) {
        var all = new ArrayList<>(transmissions);
        all.add(transmission);
        return new Deliverable(id, title, medium, licence, url, file, List.copyOf(all));
    }
}
