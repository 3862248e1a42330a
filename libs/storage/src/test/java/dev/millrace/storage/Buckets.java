package dev.millrace.storage;

import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;

/** Makes buckets on stores that are not of our making. */
final class Buckets {
    private Buckets() {}

    /** Makes the bucket unless it is there. */
    static void create(StoreSettings settings) {
        try (MinioClient client = MinioClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentials(settings.accessKey(), settings.secretKey())
                .build()) {
            BucketExistsArgs exists =
                    BucketExistsArgs.builder().bucket(settings.bucket()).build();
            if (!client.bucketExists(exists)) {
                client.makeBucket(
                        MakeBucketArgs.builder().bucket(settings.bucket()).build());
            }
        } catch (Exception e) {
            throw new IllegalStateException("the bucket could not be made", e);
        }
    }
}
