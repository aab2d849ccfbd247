package org.maillage.infra.faults.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Partnership.Convention;
import org.maillage.infra.faults.driver.Partnership.State;
import org.maillage.infra.faults.driver.Partnership.Step;

/** What is written down together, approved and signed. */
final class ConventionKinds {

    private final World world;
    private final Draw draw;

    ConventionKinds(World world) {
        this.world = world;
        this.draw = world.draw;
    }

    List<Kind> kinds() {
        return List.of(
                new Kind("/conventions", 25, this::draft),
                new Kind("/conventions/{id}/revisions", 10, this::revise),
                new Kind("/conventions/{id}/deciders", 4, this::nameDecider),
                new Kind("/conventions/{id}/submission", 25, this::submit),
                new Kind("/conventions/{id}/approvals", 30, this::approve),
                new Kind("/conventions/{id}/rejections", 3, this::reject),
                new Kind("/conventions/{id}/signatures", 40, this::sign),
                new Kind("/conventions/{id}/municipal-acts", 4, this::act),
                new Kind("/conventions/{id}/avenants", 4, this::amend),
                new Kind("/conventions/{id}/termination", 1, this::terminate),
                new Kind("/conventions/{id}/expiry", 1, this::expire));
    }

    private @Nullable Ask draft() {
        var partnership =
                world.partnership(some -> some.isFree() && some.isEarly() && !some.convenes && some.convention == null);
        if (partnership == null) {
            return null;
        }
        var ask = drafted(partnership);
        // Both sides begin to write.
        return draw.chance(10) ? ask.against(drafted(partnership)) : ask;
    }

    private Ask drafted(Partnership partnership) {
        partnership.convenes = true;
        var complete = draw.chance(75);
        var validUntil = draw.pastDay();
        var byDefault = partnership.partners.stream().noneMatch(partner -> partner.kind.equals("OTHER_PUBLIC_BODY"))
                && draw.chance(40);
        var circuit = byDefault ? defaultCircuit(partnership) : ownCircuit(partnership);
        var made = new boolean[1];
        var ask = Ask.to("/conventions")
                .with("partnershipId", partnership)
                .with("draftedBy", party(partnership))
                .with("plannedSessions", draw.between(1, 20))
                .with("validUntil", validUntil)
                .with("clauses", clauses(complete))
                .alone(partnership)
                .expecting("ConventionDrafted")
                .readNew()
                .then(answer -> {
                    made[0] = true;
                    var convention = new Convention(
                            answer.id(), partnership, circuit, answer.text("versionHash"), complete, validUntil);
                    convention.learns(answer);
                    partnership.convention = convention;
                })
                .afterwards(() -> partnership.convenes = made[0] || partnership.convention != null);
        if (!byDefault) {
            ask.with(
                    "circuit",
                    circuit.stream()
                            .map(step -> Map.of("name", step.name, "deciderId", Objects.requireNonNull(step.decider)))
                            .toList());
        }
        return ask;
    }

    private String party(Partnership partnership) {
        return draw.chance(50) ? partnership.centre.id : draw.oneOf(partnership.partners).id;
    }

    /** As every centre finds it; who decides is anybody. */
    private static List<Step> defaultCircuit(Partnership partnership) {
        var names = new LinkedHashMap<String, Step>();
        for (var partner : partnership.partners) {
            var steps = switch (partner.kind) {
                case "MUNICIPAL_SERVICE" -> List.of("chef de service", "élu ou cabinet", "arrêté");
                case "ASSOCIATION", "COMPANY" -> List.of("décideur");
                default -> List.<String>of();
            };
            steps.forEach(name -> names.computeIfAbsent(name, same -> new Step(same, null)));
        }
        return List.copyOf(names.values());
    }

    private List<Step> ownCircuit(Partnership partnership) {
        var steps = new ArrayList<Step>();
        for (int i = draw.between(0, 2); i > 0; i--) {
            steps.add(new Step(draw.text("étape"), world.staff(partnership.centre)));
        }
        return steps;
    }

    private Map<String, Object> clauses(boolean complete) {
        var clauses = new LinkedHashMap<String, Object>();
        clauses.put("preamble", draw.text("Préambule"));
        clauses.put("objectives", "Des courts métrages");
        clauses.put("modalities", "Deux animateurs");
        if (complete) {
            clauses.put("commitments", "La salle est prêtée");
            clauses.put("followUp", "Un point par mois");
        }
        return clauses;
    }

    private @Nullable Convention convention(Predicate<? super Convention> such) {
        var partnership = world.partnership(some -> some.acceptsFacts()
                && some.convention != null
                && some.convention.isFree()
                && such.test(some.convention));
        return partnership == null ? null : partnership.convention;
    }

    private @Nullable Ask revise() {
        var convention = convention(some -> some.isUnsigned()
                && some.partnership.isEarly()
                && some.partnership.isFree()
                && (!some.complete || draw.chance(5)));
        if (convention == null) {
            return null;
        }
        return Ask.to("/conventions/{id}/revisions", convention)
                .with("draftedBy", party(convention.partnership))
                .with("plannedSessions", draw.between(1, 20))
                .with("validUntil", convention.validUntil)
                .with("clauses", clauses(true))
                .alone(convention, convention.partnership)
                .expecting("ConventionRevised")
                .then(answer -> {
                    convention.hash = answer.text("versionHash");
                    convention.complete = true;
                    convention.startOver();
                });
    }

    private @Nullable Ask nameDecider() {
        var convention = convention(
                some -> some.state == Convention.Standing.DRAFT || some.state == Convention.Standing.SUBMITTED);
        var step = convention == null ? null : draw.oneOf(convention.circuit, some -> !some.approved);
        if (convention == null || step == null) {
            return null;
        }
        var decider = world.staff(convention.partnership.centre);
        return Ask.to("/conventions/{id}/deciders", convention)
                .with("step", step.name)
                .with("deciderId", decider)
                .among(convention.partnership)
                .alone(convention)
                .then(_ -> step.decider = decider);
    }

    private @Nullable Ask submit() {
        var convention = convention(some -> some.state == Convention.Standing.DRAFT
                && some.complete
                && some.partnership.state == State.NEGOTIATING
                && some.partnership.isFree());
        return convention == null
                ? null
                : Ask.to("/conventions/{id}/submission", convention)
                        .alone(convention, convention.partnership)
                        .expecting("ConventionSubmitted")
                        .then(_ -> {
                            convention.state = Convention.Standing.SUBMITTED;
                            convention.validateOnceApproved();
                        });
    }

    private static @Nullable Step awaited(Convention convention) {
        return convention.circuit.stream()
                .filter(step -> !step.approved)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Ask approve() {
        var convention = convention(some -> some.state == Convention.Standing.SUBMITTED);
        var step = convention == null ? null : awaited(convention);
        if (convention == null || step == null) {
            return null;
        }
        return Ask.to("/conventions/{id}/approvals", convention)
                .with("step", step.name)
                .with("deciderId", decider(convention, step))
                .among(convention.partnership)
                .alone(convention)
                .expecting("StepApproved")
                .then(_ -> {
                    step.approved = true;
                    convention.validateOnceApproved();
                });
    }

    private Thing decider(Convention convention, Step step) {
        return step.decider == null ? world.staff(convention.partnership.centre) : step.decider;
    }

    private @Nullable Ask reject() {
        var convention = convention(some -> some.state == Convention.Standing.SUBMITTED);
        var step = convention == null ? null : awaited(convention);
        return convention == null || step == null
                ? null
                : Ask.to("/conventions/{id}/rejections", convention)
                        .with("step", step.name)
                        .with("deciderId", decider(convention, step))
                        .with("reason", draw.text("À revoir"))
                        .among(convention.partnership)
                        .alone(convention)
                        .expecting("StepRejected")
                        .then(_ -> convention.startOver());
    }

    private @Nullable Ask sign() {
        var convention = convention(some -> isSignable(some));
        if (convention == null) {
            return null;
        }
        var partnership = convention.partnership;
        var parties = new ArrayList<String>();
        parties.add(partnership.centre.id);
        partnership.partners.forEach(partner -> parties.add(partner.id));
        parties.removeAll(convention.signed);
        if (parties.isEmpty()) {
            return null;
        }
        var party = draw.oneOf(parties);
        var ask = signature(convention, party, parties.size());
        // Two people of one party sign at once: each party signs once.
        return draw.chance(8) && parties.size() > 1
                ? ask.against(signature(convention, party, parties.size()))
                : ask.expectingUnlessDone("ConventionSigned");
    }

    private static boolean isSignable(Convention convention) {
        var partnership = convention.partnership;
        var unopposed = !partnership.conflicted || partnership.centre.exclusive == null || partnership.waived;
        return unopposed
                && partnership.isFree()
                && ((convention.state == Convention.Standing.VALIDATED && partnership.state == State.NEGOTIATING)
                        || (convention.state == Convention.Standing.SIGNED && convention.amended));
    }

    private Ask signature(Convention convention, String party, int missing) {
        var partnership = convention.partnership;
        return Ask.to("/conventions/{id}/signatures", convention)
                .with("party", party)
                .with("signatoryId", world.staff(partnership.centre))
                .with("versionHash", convention.hash)
                .with("signedOn", draw.pastDay())
                .alone(convention, partnership)
                .then(_ -> {
                    convention.signed.add(party);
                    if (missing == 1) {
                        convention.state = Convention.Standing.SIGNED;
                        convention.amended = false;
                        if (partnership.state == State.NEGOTIATING) {
                            partnership.state = State.AGREED;
                        }
                    }
                });
    }

    private @Nullable Ask act() {
        var convention = convention(_ -> true);
        if (convention == null) {
            return null;
        }
        var ask = Ask.to("/conventions/{id}/municipal-acts", convention)
                .with("reference", draw.text("arrêté"))
                .with("adoptedOn", draw.pastDay())
                .among(convention, convention.partnership)
                .expecting("MunicipalActAttached");
        // On paper it has its reference alone.
        return draw.chance(40) ? ask : world.attached(ask, convention.partnership.centre);
    }

    private @Nullable Ask amend() {
        var convention = convention(some -> some.state == Convention.Standing.SIGNED);
        return convention == null
                ? null
                : Ask.to("/conventions/{id}/avenants", convention)
                        .with("draftedBy", party(convention.partnership))
                        .with("plannedSessions", draw.between(1, 20))
                        .with("validUntil", convention.validUntil)
                        .with("clauses", clauses(true))
                        .with("reason", draw.text("Une séance de moins"))
                        .alone(convention)
                        .among(convention.partnership)
                        .expecting("ConventionAmended")
                        .then(answer -> {
                            convention.hash = answer.text("versionHash");
                            convention.signed.clear();
                            convention.amended = true;
                        });
    }

    private @Nullable Ask terminate() {
        var convention = convention(some -> some.state == Convention.Standing.SIGNED);
        return convention == null
                ? null
                : Ask.to("/conventions/{id}/termination", convention)
                        .with("terminatedOn", draw.pastDay())
                        .with("reason", draw.text("D’un commun accord"))
                        .alone(convention)
                        .among(convention.partnership)
                        .expecting("ConventionTerminated")
                        .then(_ -> convention.state = Convention.Standing.OVER);
    }

    private @Nullable Ask expire() {
        var convention = convention(some -> some.state == Convention.Standing.SIGNED);
        return convention == null
                ? null
                : Ask.to("/conventions/{id}/expiry", convention)
                        .with("expiredOn", draw.today())
                        .alone(convention)
                        .among(convention.partnership)
                        .expecting("ConventionExpired")
                        .then(_ -> convention.state = Convention.Standing.OVER);
    }
}
