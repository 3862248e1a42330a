package dev.millrace.testkit;

import java.net.URI;

/**
 * Where a bucket is and how to open it.
 *
 * @param secretKey never part of {@link #toString()}
 */
public record StoreAddress(URI endpoint, String region, String accessKey, String secretKey, String bucket) {
    /** The same store and keys with another bucket, which this method does not create. */
    public StoreAddress withBucket(String other) {
        return new StoreAddress(endpoint, region, accessKey, secretKey, other);
    }

    /** The same bucket behind another address, a faulty proxy for example. */
    public StoreAddress withEndpoint(URI other) {
        return new StoreAddress(other, region, accessKey, secretKey, bucket);
    }

    @Override
    public String toString() {
        return "StoreAddress[" + endpoint + "/" + bucket + "]";
    }
}
