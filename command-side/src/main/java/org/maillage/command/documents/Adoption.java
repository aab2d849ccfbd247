package org.maillage.command.documents;

import java.util.Optional;
import org.maillage.command.ledger.Ledger;
import org.maillage.command.ledger.Stored;
import org.maillage.kernel.Event;
import org.maillage.kernel.convention.ConventionEvent.MunicipalActAttached;
import org.maillage.kernel.deliverable.DeliverableEvent.DeliverableCollected;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.partnership.PartnershipEvent.DocumentAttached;
import org.maillage.kernel.wire.EventCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Once, at the first start that asks whose a file is: those from before belong to the centres whose facts name them. */
@Component
final class Adoption implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);
    private static final int PAGE = 1_000;

    private final StoredFiles files;
    private final Ledger ledger;

    Adoption(StoredFiles files, Ledger ledger) {
        this.files = files;
        this.ledger = ledger;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (files.awaitAdoption()) {
            adopt();
            files.adopted();
        }
    }

    private void adopt() {
        var adopted = 0;
        var page = ledger.read(0, PAGE);
        while (!page.isEmpty()) {
            for (var stored : page) {
                adopted += adopt(stored);
            }
            page = ledger.read(page.getLast().position(), PAGE);
        }
        if (adopted > 0) {
            log.info("Facts of centres name {} files", adopted);
        }
    }

    private int adopt(Stored stored) {
        var event = EventCodec.read(stored.type(), stored.revision(), stored.payload());
        var file = fileOf(event);
        file.ifPresent(named -> files.adopt(named, event.epnId()));
        return file.isPresent() ? 1 : 0;
    }

    private static Optional<StoredFile> fileOf(Event event) {
        if (event instanceof DocumentAttached attached) {
            return Optional.ofNullable(attached.file());
        }
        if (event instanceof MunicipalActAttached attached) {
            return Optional.ofNullable(attached.file());
        }
        if (event instanceof DeliverableCollected collected) {
            return Optional.ofNullable(collected.file());
        }
        return Optional.empty();
    }
}
