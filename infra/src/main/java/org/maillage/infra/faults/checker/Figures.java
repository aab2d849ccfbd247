package org.maillage.infra.faults.checker;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The frozen figures of the domain, worked out from the events alone. */
final class Figures {

    private static final BigDecimal SIXTY = BigDecimal.valueOf(60);

    private final Map<String, List<Fact>> byPartnership = new LinkedHashMap<>();
    private final Map<String, List<Fact>> ofCentres = new HashMap<>();
    private final Map<String, String> centres = new HashMap<>();

    Figures(List<StoredEvent> events) {
        for (var event : events) {
            var fact = Fact.of(event);
            if (fact == null) {
                continue;
            }
            switch (fact.family) {
                case EPN ->
                    ofCentres
                            .computeIfAbsent(fact.subject(), _ -> new ArrayList<>())
                            .add(fact);
                case PARTNERSHIP, CONVENTION, SESSION, TIMESHEET, BILAN, DELIVERABLE, POLL ->
                    byPartnership
                            .computeIfAbsent(fact.partnership(), _ -> new ArrayList<>())
                            .add(fact);
                case PERSON, PARTNER, PROJECT, CONSENT -> {}
            }
            if (fact.type().equals("PartnershipProposed")) {
                centres.put(fact.subject(), fact.epn());
            }
        }
    }

    /** Those that were proposed. */
    Collection<String> partnerships() {
        return centres.keySet();
    }

    String centre(String partnership) {
        return centres.getOrDefault(partnership, "");
    }

    Set<String> centres() {
        return ofCentres.keySet();
    }

    /** All that is kept under its key, in order. */
    List<Fact> history(String partnership) {
        return byPartnership.getOrDefault(partnership, List.of());
    }

    private List<Fact> known(List<Fact> facts, Instant asOf) {
        return facts.stream()
                .filter(fact -> !fact.event.recordedAt().isAfter(asOf))
                .toList();
    }

    /** The last fact of each thing that is corrected as a whole. */
    private static Collection<Fact> last(List<Fact> facts, String field, String... types) {
        var last = new LinkedHashMap<String, Fact>();
        for (var fact : facts) {
            if (List.of(types).contains(fact.type())) {
                last.put(fact.text(field), fact);
            }
        }
        return last.values();
    }

    private static BigDecimal sum(Collection<Fact> facts, Function<Fact, BigDecimal> amount) {
        return facts.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal amount(Fact fact) {
        return fact.json.get("amount").decimalValue();
    }

    /** Who is paid how much from when, and who has which role on the staff. */
    private static final class Rates {
        private final Map<String, TreeMap<LocalDate, BigDecimal>> rates = new HashMap<>();
        private final Map<String, String> staff = new HashMap<>();

        Rates(List<Fact> ofCentre) {
            for (var fact : ofCentre) {
                switch (fact.type()) {
                    case "HourlyRateSet" -> {
                        var person = Json.text(fact.json, "personId");
                        rates.computeIfAbsent(
                                        person == null ? "role " + fact.text("role") : "person " + person,
                                        _ -> new TreeMap<>())
                                .put(LocalDate.parse(fact.text("effectiveFrom")), amount(fact));
                    }
                    case "StaffAppointed" -> staff.put(fact.text("personId"), fact.text("role"));
                    default -> {}
                }
            }
        }

        @Nullable
        BigDecimal of(Fact entry) {
            var day = LocalDate.parse(entry.text("day"));
            var person = entry.text("personId");
            var own = on("person " + person, day);
            if (own != null) {
                return own;
            }
            var role = Json.text(entry.json, "role");
            var ofRole = role == null ? null : on("role " + role, day);
            if (ofRole != null) {
                return ofRole;
            }
            var onStaff = staff.get(person);
            return onStaff == null ? null : on("role " + onStaff, day);
        }

        private @Nullable BigDecimal on(String who, LocalDate day) {
            var rate = rates.getOrDefault(who, new TreeMap<>()).floorEntry(day);
            return rate == null ? null : rate.getValue();
        }
    }

    /** Figures of one division of the work: how many minutes, and what they cost. */
    private static final class Work {
        private long minutes;
        private BigDecimal euroMinutes = BigDecimal.ZERO;

        void add(long some, @Nullable BigDecimal rate) {
            minutes += some;
            if (rate != null) {
                euroMinutes = euroMinutes.add(rate.multiply(BigDecimal.valueOf(some)));
            }
        }

        String told() {
            return minutes + " min, " + plain(euroMinutes.divide(SIXTY, 2, RoundingMode.HALF_UP)) + " EUR";
        }
    }

    /** By the names of the answer's fields; null where nothing can be divided. */
    Map<String, @Nullable String> timeCost(String partnership, Instant asOf) {
        var facts = known(history(partnership), asOf);
        var rates = new Rates(known(ofCentres.getOrDefault(centre(partnership), List.of()), asOf));
        var all = new Work();
        long unrated = 0;
        var parts = new TreeMap<String, Work>();
        for (var entry : last(facts, "entryId", "TimeLogged", "TimeCorrected")) {
            long minutes = entry.json.get("minutes").asLong();
            var rate = rates.of(entry);
            unrated += rate == null ? minutes : 0;
            all.add(minutes, rate);
            for (var part : List.of(
                    "byPhase " + entry.text("phase"),
                    "byPerson " + entry.text("personId"),
                    "byMonth " + entry.text("day").substring(0, 7))) {
                parts.computeIfAbsent(part, _ -> new Work()).add(minutes, rate);
            }
        }
        var receipts = last(facts, "receiptId", "ContributionReceived", "ReceiptCorrected");
        var cash = sum(receipts, fact -> fact.text("kind").equals("CASH") ? amount(fact) : BigDecimal.ZERO);
        var inKind = sum(receipts, Figures::amount).subtract(cash);
        var direct = sum(last(facts, "costId", "DirectCostRecorded", "DirectCostCorrected"), Figures::amount);
        var cost = all.euroMinutes.add(direct.multiply(SIXTY));
        var back = cash.add(inKind);
        var minutes = BigDecimal.valueOf(all.minutes);
        var figures = new TreeMap<String, @Nullable String>();
        figures.put("minutes", plain(minutes));
        figures.put("unratedMinutes", Long.toString(unrated));
        figures.put("hours", over(minutes, SIXTY, 2));
        figures.put("labourCost", over(all.euroMinutes, SIXTY, 2));
        figures.put("directCosts", plain(direct));
        figures.put("totalCost", over(cost, SIXTY, 2));
        figures.put("cashReturn", plain(cash));
        figures.put("inKindReturn", plain(inKind));
        figures.put("totalReturn", plain(back));
        figures.put("net", over(back.multiply(SIXTY).subtract(cost), SIXTY, 2));
        figures.put("cashNet", over(cash.multiply(SIXTY).subtract(cost), SIXTY, 2));
        figures.put("ratio", over(back.multiply(SIXTY), cost, 4));
        figures.put("returnPerHour", over(back.multiply(SIXTY), minutes, 2));
        figures.put("breakEvenHours", over(back.subtract(direct).multiply(minutes), all.euroMinutes, 2));
        parts.forEach((part, work) -> figures.put(part, work.told()));
        return figures;
    }

    /** What an answer says, in the same form. */
    static Map<String, @Nullable String> timeCost(JsonNode answer) {
        var figures = new TreeMap<String, @Nullable String>();
        for (var field : List.of(
                "minutes",
                "unratedMinutes",
                "hours",
                "labourCost",
                "directCosts",
                "totalCost",
                "cashReturn",
                "inKindReturn",
                "totalReturn",
                "net",
                "cashNet",
                "ratio",
                "returnPerHour",
                "breakEvenHours")) {
            figures.put(field, number(answer, field));
        }
        Map.of("byPhase", "phase", "byPerson", "personId", "byMonth", "month")
                .forEach((list, name) -> Json.list(answer, list)
                        .forEach(part -> figures.put(
                                list + " " + Json.text(part, name),
                                number(part, "minutes") + " min, " + number(part, "cost") + " EUR")));
        return figures;
    }

    /** By the paths of the answer's fields. */
    Map<String, @Nullable String> bilan(String partnership, Instant asOf) {
        var facts = known(history(partnership), asOf);
        var sessions = new LinkedHashMap<String, Sheet>();
        for (var fact : facts) {
            if (fact.family == Family.SESSION) {
                sessions.computeIfAbsent(fact.subject(), _ -> new Sheet()).on(fact);
            }
        }
        var total = new Attendance();
        var newcomers = new HashSet<String>();
        var states = new HashMap<String, Integer>();
        for (var sheet : sessions.values()) {
            if (!sheet.state.isEmpty()) {
                states.merge(sheet.state, 1, Integer::sum);
            }
            if (sheet.state.equals("HELD")) {
                sheet.count(total, newcomers);
            }
        }
        long planned =
                states.values().stream().mapToLong(Integer::longValue).sum() - states.getOrDefault("RESCHEDULED", 0);
        var figures = new TreeMap<String, @Nullable String>();
        figures.put("sessions.planned", Long.toString(planned));
        for (var state : List.of("HELD", "CANCELLED", "RESCHEDULED")) {
            figures.put("sessions." + state.toLowerCase(Locale.ROOT), Integer.toString(states.getOrDefault(state, 0)));
        }
        figures.put("sessions.unrecorded", Long.toString(total.unrecorded));
        figures.put("attendance.expected", Long.toString(total.expected));
        figures.put("attendance.present", Long.toString(total.present));
        figures.put("attendance.excused", Long.toString(total.excused));
        figures.put("attendance.absent", Long.toString(total.expected - total.present - total.excused));
        figures.put("attendance.rate", over(total.present, total.expected));
        figures.put("attendance.rateExcludingExcused", over(total.present, total.expected - total.excused));
        figures.put("attendance.personHours", over(BigDecimal.valueOf(total.personMinutes), SIXTY, 2));
        figures.put("attendance.newAudience", Integer.toString(newcomers.size()));
        figures.put("attendance.openEventHeadcount", Long.toString(total.headcount));
        figures.put(
                "contributions.pledged",
                plain(sum(last(facts, "pledgeId", "ContributionPledged", "PledgeAmended"), Figures::amount)));
        figures.put(
                "contributions.received",
                plain(sum(last(facts, "receiptId", "ContributionReceived", "ReceiptCorrected"), Figures::amount)));
        return figures;
    }

    static Map<String, @Nullable String> bilan(JsonNode answer, Set<String> paths) {
        var figures = new TreeMap<String, @Nullable String>();
        for (var path : paths) {
            var names = path.split("\\.", -1);
            var part = answer.get(names[0]);
            figures.put(path, part == null ? "absent" : number(part, names[1]));
        }
        return figures;
    }

    private static final class Attendance {
        private long expected;
        private long present;
        private long excused;
        private long unrecorded;
        private long headcount;
        private long personMinutes;
    }

    /** One session with its sheet. */
    private static final class Sheet {
        private String state = "";
        private long minutes;
        private @Nullable Long headcount;
        private final Set<String> awaited = new HashSet<>();
        private final Map<String, String> statuses = new HashMap<>();
        private final Map<String, Boolean> isNew = new HashMap<>();

        void on(Fact fact) {
            switch (fact.type()) {
                case "SessionPlanned" -> {
                    state = "PLANNED";
                    minutes = fact.json.get("minutes").asLong();
                    awaited.addAll(fact.ids("roster"));
                }
                case "SessionHeld" -> state = "HELD";
                case "SessionCancelled" -> state = "CANCELLED";
                case "SessionRescheduled" -> state = "RESCHEDULED";
                case "HeadcountRecorded" ->
                    headcount = fact.json.get("headcount").asLong();
                case "AttendanceRecorded" -> Json.list(fact.json, "entries").forEach(this::line);
                case "AttendanceCorrected" -> line(fact.json);
                default -> {}
            }
        }

        private void line(JsonNode line) {
            var person = line.get("personId").stringValue();
            var status = line.get("status").stringValue();
            statuses.put(person, status);
            isNew.put(
                    person,
                    line.get("newAudience") != null && line.get("newAudience").asBoolean());
            if (status.equals("PRESENT")) {
                awaited.add(person);
            }
        }

        void count(Attendance total, Set<String> newcomers) {
            var counted = headcount;
            total.headcount += counted == null ? 0 : counted;
            if (counted == null && statuses.isEmpty()) {
                total.unrecorded++;
                return;
            }
            for (var person : awaited) {
                total.expected++;
                var status = statuses.getOrDefault(person, "ABSENT");
                if (status.equals("PRESENT")) {
                    total.present++;
                    total.personMinutes += minutes;
                    if (isNew.getOrDefault(person, false)) {
                        newcomers.add(person);
                    }
                } else if (status.equals("EXCUSED")) {
                    total.excused++;
                }
            }
        }
    }

    private static @Nullable String over(long part, long whole) {
        return over(BigDecimal.valueOf(part), BigDecimal.valueOf(whole), 4);
    }

    private static @Nullable String over(BigDecimal part, BigDecimal whole, int places) {
        return whole.signum() == 0 ? null : plain(part.divide(whole, places, RoundingMode.HALF_UP));
    }

    private static @Nullable String number(JsonNode node, String field) {
        var value = node.get(field);
        return value == null ? "absent" : value.isNull() ? null : plain(value.decimalValue());
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
