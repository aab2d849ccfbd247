package org.maillage.trial;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Refusal;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.person.PersonId;
import org.maillage.trial.CentreCommand.*;

@Aggregate(type = "Epn")
public final class Centre {

    public static final class Full extends Refusal {
        private static final long serialVersionUID = 1;

        Full() {
            super("Complet.");
        }
    }

    public static final class Held extends Refusal {
        private static final long serialVersionUID = 1;

        Held() {
            super("Pris.");
        }
    }

    public static final class Empty extends Refusal {
        private static final long serialVersionUID = 1;

        Empty() {
            super("Vide.");
        }
    }

    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @AggregateIdentifier
    private EpnId id;

    private final Set<PersonId> staff = new HashSet<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(Open command) {
        open(command.id());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(OpenOrStaff command) {
        if (id == null) {
            open(command.id());
        }
        staff(command.person());
    }

    @CommandHandler
    int handle(Staff command) {
        if (!staff.contains(command.person())) {
            staff(command.person());
        }
        return staff.size();
    }

    @CommandHandler
    void handle(StaffMeanwhile command) {
        command.meanwhile().run();
        staff(command.person());
    }

    @CommandHandler
    void handle(StaffUnless command) {
        if (staff.size() >= command.there()) {
            throw new Full();
        }
        staff(command.person());
    }

    @CommandHandler
    void handle(Clear command) {
        apply(new HourlyRateSet(id, command.said(), null, Money.ZERO, LocalDate.EPOCH));
    }

    @CommandHandler
    void handle(Hold command, Claims claims) {
        claims.take("trial", command.key(), id, Held::new);
        staff(command.person());
    }

    @CommandHandler
    void handle(LetGo command, Claims claims) {
        claims.release("trial", command.key(), id);
        staff(command.person());
    }

    @CommandHandler
    void handle(StaffBoth command, NestedCommands commands) {
        staff(command.person());
        try {
            commands.dispatch(new StaffUnless(command.other(), command.person(), 1));
        } catch (Full full) {
            if (command.after() != After.CATCH) {
                throw full;
            }
        }
        if (command.after() == After.FAIL) {
            throw new Broken();
        }
    }

    @CommandHandler
    void handle(StaffLike command, Look look) {
        var there = look.state(command.other(), EpnEvent.class, Centre::count);
        if (there == null || there == 0) {
            throw new Empty();
        }
        staff(command.person());
    }

    private static int count(@Nullable Integer before, EpnEvent event) {
        return switch (event) {
            case EpnRegistered _,
                    HourlyRateSet _,
                    EpnMissionsRevised _,
                    EpnPositioned _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> 0;
            case StaffAppointed _ -> before == null ? 1 : before + 1;
        };
    }

    private static void open(EpnId id) {
        apply(new EpnRegistered(
                id,
                "Essai",
                LegalForm.ASSOCIATION,
                null,
                new CommuneCode("49007"),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                null));
    }

    private void staff(PersonId person) {
        apply(new StaffAppointed(id, person, new Role("animatrice")));
    }

    @EventSourcingHandler
    void on(EpnEvent event) {
        switch (event) {
            case EpnRegistered registered -> id = registered.id();
            case StaffAppointed appointed -> staff.add(appointed.personId());
            case HourlyRateSet _ -> staff.clear();
            case EpnMissionsRevised _,
                    EpnPositioned _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> {}
        }
    }
}
