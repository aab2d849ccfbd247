package org.maillage.query.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.Fundings;

/** A centre as far as it is known: nothing of it may have arrived yet. */
final class Centre {

    private @Nullable String name;
    private @Nullable LegalForm legalForm;
    private List<String> missions = List.of();
    private List<String> domains = List.of();
    private Thresholds thresholds = Thresholds.DEFAULT;
    private Fundings fundings = Fundings.NONE;

    void on(EpnEvent event) {
        thresholds = Thresholds.after(thresholds, event);
        fundings = Fundings.after(fundings, event);
        switch (event) {
            case EpnRegistered e -> {
                name = e.name();
                legalForm = e.legalForm();
                missions = e.missions();
                domains = e.domains();
            }
            case EpnMissionsRevised e -> missions = e.missions();
            case EpnPositioned e -> domains = e.domains();
            case StaffAppointed _,
                    HourlyRateSet _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> {}
        }
    }

    @Nullable
    String name() {
        return name;
    }

    boolean mustSeekFunding() {
        return legalForm == LegalForm.ASSOCIATION;
    }

    List<String> missions() {
        return missions;
    }

    List<String> domains() {
        return domains;
    }

    Thresholds thresholds() {
        return thresholds;
    }

    Fundings fundings() {
        return fundings;
    }
}
