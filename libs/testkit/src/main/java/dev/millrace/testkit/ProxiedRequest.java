package dev.millrace.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP message up to its body.
 *
 * @param head first line and headers with the empty line that ends them
 * @param body the stream at the body's first byte
 */
record ProxiedRequest(String head, InputStream body) {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final String END = "\r\n\r\n";

    /** Null when the stream ends before a head does. */
    static @Nullable ProxiedRequest read(InputStream stream) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END.length()) {
            int next = stream.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
            matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return new ProxiedRequest(head.toString(StandardCharsets.ISO_8859_1), stream);
    }

    String method() {
        return head.substring(0, head.indexOf(' '));
    }

    String path() {
        int start = head.indexOf(' ') + 1;
        return head.substring(start, head.indexOf(' ', start));
    }

    long length() {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Long.parseLong(length.group(1)) : 0;
    }

    /** The head, with word that this is the connection's last message. */
    byte[] lastOfItsConnection() {
        String others = head.replaceAll("(?im)^connection:.*\r\n", "");
        return others.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
