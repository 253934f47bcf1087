package io.tollgate.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.tollgate.testkit.TestInfrastructure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    /** Each module's folder, package, and what it may use of the others. Arrows point up. */
    private static final List<Module> MODULES = List.of(
            new Module("crash-points", "crash", Set.of()),
            new Module("contracts", "contracts", Set.of()),
            new Module("dialects", "dialects", Set.of("contracts")),
            new Module("pricing", "pricing", Set.of("contracts")),
            new Module("catalogue", "catalogue", Set.of("contracts", "pricing")),
            new Module("bus", "bus", Set.of("contracts")),
            new Module("postgres", "postgres", Set.of("contracts")),
            new Module("live-state", "livestate", Set.of("crash", "contracts")),
            new Module("local-stack", "localstack", Set.of("contracts", "catalogue")),
            new Module("testkit", "testkit", Set.of("contracts", "localstack")),
            new Module(
                    "ingress-service",
                    "ingress",
                    Set.of("crash", "contracts", "dialects", "pricing", "catalogue", "bus", "livestate")),
            new Module(
                    "router-service",
                    "router",
                    Set.of("crash", "contracts", "pricing", "catalogue", "bus", "postgres", "livestate")),
            new Module(
                    "provider-workers",
                    "workers",
                    Set.of("crash", "contracts", "dialects", "pricing", "bus", "livestate")),
            new Module("metering-service", "metering", Set.of("crash", "contracts", "bus", "postgres")),
            new Module(
                    "ledger-service",
                    "ledger",
                    Set.of("crash", "contracts", "pricing", "bus", "postgres", "livestate")),
            new Module("provider-simulator", "simulator", Set.of()),
            new Module("chaos", "chaos", Set.of("contracts", "crash", "localstack", "testkit")),
            new Module("bench", "bench", Set.of("contracts", "pricing", "localstack")),
            // tests alone
            new Module(
                    "simulation",
                    "simulation",
                    Set.of("crash", "contracts", "dialects", "pricing", "bus", "livestate", "workers", "ledger")));

    private static final String[] SERVICES = {
        "io.tollgate.ingress..",
        "io.tollgate.router..",
        "io.tollgate.workers..",
        "io.tollgate.metering..",
        "io.tollgate.ledger..",
        "io.tollgate.bus..",
        "io.tollgate.postgres..",
        "io.tollgate.livestate.."
    };
    private static final Set<String> WAITS = Set.of(
            "io.smallrye.mutiny.Uni.await",
            "java.util.concurrent.CompletableFuture.join",
            "java.util.concurrent.CompletableFuture.get",
            "java.lang.Thread.sleep");
    private static final String[] PURE = {
        "io.tollgate.contracts..", "io.tollgate.dialects..", "io.tollgate.pricing..", "io.tollgate.catalogue.."
    };
    private static final String[] MONEY = {"io.tollgate.pricing..", "io.tollgate.ledger.."};
    private static final DescribedPredicate<JavaClass> FLOATING_POINT = DescribedPredicate.describe(
            "floating point",
            type -> Set.of("double", "float", "java.lang.Double", "java.lang.Float")
                    .contains(type.getName()));
    private static final DescribedPredicate<JavaClass> RULES = DescribedPredicate.describe(
            "rules",
            type -> type.getSimpleName().endsWith("Rule")
                    || type.getSimpleName().endsWith("Rules"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(MODULES.stream().map(Module::classes).toList());

    private record Module(String folder, String name, Set<String> mayUse) {

        Path classes() {
            Path target = TestInfrastructure.root().resolve(folder).resolve("target");
            Path main = target.resolve("classes");
            // a module of tests alone has no other
            return Files.isDirectory(main) ? main : target.resolve("test-classes");
        }

        String packages() {
            return "io.tollgate." + name + "..";
        }
    }

    @Test
    void shouldSeeEveryModule() {
        assertThat(MODULES).allSatisfy(module -> {
            assertThat(Files.isDirectory(module.classes())).as(module.folder()).isTrue();
            assertThat(CLASSES.that(resideInAPackage(module.packages())))
                    .as(module.folder())
                    .isNotEmpty();
        });
    }

    @TestFactory
    List<DynamicTest> shouldUseOnlyModulesAbove() {
        return MODULES.stream()
                .map(module -> DynamicTest.dynamicTest(module.folder(), () -> {
                    String[] forbidden = MODULES.stream()
                            .filter(other ->
                                    !other.equals(module) && !module.mayUse().contains(other.name()))
                            .map(Module::packages)
                            .toArray(String[]::new);
                    classes()
                            .that()
                            .resideInAPackage(module.packages())
                            .should(never(dependOnClassesThat(resideInAnyPackage(forbidden))))
                            .allowEmptyShould(true)
                            .check(CLASSES);
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> shouldHaveNoCyclesBetweenFeatures() {
        return MODULES.stream()
                .map(module -> DynamicTest.dynamicTest(
                        module.folder(),
                        () -> slices().matching("io.tollgate." + module.name() + ".(*)..")
                                .should()
                                .beFreeOfCycles()
                                .allowEmptyShould(true)
                                .check(CLASSES)))
                .toList();
    }

    @Test
    void shouldKeepFrameworksOutOfPureLibraries() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.vertx..",
                        "org.apache.kafka..",
                        "io.smallrye..",
                        "io.lettuce..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheClockOutOfTranslationAndPricing() {
        noClasses()
                .that()
                .resideInAnyPackage("io.tollgate.dialects..", "io.tollgate.pricing..")
                .should()
                .callMethod("java.time.Instant", "now")
                .orShould()
                .callMethod("java.lang.System", "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(CLASSES);
    }

    /** Times of two machines are compared: see {@link io.tollgate.livestate.SharedClock}. */
    @Test
    void shouldGoByOneClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.tollgate.ingress..",
                        "io.tollgate.router..",
                        "io.tollgate.workers..",
                        "io.tollgate.ledger..")
                .should()
                .callMethod("java.time.Instant", "now")
                .orShould()
                .callMethod("java.time.Clock", "systemUTC")
                .check(CLASSES);
    }

    @Test
    void shouldKeepRulesFreeOfReactiveTypes() {
        noClasses()
                .that(RULES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye.mutiny..", "io.vertx..", "org.hibernate..")
                .check(CLASSES);
        classes().that(RULES).should().haveModifier(JavaModifier.FINAL).check(CLASSES);
    }

    @Test
    void shouldCountMoneyInIntegers() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(MONEY)
                .should()
                .haveRawType(FLOATING_POINT)
                .check(CLASSES);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(MONEY)
                .should()
                .haveRawReturnType(FLOATING_POINT)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(MONEY)
                .should()
                .callMethod("java.math.BigDecimal", "doubleValue")
                .orShould()
                .callMethod("java.math.BigDecimal", "floatValue")
                .orShould()
                .callMethod("java.lang.Long", "doubleValue")
                .orShould()
                .callMethod("java.lang.Double", "parseDouble", "java.lang.String")
                .check(CLASSES);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(MONEY)
                .should(haveNoParameterOf(FLOATING_POINT))
                .check(CLASSES);
    }

    private static ArchCondition<JavaMethod> haveNoParameterOf(DescribedPredicate<JavaClass> type) {
        return new ArchCondition<>("have no parameter of " + type.getDescription()) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getRawParameterTypes().stream()
                        .filter(type)
                        .forEach(parameter -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " takes " + parameter.getName())));
            }
        };
    }

    @Test
    void shouldNotBlockEventLoops() {
        codeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(SERVICES)
                .should(notWaitUnlessStarting())
                .check(CLASSES);
    }

    /** Observers of the start run on the main thread, before there is anything to hold up. */
    private static ArchCondition<JavaCodeUnit> notWaitUnlessStarting() {
        return new ArchCondition<>("not wait, but when the service starts") {
            @Override
            public void check(JavaCodeUnit code, ConditionEvents events) {
                boolean starting = code.getRawParameterTypes().stream()
                        .anyMatch(type -> type.getFullName().equals("io.quarkus.runtime.StartupEvent"));
                code.getMethodCallsFromSelf().stream()
                        .filter(call -> !starting
                                && WAITS.contains(call.getTarget().getOwner().getFullName() + "."
                                        + call.getTarget().getName()))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(code, call.getDescription())));
            }
        };
    }

    @Test
    void shouldMeetKafkaOnlyInConsumersAndPublishers() {
        DescribedPredicate<JavaClass> channelAnnotation = DescribedPredicate.describe(
                "channel annotations",
                type -> Set.of(
                                "org.eclipse.microprofile.reactive.messaging.Incoming",
                                "org.eclipse.microprofile.reactive.messaging.Outgoing",
                                "org.eclipse.microprofile.reactive.messaging.Channel")
                        .contains(type.getName()));
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Consumer")
                .and()
                .haveSimpleNameNotEndingWith("Publisher")
                .and(DescribedPredicate.not(DescribedPredicate.describe(
                        "generated", type -> type.getSimpleName().contains("_"))))
                .should(dependOnClassesThat(channelAnnotation))
                .check(CLASSES);
    }

    @Test
    void shouldReadSettingsThroughTypedMappings() {
        fields().should()
                .notBeAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .check(CLASSES);
    }

    @Test
    void shouldNameThingsForWhatTheyAre() {
        Map<String, String> banned = Map.of(
                "Util",
                "utilities",
                "Utils",
                "utilities",
                "Helper",
                "helpers",
                "Manager",
                "managers",
                "Impl",
                "implementations",
                "Dto",
                "transfer objects",
                "DTO",
                "transfer objects");
        banned.keySet()
                .forEach(suffix ->
                        noClasses().should().haveSimpleNameEndingWith(suffix).check(CLASSES));
    }

    @Test
    void shouldStateEventsAsImmutableValues() {
        classes()
                .that()
                .implement("io.tollgate.contracts.Event")
                .should()
                .beRecords()
                .check(CLASSES);
    }
}
