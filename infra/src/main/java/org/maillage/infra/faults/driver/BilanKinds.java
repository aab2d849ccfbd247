package org.maillage.infra.faults.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Centre.Person;
import org.maillage.infra.faults.driver.Partnership.Bilan;
import org.maillage.infra.faults.driver.Partnership.Deliverable;
import org.maillage.infra.faults.driver.Partnership.Poll;

/** What is told and shown of an action, and when people can meet about it. */
final class BilanKinds {

    private final World world;
    private final Draw draw;

    BilanKinds(World world) {
        this.world = world;
        this.draw = world.draw;
    }

    List<Kind> kinds() {
        return List.of(
                new Kind("/bilans", 25, this::draft),
                new Kind("/bilans/{id}/revisions", 4, this::revise),
                new Kind("/bilans/{id}/shares", 40, this::share),
                new Kind("/bilans/{id}/amendments", 6, this::amend),
                new Kind("/bilans/{id}/finalisation", 10, this::finalise),
                new Kind("/bilans/{id}/reopening", 3, this::reopen),
                new Kind("/deliverables", 10, this::collect),
                new Kind("/deliverables/{id}/licences", 5, this::license),
                new Kind("/deliverables/{id}/transmissions", 8, this::transmit),
                new Kind("/date-polls", 6, this::open),
                new Kind("/date-polls/{id}/answers", 12, this::answer),
                new Kind("/date-polls/{id}/closure", 4, this::close));
    }

    private @Nullable Ask draft() {
        var partnership = world.partnership(
                some -> some.isFree() && some.acceptsBilan() && !some.reports && some.bilan == null && some.isRipe());
        if (partnership == null) {
            return null;
        }
        var ask = drafted(partnership);
        return draw.chance(10) ? ask.against(drafted(partnership)) : ask;
    }

    private Ask drafted(Partnership partnership) {
        partnership.reports = true;
        return Ask.to("/bilans")
                .with("partnershipId", partnership)
                .with("narrative", draw.text("Ce qui s’est passé"))
                .with("draftedBy", draw.chance(50) ? partnership.centre : draw.oneOf(partnership.partners))
                .alone(partnership)
                .expecting("BilanDrafted")
                .readNew()
                .then(answer -> partnership.bilan = new Bilan(answer.id()))
                .afterwards(() -> partnership.reports = partnership.bilan != null);
    }

    private @Nullable Partnership withBilan(Predicate<? super Bilan> such) {
        return world.partnership(some -> some.acceptsBilan()
                && some.isFree()
                && some.bilan != null
                && some.bilan.isFree()
                && such.test(some.bilan));
    }

    private @Nullable Ask revise() {
        var partnership = withBilan(some -> some.state != Bilan.Stage.FINAL);
        return partnership == null || partnership.bilan == null
                ? null
                : Ask.to("/bilans/{id}/revisions", partnership.bilan)
                        .with("narrative", draw.text("Ce qui s’est passé, relu"))
                        .with("draftedBy", draw.chance(50) ? partnership.centre : null)
                        .alone(partnership.bilan, partnership)
                        .expecting("BilanRevised")
                        .then(begin(partnership.bilan));
    }

    private static Consumer<Answer> begin(Bilan bilan) {
        return _ -> {
            bilan.state = Bilan.Stage.DRAFT;
            bilan.sharedWith.clear();
        };
    }

    private @Nullable Ask share() {
        var partnership = withBilan(some -> some.state != Bilan.Stage.FINAL);
        if (partnership == null || partnership.bilan == null) {
            return null;
        }
        var bilan = partnership.bilan;
        var missing = new ArrayList<>(partnership.partners);
        missing.removeAll(bilan.sharedWith);
        if (missing.isEmpty()) {
            return null;
        }
        var partner = draw.oneOf(missing);
        return Ask.to("/bilans/{id}/shares", bilan)
                .with("partnerId", partner)
                .alone(bilan, partnership)
                .expecting("BilanShared")
                .then(_ -> {
                    bilan.sharedWith.add(partner);
                    bilan.state = Bilan.Stage.SHARED;
                    if (bilan.sharedWith.containsAll(partnership.partners)) {
                        partnership.delivered();
                    }
                });
    }

    private @Nullable Ask amend() {
        var partnership = withBilan(some -> some.state == Bilan.Stage.SHARED);
        return partnership == null || partnership.bilan == null
                ? null
                : Ask.to("/bilans/{id}/amendments", partnership.bilan)
                        .with("partnerId", draw.oneOf(partnership.partners))
                        .with("text", draw.text("Merci à tous"))
                        .alone(partnership.bilan)
                        .among(partnership)
                        .expecting("BilanAmended");
    }

    private @Nullable Ask finalise() {
        var partnership = world.partnership(some -> some.acceptsBilan()
                && some.isFree()
                && some.bilan != null
                && some.bilan.isFree()
                && some.bilan.state == Bilan.Stage.SHARED
                && some.bilan.sharedWith.containsAll(some.partners));
        if (partnership == null || partnership.bilan == null) {
            return null;
        }
        var bilan = partnership.bilan;
        return Ask.to("/bilans/{id}/finalisation", bilan)
                .alone(bilan, partnership)
                .expecting("BilanFinalised")
                .then(_ -> bilan.state = Bilan.Stage.FINAL);
    }

    private @Nullable Ask reopen() {
        var partnership = withBilan(some -> some.state == Bilan.Stage.FINAL);
        return partnership == null || partnership.bilan == null
                ? null
                : Ask.to("/bilans/{id}/reopening", partnership.bilan)
                        .with("reason", draw.text("Un chiffre était faux"))
                        .alone(partnership.bilan, partnership)
                        .expecting("BilanReopened")
                        .then(begin(partnership.bilan));
    }

    private @Nullable Ask collect() {
        var partnership = world.partnership(Partnership::acceptsSessions);
        if (partnership == null) {
            return null;
        }
        var medium = draw.oneOf("STILL", "MOVING", "VOICE", "TEXT", "OBJECT");
        var shown = consenting(partnership);
        var depicts = draw.chance(60) ? List.<Person>of() : draw.some(shown, 2);
        var ask = Ask.to("/deliverables")
                .with("partnershipId", partnership)
                .with("title", draw.text("Réalisation"))
                .with("medium", medium)
                .with("depicts", depicts)
                .with("licence", draw.chance(40) ? "CC BY-NC 4.0" : null)
                .among(partnership)
                .expecting("DeliverableCollected")
                .readNew()
                .then(answer -> PartnershipKinds.keep(
                        partnership.deliverables, new Deliverable(answer.id(), !depicts.isEmpty())));
        return draw.chance(40) ? ask : world.attached(ask, partnership.centre);
    }

    private static List<Person> consenting(Partnership partnership) {
        return partnership.project.consents.stream()
                .filter(consent -> consent.granted && consent.person.stays())
                .map(consent -> consent.person)
                .toList();
    }

    private @Nullable Ask license() {
        var partnership = world.partnership(some -> some.acceptsSessions() && !some.deliverables.isEmpty());
        return partnership == null
                ? null
                : Ask.to("/deliverables/{id}/licences", draw.oneOf(partnership.deliverables))
                        .with("licence", draw.text("Licence d’essai"))
                        .with("authorIds", draw.chance(50) ? List.of(world.staff(partnership.centre)) : null)
                        .among(partnership)
                        .expecting("DeliverableLicensed");
    }

    private @Nullable Ask transmit() {
        var partnership = world.partnership(some -> some.acceptsSessions() && !some.deliverables.isEmpty());
        if (partnership == null) {
            return null;
        }
        var deliverable = draw.oneOf(partnership.deliverables);
        var toPartner = draw.chance(60);
        var ask = Ask.to("/deliverables/{id}/transmissions", deliverable)
                .with("toPartnerId", toPartner ? draw.oneOf(partnership.partners) : null)
                .with("user", toPartner ? "PARTNERS" : "EPN")
                // Consents name what they cover; where nobody is seen, any use will do.
                .with("context", deliverable.showsSomebody ? "site web de la ville" : draw.text("usage"))
                .among(partnership);
        return deliverable.showsSomebody ? ask.contested() : ask.expecting("DeliverableTransmitted");
    }

    private @Nullable Ask open() {
        var partnership = world.partnership(Partnership::acceptsFacts);
        if (partnership == null) {
            return null;
        }
        var first = draw.futureInstant();
        var options = List.of(first, first.plusSeconds(86_400), first.plusSeconds(3 * 86_400));
        return Ask.to("/date-polls")
                .with("partnershipId", partnership)
                .with("question", draw.text("Quand se voir ?"))
                .with("options", options)
                .among(partnership)
                .expecting("DatePollOpened")
                .readNew()
                .then(answer -> PartnershipKinds.keep(partnership.polls, new Poll(answer.id(), options)));
    }

    private @Nullable Partnership withPoll() {
        return world.partnership(some -> some.acceptsFacts() && !some.polls.isEmpty());
    }

    private @Nullable Ask answer() {
        var partnership = withPoll();
        var poll = partnership == null ? null : draw.oneOf(partnership.polls, some -> some.isOpen() && !some.closed);
        if (partnership == null || poll == null) {
            return null;
        }
        return Ask.to("/date-polls/{id}/answers", poll)
                .with("personId", world.staff(partnership.centre))
                .with(
                        "answers",
                        poll.options.stream()
                                .map(option ->
                                        Map.of("option", option, "answer", draw.oneOf("YES", "IF_NEED_BE", "NO")))
                                .toList())
                .among(poll, partnership);
    }

    private @Nullable Ask close() {
        var partnership = withPoll();
        var poll = partnership == null ? null : draw.oneOf(partnership.polls, some -> some.isFree() && !some.closed);
        return partnership == null || poll == null
                ? null
                : Ask.to("/date-polls/{id}/closure", poll)
                        .with("chosen", draw.oneOf(poll.options))
                        .alone(poll)
                        .among(partnership)
                        .expecting("DatePollClosed")
                        .then(_ -> {
                            poll.closed = true;
                            partnership.polls.remove(poll);
                        });
    }
}
