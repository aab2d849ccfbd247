package org.maillage.command.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.Command;
import org.maillage.kernel.Id;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;

/** What each command says of where it happens, and in whose name: whoever adds one decides it here too. */
class EveryCommandTest {

    private static final List<Family> FAMILIES = Family.under("org.maillage.command");

    /** Whom a command speaks of, and who does not act in it. */
    private static final Set<String> SPOKEN_OF = Set.of(
            "AddContact.personId",
            "AppointStaff.personId",
            "AssignPilot.personId",
            "AssignResponsibility.personId",
            "ChangeContactRole.personId",
            "CorrectAttendance.personId",
            "GrantAccess.personId",
            "LogExchange.contactId",
            "LogPartnerExchange.contactId",
            "NameDecider.deciderId",
            "NoteChannelConstraint.contactId",
            "ProposePartnership.pilotId",
            "RemoveContact.personId",
            "RenewPartnership.pilotId",
            "RequestAuthorityClearance.deciderId",
            "RequestConsent.guardianId",
            "RequestConsent.personId",
            "SetHourlyRate.personId");

    /** What a centre records of a partner, who does not act in it. */
    private static final Set<String> PARTIES_SPOKEN_OF = Set.of(
            "AbsorbPartnerCard.merged",
            "AddPartner.partnerId",
            "AssignPilot.partnerId",
            "AssignResponsibility.partnerId",
            "DeclareTimeConstraint.partnerId",
            "GrantAccess.partnerId",
            "GrantSupport.partnerId",
            "MergePartnerCard.into",
            "PledgeContribution.partnerId",
            "RecordPartnerPresence.partnerId",
            "RemovePartner.partnerId",
            "ShareBilan.partnerId",
            "TransmitDeliverable.toPartnerId");

    @Test
    void what_is_new_happens_where_it_comes_under() {
        var unplaced = FAMILIES.stream()
                .flatMap(family -> creations(family.aggregate()))
                // A centre is no part of anything; what it declares is its own.
                .filter(type -> !type.getSimpleName().equals("DeclareFunding"))
                .filter(type -> method(type, "within").getDeclaringClass() != type)
                .map(Class::getSimpleName)
                .toList();

        assertThat(unplaced).isEmpty();
        assertThat(FAMILIES.stream().flatMap(family -> creations(family.aggregate())))
                .hasSizeGreaterThan(15);
    }

    @Test
    void what_is_not_new_happens_where_it_is() {
        var creations = FAMILIES.stream()
                .flatMap(family -> creations(family.aggregate()))
                .toList();

        assertThat(commands().filter(type -> !creations.contains(type)).map(this::invented))
                .allSatisfy(command -> assertThat(command.within()).isEqualTo(command.target()));
    }

    @Test
    void only_a_new_centre_happens_nowhere() {
        assertThat(commands()
                        .map(this::invented)
                        .filter(command -> command.within() == null)
                        .map(command -> command.getClass().getSimpleName()))
                .containsExactly("RegisterEpn");
    }

    @Test
    void every_command_says_what_is_told_when_nothing_is_there() {
        assertThat(commands().map(this::invented))
                .hasSizeGreaterThan(100)
                .allSatisfy(command -> assertThat(command.unknown().status()).isEqualTo(404));
    }

    @Test
    void whoever_is_said_to_act_is_the_one_in_whose_name_it_is_done() {
        assertThat(notActing(List.of(PersonId.class), Command::inTheNameOf)).isEqualTo(new TreeSet<>(SPOKEN_OF));
    }

    @Test
    void the_party_that_is_said_to_act_is_the_one_for_which_it_is_done() {
        assertThat(notActing(List.of(PartnerId.class, PartyId.class), Command::asParty))
                .isEqualTo(new TreeSet<>(PARTIES_SPOKEN_OF));
    }

    /** Components of these types that the function does not answer. */
    private Set<String> notActing(List<Class<?>> types, Function<Command, @Nullable Id> acting) {
        var found = new TreeSet<String>();
        commands()
                .forEach(type -> Parts.of(type).stream()
                        .filter(part ->
                                types.contains(part.raw()) && !part.name().equals("id"))
                        .filter(part -> {
                            var command = invented(type);
                            while (part.of(command) == null) {
                                command = invented(type);
                            }
                            return !Objects.equals(part.of(command), acting.apply(command));
                        })
                        .forEach(part -> found.add(type.getSimpleName() + "." + part.name())));
        return found;
    }

    private final Inventor inventor = new Inventor(new Random(4), _ -> List.of());

    private Command invented(Class<? extends Command> type) {
        return inventor.command(type, true);
    }

    private static Stream<Class<? extends Command>> commands() {
        return FAMILIES.stream()
                .flatMap(family -> {
                    var all = new ArrayList<Class<? extends Command>>(family.commands());
                    all.addAll(family.within());
                    return all.stream();
                })
                .filter(type -> !type.getSimpleName().equals("ImportPartners"));
    }

    private static Stream<Class<?>> creations(Class<?> aggregate) {
        return Arrays.stream(aggregate.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(CommandHandler.class))
                .filter(method -> method.getAnnotation(CreationPolicy.class) instanceof CreationPolicy policy
                        && policy.value() != AggregateCreationPolicy.NEVER)
                .map(method -> method.getParameterTypes()[0]);
    }

    private static java.lang.reflect.Method method(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
