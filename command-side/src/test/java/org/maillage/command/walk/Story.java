package org.maillage.command.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.World;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;

/** A life that goes well, for the walks to leave at any point: chance alone seldom signs what three parties have to sign. */
final class Story {

    static final PartnerId THIRD_PARTNER = new PartnerId(new UUID(3, 10));

    private final List<Class<? extends Command>> known;
    private final List<Command> commands = new ArrayList<>();

    private Story(House house) {
        this.known = house.commands();
    }

    static List<Command> of(House house) {
        var story = new Story(house);
        story.tell();
        return story.commands;
    }

    private void tell() {
        var partnership = World.PARTNERSHIP;
        var convention = World.CONVENTION;
        var bilan = new BilanId(new UUID(7, 1));
        var term = World.DAY.plusDays(1);
        var parties = List.of(PartyId.of(World.EPN), PartyId.of(World.LIRE_ENSEMBLE), PartyId.of(World.CINEMA));
        var pledge = new PledgeId(new UUID(8, 1));
        then(
                "ProposePartnership",
                partnership,
                World.EPN,
                World.WORKSHOPS,
                List.of(World.LIRE_ENSEMBLE, World.CINEMA),
                World.CLAIRE,
                List.of("publics"),
                List.of("ateliers"),
                List.of("insertion"),
                World.DAY);
        then("RecordDirectCost", partnership, new CostId(new UUID(8, 3)), Money.of("60.00"), "goûter", World.DAY);
        then("EnterNegotiation", partnership);
        then(
                "PledgeContribution",
                partnership,
                pledge,
                World.CINEMA,
                ContributionKind.CASH,
                ContributionNature.EQUIPMENT,
                Money.of("1500.00"),
                "tablettes");
        then("ReceiveContribution", partnership, new ReceiptId(new UUID(8, 2)), pledge, Money.of("10.00"), World.DAY);
        then(
                "DraftConvention",
                convention,
                partnership,
                World.CLAUSES,
                10,
                term,
                List.of(new CircuitStep("élu", World.INES, null), new CircuitStep("cabinet", World.BERNARD, null)),
                parties.getFirst(),
                World.DAY);
        submitAndApprove();
        // Somebody joins when one has signed already, and thinks better of it.
        then(
                "SignConvention",
                convention,
                parties.getFirst(),
                World.CLAIRE,
                World.CLAUSES.hash(10, term),
                World.DAY,
                World.DAY);
        then("AddPartner", partnership, THIRD_PARTNER);
        then("RemovePartner", partnership, THIRD_PARTNER, "pas cette année");
        submitAndApprove();
        for (var party : parties) {
            then("SignConvention", convention, party, World.CLAIRE, World.CLAUSES.hash(10, term), World.DAY, World.DAY);
        }
        then("AmendConvention", convention, World.CLAUSES, 12, term, parties.getFirst(), "deux séances de plus");
        for (var party : parties) {
            then("SignConvention", convention, party, World.CLAIRE, World.CLAUSES.hash(12, term), World.DAY, World.DAY);
        }
        then("StartAction", partnership, World.DAY);
        then("DraftBilan", bilan, partnership, "un bon début", null);
        then("ShareBilan", bilan, World.LIRE_ENSEMBLE);
        then("ShareBilan", bilan, World.CINEMA);
        then("FinaliseBilan", bilan);
        then("ReopenBilan", bilan, "un chiffre était faux");
        then("ShareBilan", bilan, World.LIRE_ENSEMBLE);
        then("ShareBilan", bilan, World.CINEMA);
    }

    private void submitAndApprove() {
        then("SubmitConvention", World.CONVENTION);
        then("ApproveStep", World.CONVENTION, "élu", World.INES);
        then("ApproveStep", World.CONVENTION, "cabinet", World.BERNARD);
    }

    private void then(String command, @Nullable Object... values) {
        var type = known.stream()
                .filter(candidate -> candidate.getSimpleName().equals(command))
                .findFirst()
                .orElseThrow();
        commands.add((Command) Inventor.build(type, values));
    }
}
