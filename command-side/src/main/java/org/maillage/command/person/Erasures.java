package org.maillage.command.person;

import java.util.List;
import org.maillage.command.ledger.Ledger;
import org.maillage.command.vault.PersonKeys;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.EventCatalogue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Repeats every erasure at start-up, before anything is published: a crash may have come between the event and the destruction of
 * the key, and a vault restored from a backup has keys again that were destroyed.
 */
@Component
final class Erasures implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(Erasures.class);
    private static final int PAGE = 1_000;
    private static final String ERASED = EventCatalogue.of(PersonErased.class).name();

    private final Ledger ledger;
    private final PersonKeys keys;

    Erasures(Ledger ledger, PersonKeys keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    @Override
    public void afterSingletonsInstantiated() {
        repeat();
    }

    void repeat() {
        var page = keys.living(null, PAGE);
        while (!page.isEmpty()) {
            var erased = ledger.among(page.stream().map(PersonId::value).toList(), ERASED).stream()
                    .map(PersonId::new)
                    .toList();
            destroy(erased);
            page = keys.living(page.getLast(), PAGE);
        }
    }

    private void destroy(List<PersonId> erased) {
        erased.forEach(keys::destroy);
        if (!erased.isEmpty()) {
            log.warn("Destroyed the keys of {} persons again, who had been erased", erased.size());
        }
    }
}
