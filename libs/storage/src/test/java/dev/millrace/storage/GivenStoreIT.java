package dev.millrace.storage;

import java.net.URI;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The contract on whatever S3-compatible store {@code MILLRACE_TEST_S3_ENDPOINT} names; skipped without it. */
class GivenStoreIT extends ObjectStoreContract {
    private static final String PREFIX = "MILLRACE_TEST_S3_";

    @Override
    ObjectStore open() {
        String endpoint = System.getenv(PREFIX + "ENDPOINT");
        assumeTrue(endpoint != null, PREFIX + "ENDPOINT is not set");
        StoreSettings settings = StoreSettings.of(
                URI.create(endpoint),
                System.getenv().getOrDefault(PREFIX + "REGION", "us-east-1"),
                System.getenv(PREFIX + "ACCESS_KEY"),
                System.getenv(PREFIX + "SECRET_KEY"),
                System.getenv().getOrDefault(PREFIX + "BUCKET", "contract"));
        Buckets.create(settings);
        return ObjectStores.connect(settings);
    }
}
