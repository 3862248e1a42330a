package dev.millrace.storage;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach a bucket.
 *
 * @param endpoint scheme, host and port, no path
 * @param secretKey never part of {@link #toString()}
 * @param connectTimeout until a connection stands
 * @param requestTimeout of silence on a connection while a request is under way
 * @param attempts how often a request is tried in all before an unavailable store becomes a failure, at least 1
 */
public record StoreSettings(
        URI endpoint,
        String region,
        String accessKey,
        String secretKey,
        String bucket,
        Duration connectTimeout,
        Duration requestTimeout,
        int attempts) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 5;

    public StoreSettings {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
        }
    }

    /** With the default timeouts and attempts. */
    public static StoreSettings of(URI endpoint, String region, String accessKey, String secretKey, String bucket) {
        return new StoreSettings(endpoint, region, accessKey, secretKey, bucket, CONNECT, REQUEST, ATTEMPTS);
    }

    public StoreSettings withAttempts(int number) {
        return new StoreSettings(
                endpoint, region, accessKey, secretKey, bucket, connectTimeout, requestTimeout, number);
    }

    public StoreSettings withTimeouts(Duration connect, Duration request) {
        return new StoreSettings(endpoint, region, accessKey, secretKey, bucket, connect, request, attempts);
    }

    @Override
    public String toString() {
        return "StoreSettings[" + endpoint + "/" + bucket + ", " + region + "]";
    }
}
