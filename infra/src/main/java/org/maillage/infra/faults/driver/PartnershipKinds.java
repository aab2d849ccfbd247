package org.maillage.infra.faults.driver;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Centre.Partner;
import org.maillage.infra.faults.driver.Centre.Project;
import org.maillage.infra.faults.driver.Partnership.Cost;
import org.maillage.infra.faults.driver.Partnership.Milestone;
import org.maillage.infra.faults.driver.Partnership.Part;
import org.maillage.infra.faults.driver.Partnership.Pledge;
import org.maillage.infra.faults.driver.Partnership.Receipt;
import org.maillage.infra.faults.driver.Partnership.State;

/** From the proposal to the follow-up. */
final class PartnershipKinds {

    private final World world;
    private final Draw draw;

    PartnershipKinds(World world) {
        this.world = world;
        this.draw = world.draw;
    }

    List<Kind> kinds() {
        return List.of(
                new Kind("/partnerships", 40, this::propose),
                new Kind("/partnerships/{id}/proposal-revisions", 5, this::revise),
                new Kind("/partnerships/{id}/partners", 5, this::addPartner),
                new Kind("/partnerships/{id}/partner-removals", 3, this::removePartner),
                new Kind("/partnerships/{id}/pilot", 3, this::pilot),
                new Kind("/partnerships/{id}/responsibilities", 4, this::responsibility),
                new Kind("/partnerships/{id}/posture", 3, this::posture),
                new Kind("/partnerships/{id}/authority-clearance", 10, this::clearance),
                new Kind("/partnerships/{id}/negotiation", 25, this::negotiate),
                new Kind("/partnerships/{id}/cumulation-waivers", 10, this::waive),
                new Kind("/partnerships/{id}/agreement-without-convention", 10, this::agreeWithout),
                new Kind("/partnerships/{id}/start", 25, this::start),
                new Kind("/partnerships/{id}/suspension", 5, this::suspend),
                new Kind("/partnerships/{id}/resumption", 15, this::resume),
                new Kind("/partnerships/{id}/completion", 20, this::complete),
                new Kind("/partnerships/{id}/termination", 2, this::terminate),
                new Kind("/partnerships/{id}/decline", 2, this::decline),
                new Kind("/partnerships/{id}/withdrawal", 2, this::withdraw),
                new Kind("/partnerships/{id}/follow-up", 25, this::followUp),
                new Kind("/partnerships/{id}/exchanges", 45, this::exchange),
                new Kind("/partnerships/{id}/pledges", 20, this::pledge),
                new Kind("/partnerships/{id}/pledge-amendments", 5, this::amendPledge),
                new Kind("/partnerships/{id}/receipts", 20, this::receive),
                new Kind("/partnerships/{id}/receipt-corrections", 4, this::correctReceipt),
                new Kind("/partnerships/{id}/direct-costs", 20, this::cost),
                new Kind("/partnerships/{id}/direct-cost-corrections", 5, this::correctCost),
                new Kind("/partnerships/{id}/supports-granted", 6, this::support),
                new Kind("/partnerships/{id}/bilan-meeting", 6, this::bilanMeeting),
                new Kind("/partnerships/{id}/milestones", 8, this::milestone),
                new Kind("/partnerships/{id}/milestones-reached", 5, this::reach),
                new Kind("/partnerships/{id}/time-constraints", 4, this::constrain),
                new Kind("/partnerships/{id}/time-constraints-lifted", 2, this::lift),
                new Kind("/partnerships/{id}/documents", 8, this::document),
                new Kind("/partnerships/{id}/tools", 4, this::tool),
                new Kind("/partnerships/{id}/tool-trainings", 3, this::training),
                new Kind("/partnerships/{id}/partner-presence", 8, this::presence),
                new Kind("/partnerships/{id}/intangible-benefits", 8, this::benefit));
    }

    private @Nullable Ask propose() {
        var centre = world.hasRoomForPartnerships() ? world.furnished() : null;
        var project = centre == null ? null : draw.oneOf(centre.projects, Thing::isOpen);
        if (centre == null || project == null) {
            return null;
        }
        if (draw.chance(4)) {
            return proposeAgain();
        }
        var partners = draw.some(
                centre.partners.stream()
                        .filter(partner ->
                                partner.isOpen() && !centre.proposals.contains(Partnership.proposal(partner, project)))
                        .toList(),
                draw.chance(25) ? 2 : 1);
        if (partners.isEmpty()) {
            return null;
        }
        var ask = proposal(centre, project, partners);
        // Two colleagues had the same idea.
        return draw.chance(12) ? ask.against(proposal(centre, project, partners)) : ask;
    }

    /** What is open already must be refused. */
    private @Nullable Ask proposeAgain() {
        var open = world.partnership(some -> some.holdsProposals && !some.hot && some.isFree() && some.isEarly());
        return open == null
                ? null
                : proposal(open.centre, open.project, List.of(open.partners.getFirst()))
                        .contested();
    }

    private Ask proposal(Centre centre, Project project, List<Partner> partners) {
        var pilot = world.staff(centre);
        var conflicted = draw.chance(20);
        var ripeness = ripeness();
        var startedOn = draw.today().minusDays(draw.between(100, 400));
        var hot = world.wantsHot();
        var mine = partners.stream()
                .map(partner -> Partnership.proposal(partner, project))
                .filter(centre.proposals::add)
                .toList();
        var made = new boolean[1];
        world.proposals++;
        return Ask.to("/partnerships")
                .with("epnId", centre)
                .with("projectId", project)
                .with("partnerIds", partners)
                .with("pilotId", pilot)
                .with("ourBenefits", List.of(draw.text("Bénéfice pour nous")))
                .with("theirBenefits", draw.chance(80) ? List.of(draw.text("Bénéfice pour eux")) : List.of())
                .with("missions", conflicted ? List.of(CentreKinds.EXCLUSIVE_MISSION) : List.of("inclusion numérique"))
                .among(centre, project)
                .among(partners.toArray(Thing[]::new))
                .expecting("PartnershipProposed")
                .readNew()
                .then(answer -> {
                    made[0] = true;
                    var partnership =
                            new Partnership(answer.id(), hot, centre, project, partners, pilot, startedOn, ripeness);
                    partnership.learns(answer);
                    partnership.conflicted = conflicted;
                    world.add(partnership);
                })
                .afterwards(() -> {
                    world.proposals--;
                    if (!made[0]) {
                        mine.forEach(centre.proposals::remove);
                    }
                });
    }

    /** Some are over soon. */
    private int ripeness() {
        return draw.chance(40) ? draw.between(4, 20) : draw.between(25, 90);
    }

    private @Nullable Partnership free(Predicate<? super Partnership> such) {
        return world.partnership(some -> some.isFree() && such.test(some));
    }

    private @Nullable Partnership live() {
        return world.partnership(Partnership::acceptsFacts);
    }

    /** A change of state. */
    private Ask step(String path, Partnership partnership, String event, State next) {
        var ask = Ask.to(path, partnership)
                .alone(partnership)
                .expectingUnlessDone(event)
                .then(answer -> partnership.enters(next, answer))
                .readBack(
                        "/partnerships/" + partnership.id,
                        "state " + next,
                        body -> body.path("state").asString("").equals(next.name()));
        if (draw.chance(15) && partnership.version > 0) {
            // Sometimes what they saw is out of date.
            ask.ifMatch(draw.chance(85) ? partnership.version : Math.max(1, partnership.version - 1));
        }
        return ask;
    }

    private @Nullable Ask revise() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/proposal-revisions", partnership)
                        .with("ourBenefits", List.of(draw.text("Bénéfice revu")))
                        .among(partnership)
                        .expecting("ProposalRevised");
    }

    private @Nullable Ask addPartner() {
        var partnership = free(some -> some.isEarly() && !some.hot && some.partners.size() < 3);
        var partner = partnership == null
                ? null
                : draw.oneOf(
                        partnership.centre.partners,
                        some -> some.isOpen()
                                // Adding who is there already is silence.
                                && !partnership.partners.contains(some)
                                && !partnership.centre.proposals.contains(
                                        Partnership.proposal(some, partnership.project)));
        if (partnership == null || partner == null) {
            return null;
        }
        var key = Partnership.proposal(partner, partnership.project);
        partnership.centre.proposals.add(key);
        var made = new boolean[1];
        return Ask.to("/partnerships/{id}/partners", partnership)
                .with("partnerId", partner)
                .alone(partnership)
                .among(partner)
                .expecting("PartnerJoined")
                .then(_ -> {
                    made[0] = true;
                    partner.involved++;
                    partnership.partners.add(partner);
                    startOver(partnership);
                })
                .afterwards(() -> {
                    if (!made[0]) {
                        partnership.centre.proposals.remove(key);
                    }
                });
    }

    /** Other parties: who had signed has not. */
    private static void startOver(Partnership partnership) {
        if (partnership.convention != null && partnership.convention.isUnsigned()) {
            partnership.convention.startOver();
        }
    }

    private @Nullable Ask removePartner() {
        var partnership = free(some -> some.isEarly() && !some.hot && some.partners.size() > 1);
        var partner = partnership == null
                ? null
                : draw.oneOf(partnership.partners, some -> !partnership.pledgers.contains(some));
        return partnership == null || partner == null
                ? null
                : Ask.to("/partnerships/{id}/partner-removals", partnership)
                        .with("partnerId", partner)
                        .with("reason", draw.text("S’est retiré"))
                        .alone(partnership)
                        .expecting("PartnerLeft")
                        .then(_ -> {
                            partnership.partners.remove(partner);
                            partner.involved--;
                            partnership.centre.proposals.remove(Partnership.proposal(partner, partnership.project));
                            startOver(partnership);
                        });
    }

    private @Nullable Ask pilot() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/pilot", partnership)
                        .with("personId", world.staff(partnership.centre))
                        .among(partnership);
    }

    private @Nullable Ask responsibility() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/responsibilities", partnership)
                        .with("field", draw.text("domaine"))
                        .with("personId", world.staff(partnership.centre))
                        .among(partnership)
                        .expecting("ResponsibilityAssigned");
    }

    private @Nullable Ask posture() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/posture", partnership)
                        .with("posture", draw.oneOf("SERVICE", "ADVICE", "WITH", "FOR"))
                        .among(partnership);
    }

    private @Nullable Ask clearance() {
        var partnership = live();
        if (partnership == null) {
            return null;
        }
        var decision = draw.oneOf("REQUESTED", "GRANTED", "GRANTED", "REFUSED");
        return Ask.to("/partnerships/{id}/authority-clearance", partnership)
                .with("decision", decision)
                .with("deciderId", draw.chance(60) ? world.staff(partnership.centre) : null)
                .with("reason", decision.equals("REFUSED") ? draw.text("Motif") : null)
                .among(partnership);
    }

    private @Nullable Ask negotiate() {
        var partnership = free(some -> some.state == State.PROPOSED);
        return partnership == null
                ? null
                : step("/partnerships/{id}/negotiation", partnership, "NegotiationEntered", State.NEGOTIATING);
    }

    private @Nullable Ask waive() {
        var partnership = free(some ->
                some.acceptsFacts() && !some.hot && some.conflicted && !some.waived && some.centre.exclusive != null);
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/cumulation-waivers", partnership)
                        .with("reason", draw.text("Vu avec le financeur"))
                        .with("authorId", draw.chance(70) ? world.staff(partnership.centre) : null)
                        .alone(partnership)
                        .expecting("CumulationConflictWaived")
                        .then(_ -> partnership.waived = true);
    }

    private @Nullable Ask agreeWithout() {
        var partnership = free(some -> some.state == State.NEGOTIATING
                && (some.convention == null ? !some.convenes || draw.chance(10) : some.convention.isLost()));
        return partnership == null
                ? null
                : step(
                                "/partnerships/{id}/agreement-without-convention",
                                partnership,
                                "AgreedWithoutConvention",
                                State.AGREED)
                        .with("reason", draw.text("Convention-cadre existante"));
    }

    private @Nullable Ask start() {
        var partnership = free(some -> some.state == State.AGREED);
        return partnership == null
                ? null
                : step("/partnerships/{id}/start", partnership, "ActionStarted", State.RUNNING)
                        .with("startedOn", partnership.startedOn);
    }

    private @Nullable Ask suspend() {
        var partnership = free(some -> some.state == State.RUNNING);
        return partnership == null
                ? null
                : step("/partnerships/{id}/suspension", partnership, "ActionSuspended", State.SUSPENDED)
                        .with("reason", draw.text("Travaux"));
    }

    private @Nullable Ask resume() {
        var partnership = free(some -> some.state == State.SUSPENDED);
        return partnership == null
                ? null
                : step("/partnerships/{id}/resumption", partnership, "ActionResumed", State.RUNNING)
                        .with("reason", draw.text("Fin des travaux"));
    }

    private @Nullable Ask complete() {
        var partnership = free(some -> (some.state == State.RUNNING || some.state == State.SUSPENDED) && some.isRipe());
        return partnership == null
                ? null
                : step(
                                "/partnerships/{id}/completion",
                                partnership,
                                "ActionCompleted",
                                partnership.bilanDelivered ? State.BILAN_SHARED : State.AWAITING_BILAN)
                        .with("completedOn", draw.today().minusDays(draw.between(1, 90)));
    }

    private @Nullable Ask terminate() {
        var partnership = free(
                some -> some.state == State.AGREED || some.state == State.RUNNING || some.state == State.SUSPENDED);
        return partnership == null
                ? null
                : step(
                                "/partnerships/{id}/termination",
                                partnership,
                                "PartnershipTerminated",
                                partnership.bilanDelivered ? State.BILAN_SHARED : State.TERMINATED)
                        .with("reason", draw.text("Départ du partenaire"))
                        .then(_ -> world.release(partnership));
    }

    private @Nullable Ask decline() {
        var partnership = free(Partnership::isEarly);
        return partnership == null
                ? null
                : step("/partnerships/{id}/decline", partnership, "PartnershipDeclined", State.DECLINED)
                        .with("reason", draw.text("Pas cette année"))
                        .then(_ -> world.ends(partnership));
    }

    private @Nullable Ask withdraw() {
        var partnership = free(Partnership::isEarly);
        return partnership == null
                ? null
                : step("/partnerships/{id}/withdrawal", partnership, "ProposalWithdrawn", State.WITHDRAWN)
                        .with("reason", draw.text("Projet abandonné"))
                        .then(_ -> world.ends(partnership));
    }

    private @Nullable Ask followUp() {
        var partnership = free(some -> some.state == State.BILAN_SHARED);
        if (partnership == null) {
            return null;
        }
        var ask = step("/partnerships/{id}/follow-up", partnership, "FollowUpDecided", State.FOLLOWED_UP);
        var renewable = world.hasRoomForPartnerships()
                && !partnership.hot
                && partnership.partners.stream().allMatch(Thing::isOpen);
        if (renewable && partnership.holdsProposals && draw.chance(30)) {
            return renewal(ask.with("decision", "RENEW_IDENTICAL"), partnership, partnership.project);
        }
        var project = draw.oneOf(
                partnership.centre.projects,
                some -> some.isOpen()
                        && !some.equals(partnership.project)
                        && partnership.partners.stream()
                                .noneMatch(partner ->
                                        partnership.centre.proposals.contains(Partnership.proposal(partner, some))));
        if (renewable && project != null && draw.chance(30)) {
            return renewal(
                    ask.with("decision", "NEW_PROJECT")
                            .with("projectId", project)
                            .among(project),
                    partnership,
                    project);
        }
        return ask.with("decision", "CLOSE").then(_ -> world.ends(partnership));
    }

    private Ask renewal(Ask ask, Partnership partnership, Project project) {
        var ripeness = ripeness();
        return ask.among(partnership.partners.toArray(Thing[]::new)).then(answer -> {
            world.ends(partnership);
            world.add(new Partnership(
                    answer.text("renewedAs"),
                    false,
                    partnership.centre,
                    project,
                    partnership.partners,
                    partnership.pilot,
                    partnership.startedOn,
                    ripeness));
        });
    }

    private @Nullable Ask exchange() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/exchanges", partnership)
                        .with("channel", draw.oneOf(PartnerKinds.CHANNELS))
                        .with("on", draw.pastDay())
                        .with("note", draw.chance(70) ? draw.text("Échange") : null)
                        .among(partnership)
                        .expecting("ExchangeLogged");
    }

    private @Nullable Ask pledge() {
        var partnership = world.partnership(Partnership::acceptsPledges);
        if (partnership == null) {
            return null;
        }
        var partner = draw.oneOf(partnership.partners);
        var amount = draw.money(2_000);
        partnership.pledgers.add(partner);
        return Ask.to("/partnerships/{id}/pledges", partnership)
                .with("partnerId", partner)
                .with("kind", draw.oneOf("CASH", "IN_KIND"))
                .with(
                        "nature",
                        draw.oneOf(
                                "EQUIPMENT", "RENTAL", "OPERATING", "PREMISES", "SPEAKERS", "AUDIENCE", "VISIBILITY"))
                .with("amount", amount)
                .with("description", draw.text("Apport"))
                .among(partnership)
                .expecting("ContributionPledged")
                .then(answer -> keep(partnership.pledges, new Pledge(answer.text("pledgeId"), amount)));
    }

    /** So many that somebody may come back to; older ones are left alone. */
    static <T> void keep(List<T> list, T one) {
        list.add(one);
        if (list.size() > 12) {
            list.removeFirst();
        }
    }

    private @Nullable Ask amendPledge() {
        var partnership = world.partnership(some -> !some.pledges.isEmpty() && some.acceptsPledges());
        var pledge = partnership == null ? null : draw.oneOf(partnership.pledges, Thing::isFree);
        if (partnership == null || pledge == null) {
            return null;
        }
        var amount = pledge.amount.add(draw.money(500));
        return Ask.to("/partnerships/{id}/pledge-amendments", partnership)
                .with("pledgeId", pledge)
                .with("amount", amount)
                .with("reason", draw.text("Revu à la hausse"))
                .among(partnership)
                .alone(pledge)
                .expecting("PledgeAmended")
                .then(_ -> pledge.amount = amount);
    }

    private @Nullable Ask receive() {
        var partnership = world.partnership(some -> some.acceptsPledges() && !some.pledges.isEmpty());
        var pledge = partnership == null
                ? null
                : draw.oneOf(
                        partnership.pledges,
                        some -> some.isOpen() && some.room().signum() > 0);
        if (partnership == null || pledge == null) {
            return null;
        }
        if (draw.chance(12) && pledge.isFree()) {
            // All of it, twice: it is there once.
            var all = pledge.room();
            return receipt(partnership, pledge, all).against(receipt(partnership, pledge, all));
        }
        return receipt(
                partnership,
                pledge,
                draw.chance(30) ? pledge.room() : pledge.room().min(draw.money(300)));
    }

    private Ask receipt(Partnership partnership, Pledge pledge, BigDecimal amount) {
        pledge.received = pledge.received.add(amount);
        var made = new boolean[1];
        return Ask.to("/partnerships/{id}/receipts", partnership)
                .with("pledgeId", pledge)
                .with("amount", amount)
                .with("receivedOn", draw.pastDay())
                .among(partnership, pledge)
                .expecting("ContributionReceived")
                .then(answer -> {
                    made[0] = true;
                    keep(partnership.receipts, new Receipt(answer.text("receiptId"), pledge, amount));
                })
                .afterwards(() -> {
                    if (!made[0]) {
                        pledge.received = pledge.received.subtract(amount);
                    }
                });
    }

    private @Nullable Ask correctReceipt() {
        var partnership = world.partnership(some -> !some.receipts.isEmpty());
        var receipt = partnership == null
                ? null
                : draw.oneOf(partnership.receipts, some -> some.isFree() && some.amount.doubleValue() > 2);
        if (partnership == null || receipt == null) {
            return null;
        }
        var less = new BigDecimal("0.50");
        return Ask.to("/partnerships/{id}/receipt-corrections", partnership)
                .with("receiptId", receipt)
                .with("amount", receipt.amount.subtract(less))
                .with("reason", draw.text("Frais de banque"))
                .among(partnership)
                .alone(receipt)
                .expecting("ReceiptCorrected")
                .then(_ -> {
                    receipt.amount = receipt.amount.subtract(less);
                    receipt.pledge.received = receipt.pledge.received.subtract(less);
                });
    }

    private @Nullable Ask cost() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/direct-costs", partnership)
                        .with("amount", draw.money(400))
                        .with("label", draw.text("Achat"))
                        .with("incurredOn", draw.pastDay())
                        .among(partnership)
                        .expecting("DirectCostRecorded")
                        .then(answer -> keep(partnership.costs, new Cost(answer.text("costId"))));
    }

    private @Nullable Ask correctCost() {
        var partnership = world.partnership(some -> !some.costs.isEmpty());
        var cost = partnership == null ? null : draw.oneOf(partnership.costs, Thing::isFree);
        return partnership == null || cost == null
                ? null
                : Ask.to("/partnerships/{id}/direct-cost-corrections", partnership)
                        .with("costId", cost)
                        .with("amount", draw.money(400))
                        .with("label", draw.text("Achat corrigé"))
                        .with("reason", draw.text("Erreur de saisie"))
                        .among(partnership)
                        .alone(cost)
                        .expecting("DirectCostCorrected");
    }

    private @Nullable Ask support() {
        var partnership = world.partnership(Partnership::acceptsPledges);
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/supports-granted", partnership)
                        .with("partnerId", draw.oneOf(partnership.partners))
                        .with("kind", draw.oneOf("CASH", "IN_KIND"))
                        .with("amount", draw.money(3_000))
                        .with("purpose", draw.text("Soutien"))
                        .with("decidedOn", draw.pastDay())
                        .with("decisionReference", draw.chance(50) ? draw.text("délibération") : null)
                        .among(partnership)
                        .expecting("SupportGranted");
    }

    private @Nullable Ask bilanMeeting() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/bilan-meeting", partnership)
                        .with("at", draw.futureInstant())
                        .among(partnership);
    }

    private @Nullable Ask milestone() {
        var partnership = live();
        if (partnership == null) {
            return null;
        }
        var moved = draw.chance(25) ? draw.oneOf(partnership.milestones, some -> some.isFree() && !some.reached) : null;
        var ask = Ask.to("/partnerships/{id}/milestones", partnership)
                .with(
                        "kind",
                        draw.oneOf(
                                "INFORMAL_MEETING",
                                "EXCHANGES",
                                "FORMAL_MEETING",
                                "SET_UP_MEETING",
                                "HIGHLIGHT",
                                "BILAN_MEETING",
                                "OTHER"))
                .with("title", draw.text("Étape"))
                .with("at", draw.futureInstant())
                .with("milestoneId", moved)
                .among(partnership)
                .expecting("MilestonePlanned");
        return moved != null
                ? ask.alone(moved)
                : ask.then(answer -> keep(partnership.milestones, new Milestone(answer.text("milestoneId"))));
    }

    private @Nullable Ask reach() {
        var partnership = world.partnership(some -> some.acceptsFacts() && !some.milestones.isEmpty());
        var milestone =
                partnership == null ? null : draw.oneOf(partnership.milestones, some -> some.isFree() && !some.reached);
        return partnership == null || milestone == null
                ? null
                : Ask.to("/partnerships/{id}/milestones-reached", partnership)
                        .with("milestoneId", milestone)
                        .with("on", draw.pastDay())
                        .among(partnership)
                        .alone(milestone)
                        .expecting("MilestoneReached")
                        .then(_ -> milestone.reached = true);
    }

    private @Nullable Ask constrain() {
        var partnership = live();
        if (partnership == null) {
            return null;
        }
        var ask = Ask.to("/partnerships/{id}/time-constraints", partnership);
        // Who leaves in between can no longer be constrained.
        if (draw.chance(60) && !partnership.isEarly()) {
            ask.with("partnerId", draw.oneOf(partnership.partners));
        } else {
            ask.with("supplier", draw.text("Prestataire"));
        }
        return ask.with(
                        "openings",
                        List.of(Map.of(
                                "day",
                                draw.oneOf("MONDAY", "WEDNESDAY", "SATURDAY"),
                                "from",
                                "09:00",
                                "until",
                                "17:30")))
                .with("note", draw.text("Horaires"))
                .among(partnership)
                .expecting("TimeConstraintDeclared")
                .then(answer -> keep(partnership.constraints, new Part(answer.text("constraintId"))));
    }

    private @Nullable Ask lift() {
        var partnership = world.partnership(some -> some.acceptsFacts() && !some.constraints.isEmpty());
        var constraint = partnership == null ? null : draw.oneOf(partnership.constraints, Thing::isFree);
        return partnership == null || constraint == null
                ? null
                : Ask.to("/partnerships/{id}/time-constraints-lifted", partnership)
                        .with("constraintId", constraint)
                        .with("reason", draw.text("Nouveaux horaires"))
                        .among(partnership)
                        .alone(constraint)
                        .expecting("TimeConstraintLifted")
                        .then(_ -> partnership.constraints.remove(constraint));
    }

    private @Nullable Ask document() {
        var partnership = live();
        if (partnership == null) {
            return null;
        }
        var next = draw.chance(30) ? draw.oneOf(partnership.documents, Thing::isFree) : null;
        var ask = world.attached(Ask.to("/partnerships/{id}/documents", partnership), partnership.centre)
                .with("kind", draw.oneOf("DOSSIER", "SLIDES", "MUNICIPAL_ACT", "WORKSPACE", "OTHER"))
                .with("title", draw.text("Document"))
                .with("documentId", next)
                .among(partnership)
                .expecting("DocumentAttached");
        return next != null
                ? ask.alone(next)
                : ask.then(answer -> keep(partnership.documents, new Part(answer.text("documentId"))));
    }

    private @Nullable Ask tool() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/tools", partnership)
                        .with("name", draw.text("Outil"))
                        .with("free", draw.chance(50))
                        .with("lackedBy", partnership.isEarly() ? List.of() : draw.some(partnership.partners, 1))
                        .among(partnership)
                        .expecting("ToolAgreed")
                        .then(answer -> keep(partnership.tools, new Part(answer.text("toolId"))));
    }

    private @Nullable Ask training() {
        var partnership = world.partnership(some -> some.acceptsFacts() && !some.tools.isEmpty());
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/tool-trainings", partnership)
                        .with("toolId", draw.oneOf(partnership.tools))
                        .with("at", draw.futureInstant())
                        .with("place", draw.text("Salle"))
                        .among(partnership)
                        .expecting("ToolTrainingPlanned");
    }

    private @Nullable Ask presence() {
        var partnership = world.partnership(some -> some.acceptsFacts() && !some.isEarly());
        if (partnership == null) {
            return null;
        }
        var session = draw.chance(60) ? draw.oneOf(partnership.sessions, Thing::isOpen) : null;
        return Ask.to("/partnerships/{id}/partner-presence", partnership)
                .with("partnerId", draw.oneOf(partnership.partners))
                .with("sessionId", session)
                .with("on", draw.pastDay())
                .with("note", draw.chance(50) ? draw.text("Présence") : null)
                .among(partnership);
    }

    private @Nullable Ask benefit() {
        var partnership = live();
        return partnership == null
                ? null
                : Ask.to("/partnerships/{id}/intangible-benefits", partnership)
                        .with("kind", draw.oneOf("CREDIBILITY", "LISTENING", "NEW_AUDIENCE", "VISIBILITY"))
                        .with("level", draw.between(1, 5))
                        .with("note", draw.chance(50) ? draw.text("Note") : null)
                        .among(partnership)
                        .expecting("IntangibleBenefitRated");
    }
}
