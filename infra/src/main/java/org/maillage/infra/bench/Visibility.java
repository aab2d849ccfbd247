package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.LOWER;
import static org.maillage.kernel.partnership.ContributionKind.CASH;
import static org.maillage.kernel.partnership.ContributionNature.OPERATING;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.ledger.Commands;
import org.maillage.command.ledger.Envelope;
import org.maillage.infra.Side;
import org.maillage.kernel.Ids;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetId;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.ReadModels;

/**
 * How long after it was due a command is visible in every read model, at a steady rate: who comes late because the one before was
 * slow has waited too. Visible is what a question with the command's Consistency-Token waits for.
 */
final class Visibility {

    private static final int PER_SECOND = 200;
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final double MILLI = 1e6;

    private final Scale scale;
    private final EpnId epn = new EpnId(Ids.next());
    private final List<PersonId> persons = new ArrayList<>();
    private final List<PartnershipId> partnerships = new ArrayList<>();

    Visibility(Scale scale) {
        this.scale = scale;
    }

    private record Window(Histogram acknowledged, Histogram visible, Histogram after) {

        Window() {
            this(histogram(), histogram(), histogram());
        }

        private static Histogram histogram() {
            return new ConcurrentHistogram(MOST.toNanos(), 3);
        }

        void add(Window other) {
            acknowledged.add(other.acknowledged);
            visible.add(other.visible);
            after.add(other.after);
        }
    }

    List<Measure> measure() throws Exception {
        try (var ground = new Ground()) {
            var commands = ground.start(Side.Kind.COMMAND).context().getBean(Commands.class);
            var query = ground.start(Side.Kind.QUERY).context();
            var readModels = query.getBean(ReadModels.class);
            var names = query.getBeansOfType(Projection.class).values().stream()
                    .map(Projection::name)
                    .toList();
            Patience.until(
                    "the read models answer", () -> readModels.rebuilding().isEmpty());
            populate(commands);
            steadily(scale.warmUp, commands, readModels, names);
            ground.settle();
            var all = new Window();
            var windows = new ArrayList<Window>();
            for (int i = 0; i < scale.windows; i++) {
                var window = steadily(scale.window, commands, readModels, names);
                windows.add(window);
                all.add(window);
            }
            var p99 = windows.stream()
                    .map(window -> quantile(window.visible, 99))
                    .sorted()
                    .toList();
            return List.of(
                    Measure.detail(
                            "P5.due",
                            "p99 from a command’s due time, at " + PER_SECOND + "/s, until it is visible in all "
                                    + names.size() + " read models",
                            quantile(all.visible, 99),
                            p99.getFirst(),
                            p99.getLast(),
                            LOWER,
                            "ms"),
                    percentiles("P5.visible", "Due → visible: p99.9, between p50 and maximum", all.visible),
                    percentiles(
                            "P5.acknowledged", "Due → acknowledged: p99, between p50 and maximum", all.acknowledged),
                    percentiles("P5.after", "Acknowledged → visible: p99, between p50 and maximum", all.after));
        }
    }

    private static Measure percentiles(String id, String what, Histogram of) {
        return Measure.detail(
                id,
                what,
                quantile(of, id.endsWith("visible") ? 99.9 : 99),
                quantile(of, 50),
                of.getMaxValue() / MILLI,
                LOWER,
                "ms");
    }

    private static double quantile(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / MILLI;
    }

    private Window steadily(Duration time, Commands commands, ReadModels readModels, List<String> names)
            throws InterruptedException {
        var window = new Window();
        var failure = new AtomicReference<@Nullable Exception>();
        long interval = 1_000_000_000 / PER_SECOND;
        long count = time.toNanos() / interval;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = start + i * interval;
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                callers.execute(() -> {
                    try {
                        var outcome = commands.send(any(), Envelope.EMPTY);
                        long acknowledged = System.nanoTime();
                        readModels.await(names, outcome.written(), MOST);
                        long visible = System.nanoTime();
                        window.acknowledged.recordValue(acknowledged - due);
                        window.visible.recordValue(visible - due);
                        window.after.recordValue(visible - acknowledged);
                    } catch (InterruptedException | RuntimeException failed) {
                        failure.set(failed);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A command or its visibility failed", failure.get());
        }
        return window;
    }

    /** A centre at work: time, exchanges, sessions, pledges, costs. */
    private Command any() {
        var random = ThreadLocalRandom.current();
        var partnership = partnerships.get(random.nextInt(partnerships.size()));
        int kind = random.nextInt(100);
        if (kind < 35) {
            var person = persons.get(random.nextInt(persons.size()));
            var day = DAY.minusDays(random.nextInt(700));
            return Wish.of(
                    "Timesheet",
                    "LogTime",
                    TimesheetId.of(person, YearMonth.from(day)),
                    new TimeEntryId(Ids.next()),
                    person,
                    null,
                    partnership,
                    Phase.DELIVERY,
                    day,
                    new Minutes(15),
                    null);
        }
        if (kind < 65) {
            return Wish.of(
                    "Partnership",
                    "LogExchange",
                    partnership,
                    ExchangeChannel.MAIL,
                    DAY,
                    "Calendrier des séances confirmé",
                    null);
        }
        if (kind < 85) {
            var from = random.nextInt(persons.size() - 8);
            return Wish.of(
                    "Session",
                    "PlanSession",
                    new SessionId(Ids.next()),
                    partnership,
                    Instant.parse("2026-04-07T07:30:00Z"),
                    new Minutes(120),
                    "Salle informatique",
                    List.copyOf(persons.subList(from, from + 8)),
                    false);
        }
        return Wish.of(
                "Partnership",
                "RecordDirectCost",
                partnership,
                new CostId(Ids.next()),
                Money.of("12.50"),
                "Impression des supports",
                DAY);
    }

    private void populate(Commands commands) {
        send(
                commands,
                "Epn",
                "RegisterEpn",
                epn,
                "Espace public numérique",
                LegalForm.ASSOCIATION,
                null,
                new CommuneCode("49007"),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                new Subject("bench"));
        for (int i = 0; i < 50; i++) {
            var person = new PersonId(Ids.next());
            send(
                    commands,
                    "Person",
                    "RegisterPerson",
                    person,
                    epn,
                    new Ciphertext("AaX3c2VjcmV0"),
                    null,
                    null,
                    false,
                    1);
            persons.add(person);
        }
        for (int i = 0; i < 300; i++) {
            var partner = new PartnerId(Ids.next());
            send(
                    commands,
                    "Partner",
                    "RegisterPartner",
                    partner,
                    epn,
                    Wish.part(
                            "Partner",
                            "Card",
                            "Médiathèque",
                            PartnerKind.CULTURAL_VENUE,
                            null,
                            null,
                            null,
                            new CommuneCode("49007"),
                            null,
                            List.of(),
                            List.of(),
                            List.of(),
                            null));
            var project = new ProjectId(Ids.next());
            send(
                    commands,
                    "Project",
                    "DraftProject",
                    project,
                    epn,
                    "Ateliers",
                    ProjectDuration.ONE_OFF,
                    List.of(),
                    List.of(),
                    null);
            var partnership = new PartnershipId(Ids.next());
            send(
                    commands,
                    "Partnership",
                    "ProposePartnership",
                    partnership,
                    epn,
                    project,
                    List.of(partner),
                    persons.getFirst(),
                    List.of("Toucher un nouveau public"),
                    List.of("Offrir des ateliers"),
                    List.of(),
                    DAY);
            send(commands, "Partnership", "EnterNegotiation", partnership);
            send(
                    commands,
                    "Partnership",
                    "PledgeContribution",
                    partnership,
                    new PledgeId(Ids.next()),
                    partner,
                    CASH,
                    OPERATING,
                    Money.of("100"),
                    "Participation aux frais");
            send(commands, "Partnership", "AgreeWithoutConvention", partnership, "Action ponctuelle");
            partnerships.add(partnership);
        }
    }

    private static void send(Commands commands, String aggregate, String command, @Nullable Object... components) {
        commands.send(Wish.of(aggregate, command, components), Envelope.EMPTY);
    }
}
