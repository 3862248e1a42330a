package dev.millrace.testkit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.stream.Stream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * What all services have in common: their five parts, and what may know what. Every check throws an {@link AssertionError}
 * that names the class at fault, also when it found nothing to look at.
 */
public final class ServiceArchitecture {
    private static final List<String> SERVICES =
            List.of("ingest", "cleaning", "formatting", "trainer", "eval", "gateway", "launcher");
    private static final String[] FRAMEWORK = {
        "io.quarkus..", "io.smallrye..", "jakarta..", "org.eclipse.microprofile..", "dev.millrace.service.."
    };
    private static final String[] OUTSIDE = {
        "io.quarkus..",
        "io.smallrye..",
        "jakarta..",
        "org.eclipse.microprofile..",
        "org.apache.kafka..",
        "io.minio..",
        "dev.millrace.storage..",
        "dev.millrace.messaging..",
        "dev.millrace.service.."
    };

    private final String root;
    private final String prefix;
    private final JavaClasses classes;
    private final String[] doors;

    private ServiceArchitecture(String root, String prefix, JavaClasses classes, String... doors) {
        this.root = root;
        this.prefix = prefix;
        this.classes = classes;
        this.doors = doors;
    }

    /**
     * Reads the classes of a service, without its tests.
     *
     * @param config the service's {@code XxxConfig}, in its root package
     */
    public static ServiceArchitecture of(Class<?> config) {
        String name = config.getSimpleName();
        if (!name.endsWith("Config")) {
            throw new IllegalArgumentException("a service is known by its XxxConfig");
        }
        String root = config.getPackageName();
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        return new ServiceArchitecture(root, name.substring(0, name.length() - "Config".length()), classes);
    }

    /** The same service, with these packages below the root, such as {@code "api"}, answering HTTP requests. */
    public ServiceArchitecture withDoors(String... packages) {
        return new ServiceArchitecture(root, prefix, classes, packages);
    }

    /**
     * Everything that services have in common.
     *
     * @param pure packages below the root that are as pure as the step, such as {@code "operator"}
     */
    public void requireAll(String... pure) {
        requireFiveParts();
        requirePure(pure);
        requireFrameworkOnlyInWiring();
        requireGoodManners();
        requireNoCycles();
    }

    /** {@code XxxConfig}, {@code XxxStep}, {@code XxxWiring}, {@code messaging} and {@code package-info}. */
    public void requireFiveParts() {
        Stream.of(prefix + "Config", prefix + "Step", prefix + "Wiring", "package-info", "messaging.package-info")
                .map(part -> root + "." + part)
                .filter(part -> !classes.contain(part))
                .findFirst()
                .ifPresent(missing -> {
                    throw new AssertionError(missing + " is missing");
                });
    }

    /**
     * The step and these packages know no framework, no Kafka, no object store and no adapter of the service.
     *
     * @param packages below the root, such as {@code "operator"}
     */
    public void requirePure(String... packages) {
        String[] pure = below(packages);
        noClasses()
                .that(resideInAnyPackage(pure).or(inRoot(prefix + "Step")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(OUTSIDE).or(resideInAnyPackage(root + ".messaging..")))
                .check(classes);
        for (String each : pure) {
            if (!classes.that(resideInAnyPackage(each)).iterator().hasNext()) {
                throw new AssertionError(each + " has no class");
            }
        }
    }

    /** Only wiring, configuration and doors know the framework. */
    public void requireFrameworkOnlyInWiring() {
        DescribedPredicate<JavaClass> may = inRoot(prefix + "Wiring").or(inRoot(prefix + "Config"));
        DescribedPredicate<JavaClass> allowed = doors.length == 0 ? may : may.or(resideInAnyPackage(below(doors)));
        noClasses()
                .that(DescribedPredicate.not(allowed))
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORK))
                .check(classes);
    }

    /** No service knows another one; nothing is injected into fields, printed, or thrown without a kind. */
    public void requireGoodManners() {
        String[] others = SERVICES.stream()
                .map(service -> "dev.millrace." + service)
                .filter(other -> !other.equals(root))
                .map(other -> other + "..")
                .toArray(String[]::new);
        noClasses().should().dependOnClassesThat().resideInAnyPackage(others).check(classes);
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(classes);
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
        GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(classes);
    }

    /** Packages below the root do not know each other in a circle. */
    public void requireNoCycles() {
        slices().matching(root + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    private DescribedPredicate<JavaClass> inRoot(String name) {
        return JavaClass.Predicates.resideInAPackage(root).and(simpleName(name));
    }

    private String[] below(String... packages) {
        return Stream.of(packages).map(each -> root + "." + each + "..").toArray(String[]::new);
    }
}
