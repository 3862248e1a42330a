package dev.millrace.gateway.access;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the caller a key belongs to. Who sends many wrong ones is not heard for the rest of the minute; a key that has opened from the same
 * address before still does, so that one bad client behind a shared address shuts nobody else out.
 */
public final class Doorkeeper {
    private static final String BEARER = "Bearer ";
    private static final int MOST_KNOWN = 10_000;

    private final Function<String, Optional<Caller>> keys;
    private final WrongKeys wrong;
    private final Set<String> known = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    }));

    /** @param mostWrong wrong keys that an address may send a minute */
    public Doorkeeper(Function<String, Optional<Caller>> keys, int mostWrong, LongSupplier nanoTime) {
        this.keys = keys;
        this.wrong = new WrongKeys(mostWrong, nanoTime);
    }

    /**
     * @param authorization the header of this name
     * @throws MillraceException {@link ErrorCode#KEY_INVALID} or {@link ErrorCode#TOO_MANY_FAILURES}
     */
    Caller admit(@Nullable String authorization, String address) {
        String key = key(authorization);
        String pair = Hashes.sha256OfParts(address, key);
        if (wrong.tooMany(address) && !known.contains(pair)) {
            throw new MillraceException(ErrorCode.TOO_MANY_FAILURES, "too many wrong API keys came from this address");
        }
        Caller caller = keys.apply(key).orElseThrow(() -> {
            wrong.add(address);
            return invalid();
        });
        known.add(pair);
        return caller;
    }

    private static String key(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw invalid();
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private static MillraceException invalid() {
        return new MillraceException(ErrorCode.KEY_INVALID, "the API key is missing or not valid");
    }
}
