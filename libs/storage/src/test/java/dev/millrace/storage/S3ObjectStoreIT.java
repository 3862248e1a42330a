package dev.millrace.storage;

import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;

/** The contract on the embedded S3 server. */
class S3ObjectStoreIT extends ObjectStoreContract {
    @Override
    ObjectStore open() {
        return ObjectStores.connect(settings(TestEnvironment.shared().newBucket()));
    }

    static StoreSettings settings(StoreAddress address) {
        return StoreSettings.of(
                address.endpoint(), address.region(), address.accessKey(), address.secretKey(), address.bucket());
    }
}
