package org.maillage.infra.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is forbidden in the house, for the packages under one root: the real one, or the one where violations are planted. */
record HouseRules(String root) {

    private static final String AGGREGATE = "org.axonframework.spring.stereotype.Aggregate";
    private static final String EVENT = "org.maillage.kernel.Event";
    private static final String PROJECTION = "org.maillage.query.intake.Projection";
    private static final String[] KAFKA = {"org.apache.kafka..", "org.springframework.kafka.."};

    /** Rooms that serve every feature of their side, and know none. */
    private static final Set<String> SHARED_ROOMS =
            Set.of("ledger", "publishing", "notary", "vault", "documents", "intake");

    ArchRule the_command_side_does_not_know_the_query_side() {
        return noClasses().that(resideIn("command..")).should().dependOnClassesThat(resideIn("query.."));
    }

    ArchRule the_query_side_does_not_know_the_command_side() {
        return noClasses().that(resideIn("query..")).should().dependOnClassesThat(resideIn("command.."));
    }

    ArchRule the_edge_knows_the_kernel_alone() {
        return noClasses()
                .that(resideIn("edge.."))
                .should()
                .dependOnClassesThat(
                        resideIn("command..").or(resideIn("query..")).or(resideIn("infra..")));
    }

    /** Who asks is found out in one place; a side is told. */
    ArchRule tokens_stay_at_the_edge() {
        return noClasses()
                .that(resideIn("command..").or(resideIn("query..")).or(resideIn("kernel..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework.security.."));
    }

    ArchRule nobody_knows_infra() {
        return noClasses().that(not(resideIn("infra.."))).should().dependOnClassesThat(resideIn("infra.."));
    }

    ArchRule the_kernel_knows_no_framework() {
        return classes()
                .that(resideIn("kernel.."))
                .and(not(resideIn("kernel.wire..")))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "org.maillage.kernel..",
                        root + ".kernel..",
                        "org.jspecify..",
                        "com.fasterxml.uuid..",
                        "com.google.crypto.tink..",
                        // Its own small pieces of JSON, for keys that are stored.
                        "com.fasterxml.jackson.annotation.."));
    }

    ArchRule the_wire_knows_jackson_and_no_other_framework() {
        return classes()
                .that(resideIn("kernel.wire.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "org.maillage.kernel..",
                        root + ".kernel..",
                        "org.jspecify..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation.."));
    }

    /** Else a mistake of the writer would be proven right by itself. */
    ArchRule the_verifier_shares_no_code_with_what_it_proves() {
        return classes()
                .that(resideIn("infra.verifier.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        root + ".infra.verifier..",
                        "org.jspecify..",
                        "tools.jackson..",
                        "org.postgresql..",
                        "org.apache.kafka.."));
    }

    /** Else a mistake of the product would be judged right by itself. */
    ArchRule the_checker_shares_no_code_with_what_it_judges() {
        return classes()
                .that(resideIn("infra.faults.checker.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        root + ".infra.faults.checker..",
                        root + ".infra.verifier..",
                        "org.jspecify..",
                        "tools.jackson..",
                        "org.postgresql..",
                        "org.apache.kafka.."));
    }

    /** A stream of rows holds its connection until somebody closes it, and nobody does: a list costs nothing more. */
    ArchRule rows_are_listed_not_streamed() {
        return noClasses()
                .that(resideInAnyPackage(root + ".command..", root + ".query.."))
                .should()
                .callMethod(JdbcClient.MappedQuerySpec.class, "stream");
    }

    ArchRule a_feature_does_not_know_its_siblings() {
        return classes()
                .that(describe("are in a feature", type -> feature(type) != null))
                .should(new ArchCondition<>("know other features only through the kernel") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (var dependency : type.getDirectDependenciesFromSelf()) {
                            report(type, dependency, events);
                        }
                    }

                    private void report(JavaClass type, Dependency dependency, ConditionEvents events) {
                        var own = feature(type);
                        var other = feature(dependency.getTargetClass());
                        if (other != null && !other.equals(own)) {
                            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                        }
                    }
                });
    }

    ArchRule shared_rooms_know_no_feature() {
        return noClasses()
                .that(describe("are in a shared room", type -> SHARED_ROOMS.contains(room(type))))
                .should()
                .dependOnClassesThat(describe("are in a feature", type -> feature(type) != null));
    }

    ArchRule kafka_stays_at_the_doors() {
        return noClasses()
                .that(resideIn("command..").or(resideIn("query..")).or(resideIn("kernel..")))
                .and(not(resideIn("command.publishing..")
                        .or(resideIn("query.intake.."))
                        .or(resideIn("kernel.wire.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(KAFKA));
    }

    ArchRule who_decides_reaches_no_database() {
        return noClasses()
                .that(decides())
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc.."));
    }

    ArchRule who_decides_asks_no_clock_and_makes_no_ids() {
        return noClasses().that(decides()).should().accessTargetWhere(describe("is a clock or makes ids", access -> {
            var owner = access.getTargetOwner();
            return (owner.getPackageName().equals("java.time")
                            && access.getName().equals("now"))
                    || owner.isAssignableTo("java.time.Clock")
                    || isOf(access, "java.lang.System", "currentTimeMillis", "nanoTime")
                    || isOf(access, "java.util.UUID", "randomUUID")
                    || owner.isEquivalentTo(org.maillage.kernel.Ids.class)
                    || owner.isAssignableTo("java.util.Random");
        }));
    }

    ArchRule who_folds_events_names_every_one() {
        return classes().that(folds()).should(new ArchCondition<>("switch over events without a default") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (var fault : Switches.faults(type)) {
                    events.add(SimpleConditionEvent.violated(type, fault));
                }
            }
        });
    }

    private static boolean isOf(JavaAccess<?> access, String owner, String... names) {
        return access.getTargetOwner().getFullName().equals(owner)
                && Set.of(names).contains(access.getName());
    }

    private DescribedPredicate<JavaClass> decides() {
        return under().and(aggregate().or(assignableTo(EVENT))).as("decide or are decided");
    }

    /** What the intake itself makes of a projection folds by asking that one. */
    private DescribedPredicate<JavaClass> folds() {
        var projection = assignableTo(PROJECTION)
                .and(describe("is a class", type -> !type.isInterface()))
                .and(not(resideInAPackage(root + ".query.intake..")));
        return under().and(aggregate().or(projection)).as("fold events");
    }

    /** Also what is nested in an aggregate. */
    private static DescribedPredicate<JavaClass> aggregate() {
        return describe("is an aggregate", type -> {
            for (var outer = type; ; outer = outer.getEnclosingClass().get()) {
                if (outer.isAnnotatedWith(AGGREGATE)) {
                    return true;
                }
                if (outer.getEnclosingClass().isEmpty()) {
                    return false;
                }
            }
        });
    }

    private DescribedPredicate<JavaClass> under() {
        return describe(
                "under " + root,
                type -> root.equals("org.maillage")
                        ? !isPlanted(type)
                        : type.getPackageName().startsWith(root));
    }

    private static boolean isPlanted(JavaClass type) {
        return type.getPackageName().startsWith("org.maillage.planted");
    }

    private DescribedPredicate<JavaClass> resideIn(String packages) {
        return resideInAPackage(root + "." + packages);
    }

    /** {@code convention}, for a class in {@code command.convention} or below. */
    private String room(JavaClass type) {
        var room = Pattern.compile(Pattern.quote(root) + "\\.(?:command|query)\\.(\\w+)(?:\\..*)?")
                .matcher(type.getPackageName());
        return room.matches() ? room.group(1) : "";
    }

    private @Nullable String feature(JavaClass type) {
        var room = room(type);
        return room.isEmpty() || SHARED_ROOMS.contains(room) ? null : side(type) + room;
    }

    private String side(JavaClass type) {
        return type.getPackageName().startsWith(root + ".command") ? "command." : "query.";
    }
}
