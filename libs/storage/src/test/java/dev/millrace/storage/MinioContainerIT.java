package dev.millrace.storage;

import dev.millrace.testkit.Containers;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract on the store of docker-compose.yml, in a container; skipped where no engine answers. */
class MinioContainerIT extends ObjectStoreContract {
    private static final DockerImageName IMAGE = DockerImageName.parse(
                    "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z")
            .asCompatibleSubstituteFor("minio/minio");

    private static MinIOContainer container;

    @Override
    ObjectStore open() {
        if (container == null) {
            container = Containers.started(new MinIOContainer(IMAGE));
            Buckets.create(settings());
        }
        return ObjectStores.connect(settings());
    }

    private static StoreSettings settings() {
        return StoreSettings.of(
                URI.create(container.getS3URL()),
                "us-east-1",
                container.getUserName(),
                container.getPassword(),
                "contract");
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }
}
