package dev.millrace.gateway;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An upload as a browser sends it. */
final class Upload {
    private static final String BOUNDARY = "boundary-0123456789";

    private final Map<String, String> fields = new LinkedHashMap<>();
    private String key = GatewayProcess.ADMIN;

    Upload(@Nullable String collection) {
        if (collection != null) {
            field("collection", collection);
        }
    }

    Upload as(String other) {
        key = other;
        return this;
    }

    Upload field(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** @param content null to send no file */
    HttpResponse<String> send(String fileName, String mediaType, @Nullable String content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> part(body, "name=\"" + name + "\"", null, value));
        if (content != null) {
            part(body, "name=\"file\"; filename=\"" + fileName + "\"", mediaType, content);
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        GatewayProcess gateway = OpenLine.gateway();
        return gateway.send(gateway.request("/api/v1/documents")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String name, @Nullable String mediaType, String content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + name + "\r\n"
                + (mediaType == null ? "" : "Content-Type: " + mediaType + "\r\n") + "\r\n";
        body.writeBytes((head + content + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
