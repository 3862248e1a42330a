package dev.millrace.cleaning;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The five parts of the service, and what may know what. */
class CleaningArchitectureTest {
    private static final String[] OUTSIDE = {
        "io.quarkus..",
        "jakarta..",
        "org.apache.kafka..",
        "io.minio..",
        "dev.millrace.storage..",
        "dev.millrace.messaging..",
        "dev.millrace.service..",
        "dev.millrace.cleaning.messaging.."
    };

    private final JavaClasses service = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.millrace.cleaning");

    @Test
    void thePartsAreThere() {
        assertThat(service.stream().map(c -> c.getName()))
                .contains(
                        CleaningConfig.class.getName(),
                        CleaningStep.class.getName(),
                        CleaningWiring.class.getName(),
                        "dev.millrace.cleaning.messaging.FeatureHandler",
                        "dev.millrace.cleaning.package-info");
    }

    @Test
    void theStepAndTheRulesArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("..operator..", "..decision..")
                .or()
                .belongToAnyOf(CleaningStep.class, Cleaned.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE)
                .check(service);
    }

    @Test
    void onlyTheWiringKnowsTheFramework() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(CleaningWiring.class, CleaningConfig.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "dev.millrace.service..")
                .check(service);
    }

    @Test
    void nothingIsInjectedIntoFieldsAndNoServiceKnowsAnother() {
        noFields().should().beAnnotatedWith(Inject.class).check(service);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.millrace.ingest..",
                        "dev.millrace.formatting..",
                        "dev.millrace.trainer..",
                        "dev.millrace.eval..",
                        "dev.millrace.gateway..",
                        "dev.millrace.launcher..")
                .check(service);
    }

    @Test
    void thereAreNoCyclesBelowTheRoot() {
        slices().matching("dev.millrace.cleaning.(*)..")
                .should()
                .beFreeOfCycles()
                .check(service);
    }
}
