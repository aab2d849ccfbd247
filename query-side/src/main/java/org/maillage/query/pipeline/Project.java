package org.maillage.query.pipeline;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedId;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;

/** A project as far as it is known, and who agreed to be seen in it. */
final class Project {

    private @Nullable String name;
    private boolean oneOff;
    private List<String> domains = List.of();
    private List<String> missions = List.of();
    private final Map<NeedId, NeedKind> needs = new HashMap<>();
    private final Map<NeedId, AcquisitionMode> modes = new HashMap<>();
    private final Map<PersonId, ConsentGranted> consents = new HashMap<>();

    void on(ProjectEvent event) {
        switch (event) {
            case ProjectDrafted e -> {
                name = e.name();
                oneOff = e.duration() == ProjectDuration.ONE_OFF;
                domains = e.domains();
            }
            case NeedDeclared e -> needs.put(e.needId(), e.kind());
            case NeedWithdrawn e -> {
                needs.remove(e.needId());
                modes.remove(e.needId());
            }
            case AcquisitionModeChosen e -> modes.put(e.needId(), e.mode());
            case ProjectDomainsTagged e -> domains = e.domains();
            case ProjectMissionsNamed e -> missions = e.missions();
            case StrategicFitAssessed _, ImageContextsAgreed _ -> {}
        }
    }

    void on(ImageConsentEvent event) {
        switch (event) {
            case ConsentGranted e -> consents.put(e.personId(), e);
            case ConsentRefused e -> consents.remove(e.personId());
            case ConsentWithdrawn e -> consents.remove(e.personId());
            case ConsentRequested _ -> {}
        }
    }

    @Nullable
    String name() {
        return name;
    }

    boolean isOneOff() {
        return oneOff;
    }

    List<String> domains() {
        return domains;
    }

    List<String> missions() {
        return missions;
    }

    boolean seeks(NeedKind kind) {
        return needs.containsValue(kind);
    }

    boolean buys() {
        return modes.containsValue(AcquisitionMode.BUY);
    }

    /** Whether this person agreed to be seen, and that has not run out on that day: who signs afterwards agrees to what was taken. */
    boolean covers(PersonId person, LocalDate day) {
        var consent = consents.get(person);
        if (consent == null) {
            return false;
        }
        var until = consent.until();
        return until == null || !day.isAfter(until);
    }
}
