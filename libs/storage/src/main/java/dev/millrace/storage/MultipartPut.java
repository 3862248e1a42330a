package dev.millrace.storage;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.UploadPartArgs;
import io.minio.UploadPartResponse;
import io.minio.messages.Part;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static dev.millrace.storage.S3Calls.await;

/** One upload in parts, a few of them under way at once. The condition goes with the last request, which publishes the object. */
final class MultipartPut {
    private static final long SMALLEST_PART = 8 << 20;
    private static final int MOST_PARTS = 9_000;
    private static final int AT_ONCE = 3;

    private final MinioAsyncClient client;
    private final String bucket;
    private final String region;

    MultipartPut(MinioAsyncClient client, String bucket, String region) {
        this.client = client;
        this.bucket = bucket;
        this.region = region;
    }

    void put(String key, Content content, String mediaType, Map<String, String> condition) throws Exception {
        String upload = begin(key, mediaType);
        try {
            Part[] parts = parts(key, upload, content);
            await(client.completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                    .bucket(bucket)
                    .region(region)
                    .object(key)
                    .uploadId(upload)
                    .parts(parts)
                    .extraHeaders(condition)
                    .build()));
        } catch (Exception e) {
            abort(key, upload, e);
            throw e;
        }
    }

    private String begin(String key, String mediaType) throws Exception {
        return await(client.createMultipartUpload(CreateMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .region(region)
                        .object(key)
                        .headers(new Http.Headers("Content-Type", mediaType))
                        .build()))
                .result()
                .uploadId();
    }

    private Part[] parts(String key, String upload, Content content) throws Exception {
        int size = Math.toIntExact(Math.max(SMALLEST_PART, content.length() / MOST_PARTS + 1));
        List<Part> done = new ArrayList<>();
        Deque<CompletableFuture<UploadPartResponse>> underWay = new ArrayDeque<>();
        try (InputStream stream = content.open()) {
            for (long offset = 0; offset < content.length(); offset += size) {
                if (underWay.size() == AT_ONCE) {
                    done.add(await(underWay.remove()).part());
                }
                byte[] bytes = exactly(stream, (int) Math.min(size, content.length() - offset));
                underWay.add(part(key, upload, done.size() + underWay.size() + 1, bytes));
            }
            while (!underWay.isEmpty()) {
                done.add(await(underWay.remove()).part());
            }
        } finally {
            underWay.forEach(part -> part.cancel(true));
        }
        return done.toArray(Part[]::new);
    }

    private CompletableFuture<UploadPartResponse> part(String key, String upload, int number, byte[] bytes) {
        return client.uploadPart(UploadPartArgs.builder()
                .bucket(bucket)
                .region(region)
                .object(key)
                .uploadId(upload)
                .partNumber(number)
                .data(bytes, bytes.length)
                .build());
    }

    private void abort(String key, String upload, Exception reason) {
        try {
            await(client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                    .bucket(bucket)
                    .region(region)
                    .object(key)
                    .uploadId(upload)
                    .build()));
        } catch (Exception e) {
            reason.addSuppressed(e);
        }
    }

    static byte[] exactly(InputStream stream, int length) throws IOException {
        byte[] bytes = stream.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the content is " + (length - bytes.length) + " bytes shorter than announced");
        }
        return bytes;
    }
}
