package org.maillage.command.partner;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.PartnerKind;

/** All that a card says. */
record Card(
        String name,
        PartnerKind kind,
        @Nullable Siret siret,
        @Nullable Rna rna,
        @Nullable String address,
        @Nullable CommuneCode communeCode,
        @Nullable EpciCode epciCode,
        List<String> audiences,
        List<String> domains,
        List<String> objectives,
        @Nullable String source) {

    Card {
        audiences = List.copyOf(audiences);
        domains = List.copyOf(domains);
        objectives = List.copyOf(objectives);
    }
}
