package org.maillage.command.person;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maillage.command.ledger.Ledger;
import org.maillage.command.ledger.Ledger.Occurrence;
import org.maillage.command.vault.ErasureLedger;
import org.maillage.command.vault.ErasureLedger.Erasure;
import org.maillage.command.vault.PersonKeys;
import org.maillage.command.vault.Sweeper;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.EventCatalogue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Carries erasures out: the event is recorded, then the file outside of the databases, then the key is destroyed. At start-up all of
 * them are repeated, before anything is published: a crash may have come in between, and a vault restored from a backup, whether or
 * not the events were restored with it, has keys again that were destroyed.
 */
@Component
final class Erasures implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(Erasures.class);
    private static final int PAGE = 1_000;
    private static final String ERASED = EventCatalogue.of(PersonErased.class).name();

    private final Ledger ledger;
    private final PersonKeys keys;
    private final ErasureLedger file;
    private final Sweeper sweeper;

    Erasures(Ledger ledger, PersonKeys keys, ErasureLedger file, Sweeper sweeper) {
        this.ledger = ledger;
        this.keys = keys;
        this.file = file;
        this.sweeper = sweeper;
    }

    /** The event is recorded. Once is as good as several times. */
    void carryOut(PersonId person) {
        destroy(recorded(List.of(person)).values());
    }

    /** Whether somebody was erased of whose erasure the events need not know any more. */
    boolean remember(PersonId person) {
        return file.holds(person);
    }

    @Override
    public void afterSingletonsInstantiated() {
        repeat();
    }

    void repeat() {
        finish();
        complete();
        var all = file.persons();
        for (int i = 0; i < all.size(); i += PAGE) {
            keys.destroyAgain(all.subList(i, Math.min(i + PAGE, all.size())));
        }
        sweeper.sweep();
    }

    /** Keys of persons whose erasure is recorded, but who never came into the file. */
    private void finish() {
        var page = keys.living(null, PAGE);
        while (!page.isEmpty()) {
            var found = recorded(page).values();
            destroy(found);
            warn(found.size() + (int) page.stream().filter(this::cameBack).count());
            page = keys.living(page.getLast(), PAGE);
        }
    }

    private boolean cameBack(PersonId living) {
        return file.holds(living) && keys.open(living).isPresent();
    }

    /** Destroyed keys of which the file does not know: it is new, or was lost. */
    private void complete() {
        var page = keys.destroyed(null, PAGE);
        while (!page.isEmpty()) {
            var missing = page.stream()
                    .filter(destroyed -> !file.holds(destroyed.person()))
                    .toList();
            var events =
                    recorded(missing.stream().map(PersonKeys.Destroyed::person).toList());
            file.append(missing.stream()
                    .map(destroyed -> events.getOrDefault(
                            destroyed.person(), new Erasure(destroyed.person(), destroyed.at(), null)))
                    .toList());
            page = keys.destroyed(page.getLast().person(), PAGE);
        }
    }

    private Map<PersonId, Erasure> recorded(List<PersonId> persons) {
        var recorded = new HashMap<PersonId, Erasure>();
        if (!persons.isEmpty()) {
            for (var event : ledger.first(persons.stream().map(PersonId::value).toList(), ERASED)) {
                recorded.put(new PersonId(event.aggregate()), erasure(event));
            }
        }
        return recorded;
    }

    private static Erasure erasure(Occurrence event) {
        return new Erasure(new PersonId(event.aggregate()), event.recordedAt(), event.eventId());
    }

    /** In this order: what is destroyed, the file knows. */
    private void destroy(Collection<Erasure> erasures) {
        if (!erasures.isEmpty()) {
            file.append(erasures);
            erasures.forEach(erasure -> keys.destroy(erasure.person()));
            sweeper.sweep();
        }
    }

    private static void warn(int destroyed) {
        if (destroyed > 0) {
            log.warn("Destroying the keys of {} persons again, who had been erased", destroyed);
        }
    }
}
