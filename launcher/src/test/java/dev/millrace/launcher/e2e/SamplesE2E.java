package dev.millrace.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.client.Connection;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.documents.DocumentSet;
import dev.millrace.launcher.documents.Samples;
import dev.millrace.launcher.local.DataFolder;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LocalOptions;
import dev.millrace.launcher.local.LocalPlatform;
import dev.millrace.launcher.local.ServiceKind;
import dev.millrace.launcher.watch.Waiting;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** I4: the samples come to one dataset, whatever the number of partitions; the quick start's test has four. */
@Execution(ExecutionMode.CONCURRENT)
class SamplesE2E {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theDatasetOfTheSamplesDoesNotDependOnThePartitions(int partitions) {
        LocalOptions withoutTraining =
                new LocalOptions(null, partitions, Map.of(ServiceKind.TRAINER, 0, ServiceKind.EVAL, 0), Map.of());
        DataFolder data = new DataFolder(folder.resolve("data"));
        try (LocalPlatform platform = LocalPlatform.on(new Installation(Script.HOME), data, withoutTraining)) {
            platform.start(name -> {});

            JsonNode dataset = sealed(new Gateway(Connection.find(null, data, Map.of())));

            assertThat(dataset.path("digest").asText()).isEqualTo(ReadmeQuickStartE2E.SAMPLES_DIGEST);
        }
    }

    private static JsonNode sealed(Gateway gateway) {
        DocumentSet samples = Samples.in(Script.HOME);
        gateway.putCollection(samples.collection(), samples.recipe());
        samples.documents().forEach(gateway::submit);
        samples.withdrawals().forEach(each -> gateway.withdraw(samples.collection(), each.documentId(), each.time()));
        String request = gateway.requestDataset(samples.collection(), true);
        return Waiting.on(gateway).dataset(samples.collection(), request, progress -> {});
    }
}
