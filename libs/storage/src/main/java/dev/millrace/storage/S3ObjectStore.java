package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.messages.Item;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

import static dev.millrace.storage.S3Calls.await;
import static dev.millrace.storage.S3Calls.translated;

/** The port on any S3-compatible store, with path-style addresses. Tries everything once; repeating is a decorator's task. */
final class S3ObjectStore implements ObjectStore {
    private static final int REQUESTS_AT_ONCE = 64;
    private static final long LARGEST_SINGLE_PUT = 16 << 20;
    private static final Map<String, String> IF_NONE_MATCH = Map.of("If-None-Match", "*");

    private final MinioAsyncClient client;
    private final OkHttpClient http;
    private final MultipartPut multipart;
    private final String bucket;
    private final String region;

    S3ObjectStore(StoreSettings settings) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(REQUESTS_AT_ONCE);
        dispatcher.setMaxRequestsPerHost(REQUESTS_AT_ONCE);
        http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.requestTimeout())
                .writeTimeout(settings.requestTimeout())
                .build();
        client = MinioAsyncClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentials(settings.accessKey(), settings.secretKey())
                .httpClient(http)
                .build();
        client.disableVirtualStyleEndpoint();
        bucket = settings.bucket();
        region = settings.region();
        multipart = new MultipartPut(client, bucket, region);
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public PutOutcome putIfAbsent(String key, Content content, String mediaType) {
        return translated("create", () -> {
            try {
                write(key, content, mediaType, IF_NONE_MATCH);
                return new PutOutcome.Created();
            } catch (Exception e) {
                if (S3Failures.isPreconditionFailed(e)) {
                    return new PutOutcome.AlreadyThere();
                }
                throw e;
            }
        });
    }

    @Override
    public void put(String key, Content content, String mediaType) {
        translated("put", () -> {
            write(key, content, mediaType, Map.of());
            return key;
        });
    }

    private void write(String key, Content content, String mediaType, Map<String, String> condition) throws Exception {
        if (content.length() > LARGEST_SINGLE_PUT) {
            multipart.put(key, content, mediaType, condition);
            return;
        }
        byte[] bytes = content.bytes();
        await(client.putObject(PutObjectAPIArgs.builder()
                .bucket(bucket)
                .region(region)
                .object(key)
                .contentType(mediaType)
                .headers(headers(condition, content, bytes))
                .data(bytes, bytes.length)
                .build()));
    }

    /** With checksums of our own: the client would make others, which take longer, and hash for the signature what is hashed already. */
    private static Http.Headers headers(Map<String, String> condition, Content content, byte[] bytes) {
        Http.Headers headers = new Http.Headers(condition);
        content.sha256().ifPresent(known -> headers.set(Http.Headers.X_AMZ_CONTENT_SHA256, known));
        CRC32 crc = new CRC32();
        crc.update(bytes);
        byte[] sum =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        headers.set(Http.Headers.X_AMZ_SDK_CHECKSUM_ALGORITHM, "CRC32");
        headers.set("X-Amz-Checksum-Crc32", Base64.getEncoder().encodeToString(sum));
        return headers;
    }

    @Override
    public byte[] get(String key) {
        return translated("get", () -> {
            try (InputStream stream = stream(GetObjectArgs.builder(), key)) {
                return stream.readAllBytes();
            }
        });
    }

    @Override
    public byte[] getRange(String key, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        byte[] bytes = translated("range get", () -> {
            GetObjectArgs.Builder range = GetObjectArgs.builder().offset(offset).length((long) length);
            try (InputStream stream = stream(range, key)) {
                return stream.readNBytes(length);
            }
        });
        if (bytes.length < length) {
            throw new MillraceException(ErrorCode.OBJECT_DAMAGED, "the object ends inside the range");
        }
        return bytes;
    }

    @Override
    public InputStream open(String key) {
        return translated("get", () -> stream(GetObjectArgs.builder(), key));
    }

    private GetObjectResponse stream(GetObjectArgs.Builder builder, String key) throws Exception {
        return await(client.getObject(
                builder.bucket(bucket).region(region).object(key).build()));
    }

    @Override
    public void download(String key, Path file) {
        translated("download", () -> {
            Path folder = file.toAbsolutePath().getParent();
            Path partial = Files.createTempFile(folder, ".download-", ".part");
            try (InputStream stream = stream(GetObjectArgs.builder(), key)) {
                Files.copy(stream, partial, StandardCopyOption.REPLACE_EXISTING);
                return Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        });
    }

    @Override
    public Optional<ObjectHead> head(String key) {
        return translated("head", () -> {
            try {
                StatObjectResponse head = await(client.statObject(StatObjectArgs.builder()
                        .bucket(bucket)
                        .region(region)
                        .object(key)
                        .build()));
                return Optional.of(new ObjectHead(
                        key,
                        head.size(),
                        head.etag(),
                        head.contentType(),
                        head.lastModified().toInstant()));
            } catch (Exception e) {
                if (S3Failures.isMissing(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public List<Listed> list(String prefix) {
        return translated("list", () -> {
            List<Listed> all = new ArrayList<>();
            for (Result<Item> each : client.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket)
                    .region(region)
                    .prefix(prefix)
                    .recursive(true)
                    .build())) {
                Item item = each.get();
                all.add(new Listed(
                        item.objectName(), item.size(), item.lastModified().toInstant()));
            }
            return all;
        });
    }

    @Override
    public void delete(String key) {
        translated("delete", () -> {
            await(client.removeObject(RemoveObjectArgs.builder()
                    .bucket(bucket)
                    .region(region)
                    .object(key)
                    .build()));
            return key;
        });
    }

    /** Ends the client's threads and connections, which otherwise keep a process alive for a minute. */
    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
