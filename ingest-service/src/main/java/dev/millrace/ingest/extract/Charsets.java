package dev.millrace.ingest.extract;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns bytes of unknown encoding into text: valid UTF-8 is UTF-8, a byte order mark decides, else the likeliest is taken. */
final class Charsets {
    private static final int SAMPLE = 64 << 10;
    private static final char REPLACEMENT = 0xFFFD;

    private Charsets() {}

    /** @throws MillraceException {@link ErrorCode#EXTRACTION_LIMIT} when the text is longer than any document's may be */
    static String decode(byte[] bytes) {
        Charset marked = byteOrderMark(bytes);
        requireLength(bytes, marked);
        if (marked != null) {
            String text = new String(bytes, marked);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Only where something could not be read, or stands there as if, it is looked at more closely.
        return text.indexOf(REPLACEMENT) < 0 || isUtf8(bytes) ? text : new String(bytes, likeliest(bytes));
    }

    /** Whether the bytes are text that everybody reads in the same way: valid UTF-8, and nothing before it that says so. */
    static boolean isPlainUtf8(byte[] bytes) {
        if (byteOrderMark(bytes) != null || bytes.length > Blocks.MOST_CHARACTERS) {
            return false;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return !text.isBlank() && (text.indexOf(REPLACEMENT) < 0 || isUtf8(bytes));
    }

    /** The same limit for what is decoded elsewhere. */
    static void requireLength(byte[] bytes) {
        requireLength(bytes, byteOrderMark(bytes));
    }

    /** Text takes several times its bytes while it is read, so it is counted before. */
    private static void requireLength(byte[] bytes, @Nullable Charset marked) {
        if (bytes.length <= Blocks.MOST_CHARACTERS) {
            return;
        }
        boolean wide = marked != null && !marked.equals(StandardCharsets.UTF_8);
        long characters = wide ? bytes.length / 2 : beginnings(bytes);
        if (characters > Blocks.MOST_CHARACTERS) {
            throw new MillraceException(
                    ErrorCode.EXTRACTION_LIMIT, "the document has more than " + Blocks.MOST_CHARACTERS + " characters");
        }
    }

    /** Bytes at which a character of UTF-8 begins. */
    private static long beginnings(byte[] bytes) {
        long count = 0;
        for (byte each : bytes) {
            count += (each & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static @Nullable Charset byteOrderMark(byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        return startsWith(bytes, 0xFF, 0xFE) ? StandardCharsets.UTF_16LE : null;
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static Charset likeliest(byte[] bytes) {
        byte[] sample = bytes.length > SAMPLE ? java.util.Arrays.copyOf(bytes, SAMPLE) : bytes;
        CharsetMatch match = new CharsetDetector().setText(sample).detect();
        boolean known = match != null && Charset.isSupported(match.getName());
        return known ? Charset.forName(match.getName()) : StandardCharsets.UTF_8;
    }
}
