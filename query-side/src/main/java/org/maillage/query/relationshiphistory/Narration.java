package org.maillage.query.relationshiphistory;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerEvent.PartnerRevised;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectEvent.ProjectDrafted;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.query.Telling;
import org.maillage.query.intake.AsOf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The sentences of the history for whoever shows facts elsewhere. */
@Component
final class Narration implements Telling {

    private static final String NAMES = """
        select distinct on (key) key, type, revision, data
        from relationship_history_v2.relationship_history
        where key = any(:keys) and subject = key and recorded_at <= :asOf
            and type in ('EpnRegistered', 'PartnerRegistered', 'PartnerRevised', 'ProjectDrafted')
        order by key, position desc
        """;

    private final JdbcClient database;

    Narration(JdbcClient database) {
        this.database = database;
    }

    @Override
    public List<String> tell(List<? extends Event> facts, Function<PersonId, String> persons, AsOf asOf) {
        var called = called(mentioned(facts), asOf);
        var names = new Names() {
            @Override
            public String person(PersonId id) {
                return persons.apply(id);
            }

            @Override
            public @Nullable String of(Id id) {
                return called.get(id.value());
            }
        };
        return facts.stream().map(fact -> Sentence.of(fact, names)).toList();
    }

    private static Set<UUID> mentioned(Collection<? extends Event> facts) {
        var ids = new LinkedHashSet<UUID>();
        var listening = new Names() {
            @Override
            public String person(PersonId id) {
                return "";
            }

            @Override
            public @Nullable String of(Id id) {
                ids.add(id.value());
                return null;
            }
        };
        facts.forEach(fact -> Sentence.of(fact, listening));
        return ids;
    }

    private Map<UUID, String> called(Set<UUID> ids, AsOf asOf) {
        var called = new HashMap<UUID, String>();
        if (ids.isEmpty()) {
            return called;
        }
        database.sql(NAMES)
                .param("keys", ids.toArray(UUID[]::new))
                .param("asOf", asOf.bound())
                .query(row -> {
                    var named = EventCodec.read(
                            row.getString("type"),
                            row.getInt("revision"),
                            row.getString("data").getBytes(StandardCharsets.UTF_8));
                    var name = name(named);
                    if (name != null) {
                        called.put(row.getObject("key", UUID.class), name);
                    }
                });
        return called;
    }

    private static @Nullable String name(Event named) {
        return switch (named) {
            case EpnRegistered epn -> epn.name();
            case PartnerRegistered partner -> partner.name();
            case PartnerRevised partner -> partner.name();
            case ProjectDrafted project -> project.name();
            default -> null;
        };
    }
}
