package dev.millrace.testkit;

import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;

/** Containers for tests. Where none can run, the test is skipped and says why: it never passes for want of an engine. */
public final class Containers {
    private static final String NO_IMAGE = "an image is neither on this machine nor to be fetched";

    /** Every further test of this process would wait as long for the same answer. */
    private static boolean fetchFailed;

    private Containers() {}

    /** Starts the container, or skips the test where there is no engine or no such image. */
    public static <C extends GenericContainer<?>> C started(C container) {
        Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no container engine answers");
        Assumptions.assumeFalse(fetchFailed, NO_IMAGE);
        try {
            container.start();
        } catch (ContainerFetchException e) {
            fetchFailed = true;
            Assumptions.abort(NO_IMAGE);
        }
        return container;
    }
}
