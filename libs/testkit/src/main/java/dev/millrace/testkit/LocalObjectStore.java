package dev.millrace.testkit;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A real S3 server in this process, on loopback only, with its objects as files in a folder. Requests must be signed with the
 * given keys. A start on the same folder continues, after what interrupted uploads left behind has been removed.
 */
public final class LocalObjectStore implements AutoCloseable {
    private static final String REGION = "us-east-1";
    private static final long STOP_TIMEOUT_MILLIS = 2_000;

    private final S3Proxy server;
    private final Path folder;
    private final String accessKey;
    private final String secretKey;

    private LocalObjectStore(S3Proxy server, Path folder, String accessKey, String secretKey) {
        this.server = server;
        this.folder = folder;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /**
     * Starts the server.
     *
     * @param folder where buckets are folders and objects files; made when it is missing, and kept
     * @param port 0 for any free one
     * @throws IllegalStateException when the server does not start, for example because the port is taken
     */
    public static LocalObjectStore start(Path folder, int port, String accessKey, String secretKey) {
        QuietLogging.apply();
        Leftovers.sweep(Folders.create(folder));
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                .stopTimeout(STOP_TIMEOUT_MILLIS)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the object store did not start on port " + port, e);
        }
        return new LocalObjectStore(server, folder, accessKey, secretKey);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Creates the bucket when it is missing, and says how to open it. */
    public StoreAddress bucket(String name) {
        Folders.create(folder.resolve(name));
        return new StoreAddress(endpoint(), REGION, accessKey, secretKey, name);
    }

    /** Stops the server after requests under way have had two seconds to end. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the object store did not stop", e);
        }
    }
}
