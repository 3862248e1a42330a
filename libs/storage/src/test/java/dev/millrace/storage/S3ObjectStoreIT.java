package dev.millrace.storage;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract on the embedded S3 server. */
class S3ObjectStoreIT extends ObjectStoreContract {
    @Override
    ObjectStore open() {
        return ObjectStores.connect(settings(TestEnvironment.shared().newBucket()));
    }

    /** What the caller has hashed is not hashed again by us, but by the store. */
    @Test
    void theStoreTakesNoBytesThatDoNotHashToWhatTheCallerSays() {
        try (ObjectStore store = ObjectStores.connect(
                settings(TestEnvironment.shared().newBucket()).withAttempts(1))) {
            Content bent = Content.of("bent".getBytes(UTF_8), Hashes.sha256("sent"));

            assertThatThrownBy(() -> store.putIfAbsent("a", bent, "text/plain")).isInstanceOf(MillraceException.class);
            assertThat(store.head("a")).isEmpty();
        }
    }

    static StoreSettings settings(StoreAddress address) {
        return StoreSettings.of(
                address.endpoint(), address.region(), address.accessKey(), address.secretKey(), address.bucket());
    }
}
