package dev.millrace.storage;

import org.junit.jupiter.api.AfterAll;

/** The contract on a real SeaweedFS without a container; skipped where none can be started. */
class SeaweedServerIT extends ObjectStoreContract {
    private static S3Server server;

    @Override
    ObjectStore open() throws Exception {
        if (server == null) {
            server = S3Server.start("seaweedfs");
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
