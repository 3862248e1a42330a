package dev.millrace.storage;

import org.junit.jupiter.api.AfterAll;

/** The contract on a real MinIO without a container; skipped where none can be started. */
class MinioServerIT extends ObjectStoreContract {
    private static S3Server server;

    @Override
    ObjectStore open() throws Exception {
        if (server == null) {
            server = S3Server.start("minio");
        }
        return ObjectStores.connect(server.settings());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
