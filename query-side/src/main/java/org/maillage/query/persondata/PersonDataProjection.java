package org.maillage.query.persondata;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.PersonEvent.PersonPhotoSet;
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.FactTable.Column;
import org.maillage.query.intake.FactTable.Type;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;
import org.springframework.stereotype.Component;

/**
 * Which events speak of whom. Persons stay ids and their own data ciphertext, so that whoever is erased is erased here too; nothing
 * that is kept was made of a name.
 */
@Component
final class PersonDataProjection implements Projection {

    static final String NAME = "person_data";

    /** {@code data}: null for a portrait, which is too long to be kept twice. */
    static final FactTable EVENT = new FactTable(
            "event_fact",
            List.of(
                    Column.of("epn", Type.UUID),
                    Column.of("subject", Type.UUID),
                    Column.of("aggregate", Type.TEXT),
                    Column.of("type", Type.TEXT),
                    Column.of("revision", Type.INTEGER),
                    Column.of("day", Type.DATE),
                    Column.nullable("actor", Type.TEXT),
                    Column.nullable("data", Type.TEXT)),
            List.of("epn"),
            List.of(),
            List.of());

    /** {@code active_until}: the last day on which this fact is a reason to know the person. */
    static final FactTable MENTION = new FactTable(
            "mention_fact",
            List.of(
                    Column.of("person", Type.UUID),
                    Column.of("role", Type.TEXT),
                    Column.of("matter", Type.TEXT),
                    Column.of("epn", Type.UUID),
                    Column.of("type", Type.TEXT),
                    Column.of("day", Type.DATE),
                    Column.of("active_until", Type.DATE)),
            List.of("person"),
            List.of("role"),
            List.of("epn, person"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<FactTable> tables() {
        return List.of(EVENT, MENTION);
    }

    @Override
    public boolean concerns(String type) {
        return true;
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        var event = fact.event();
        var mentions = Mention.of(event, fact.actor());
        if (mentions.isEmpty() && !FreeTexts.types().contains(fact.type())) {
            return;
        }
        var day = Days.of(event, fact.recordedAt());
        rows.add(
                EVENT,
                event.epnId(),
                fact.subject(),
                fact.aggregateType(),
                fact.type(),
                fact.revision(),
                day,
                fact.actor(),
                data(fact));
        for (var mention : mentions) {
            rows.add(
                    MENTION,
                    mention.person(),
                    mention.role(),
                    Matter.of(event, mention.role()),
                    event.epnId(),
                    fact.type(),
                    day,
                    Days.activeUntil(event, fact.recordedAt()));
        }
    }

    private static @Nullable String data(Fact fact) {
        return fact.event() instanceof PersonPhotoSet ? null : fact.json();
    }
}
