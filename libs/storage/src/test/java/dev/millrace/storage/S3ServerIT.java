package dev.millrace.storage;

import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on real servers without a container; skipped where none can be started. */
@ParameterizedClass
@ValueSource(strings = {"minio", "seaweedfs"})
class S3ServerIT extends ObjectStoreContract {
    private static S3Server server;

    @Parameter
    private String kind;

    @Override
    ObjectStore open() throws Exception {
        if (server == null) {
            server = S3Server.start(kind);
        }
        return ObjectStores.connect(server.settings());
    }

    @AfterParameterizedClassInvocation
    static void stop() throws InterruptedException {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
