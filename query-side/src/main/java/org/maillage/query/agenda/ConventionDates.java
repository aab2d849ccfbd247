package org.maillage.query.agenda;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.ConventionEvent;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.ConventionState;

/** When the approvals of a convention are expected, and when it ends. */
final class ConventionDates {

    private final ConventionId id;
    private ConventionState state = ConventionState.DRAFT;
    private final Map<String, CircuitStep> circuit = new LinkedHashMap<>();
    private final Set<String> approved = new HashSet<>();
    private @Nullable LocalDate validUntil;

    ConventionDates(ConventionDrafted drafted) {
        id = drafted.id();
        drafted.circuit().forEach(step -> circuit.put(step.name(), step));
        validUntil = drafted.validUntil();
    }

    /** An approval that somebody counts on. */
    record Approval(String step, LocalDate expectedOn, boolean approved) {}

    void on(ConventionEvent event) {
        state = ConventionState.after(state, event);
        switch (event) {
            case ConventionRevised e -> {
                validUntil = e.validUntil();
                approved.clear();
            }
            case ConventionAmended e -> validUntil = e.validUntil();
            case ConventionSubmitted _, StepRejected _, PartiesChanged _ -> approved.clear();
            case StepApproved e -> approved.add(e.step());
            case DeciderNamed e ->
                circuit.computeIfPresent(e.step(), (name, _) -> new CircuitStep(name, e.deciderId(), e.expectedOn()));
            case ConventionDrafted _,
                    ConventionValidated _,
                    ConventionSigned _,
                    ConventionFullySigned _,
                    MunicipalActAttached _,
                    ConventionTerminated _,
                    ConventionExpired _ -> {}
        }
    }

    ConventionId id() {
        return id;
    }

    ConventionState state() {
        return state;
    }

    /** Those that are expected on a day; none are once it ended. */
    List<Approval> approvals() {
        var approvals = new ArrayList<Approval>();
        if (state == ConventionState.EXPIRED || state == ConventionState.TERMINATED) {
            return approvals;
        }
        for (var step : circuit.values()) {
            var expectedOn = step.expectedOn();
            if (expectedOn != null) {
                approvals.add(new Approval(step.name(), expectedOn, approved.contains(step.name())));
            }
        }
        return approvals;
    }

    /** The last day of its term, once it was signed and unless it was ended before. */
    @Nullable
    LocalDate term() {
        return switch (state) {
            case SIGNED, AMENDED, EXPIRED -> validUntil;
            case DRAFT, SUBMITTED, VALIDATED, PARTLY_SIGNED, TERMINATED -> null;
        };
    }
}
