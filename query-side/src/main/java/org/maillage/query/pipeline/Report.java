package org.maillage.query.pipeline;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.partner.PartnerId;

/** The bilan on its way to the partners. */
final class Report {

    private final List<PartnerId> partners;
    private final Set<PartnerId> received = new HashSet<>();
    private Instant writtenAt;

    Report(BilanDrafted drafted, Instant at) {
        partners = drafted.partnerIds();
        writtenAt = at;
    }

    void on(BilanEvent event, Instant at) {
        switch (event) {
            case BilanShared e -> received.add(e.partnerId());
            case BilanRevised _, BilanReopened _ -> {
                received.clear();
                writtenAt = at;
            }
            case BilanDrafted _, BilanAmended _, BilanFinalised _ -> {}
        }
    }

    /** Who has not received what it says now. */
    List<PartnerId> awaitedBy() {
        return partners.stream().filter(partner -> !received.contains(partner)).toList();
    }

    Instant writtenAt() {
        return writtenAt;
    }
}
