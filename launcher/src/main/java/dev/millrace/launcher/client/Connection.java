package dev.millrace.launcher.client;

import dev.millrace.launcher.local.DataFolder;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.local.LocalState;
import dev.millrace.launcher.local.Secrets;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gateway and the key to it.
 *
 * @param key never part of {@link #toString()}
 */
public record Connection(URI url, String key) {
    /** The variable that names the gateway. */
    public static final String URL = "MILLRACE_URL";
    /** The variable that holds the key. */
    public static final String KEY = "MILLRACE_KEY";

    /** With the key that the environment names. */
    public static Connection find(@Nullable String url, DataFolder data, Map<String, String> environment) {
        return find(url, null, data, environment);
    }

    /**
     * What was asked for, else what the environment names, else what runs on the data folder.
     *
     * @param url from the command line
     * @param key from the command line
     */
    public static Connection find(
            @Nullable String url, @Nullable String key, DataFolder data, Map<String, String> environment) {
        String asked = isElsewhere(url, environment) ? (url == null ? environment.get(URL) : url) : null;
        String given = key == null ? environment.get(KEY) : key;
        if (asked == null) {
            return local(data, given);
        }
        if (given == null || given.isBlank()) {
            throw LauncherException.usage("Set " + KEY + " to a key for " + asked + ".");
        }
        return new Connection(parse(asked), given.strip());
    }

    /** True when the gateway is named, by the command line or the environment, whatever runs here. */
    public static boolean isElsewhere(@Nullable String url, Map<String, String> environment) {
        String named = url == null ? environment.get(URL) : url;
        return named != null && !named.isBlank();
    }

    private static Connection local(DataFolder data, @Nullable String key) {
        LocalState state = LocalState.running(data)
                .orElseThrow(() -> LauncherException.failed("Nothing runs on " + data.root()
                        + ". Start it with ./millrace up, or set " + URL + " and " + KEY + "."));
        return new Connection(
                URI.create(state.url()),
                key == null || key.isBlank() ? new Secrets(data.secrets()).adminKey() : key.strip());
    }

    private static URI parse(String url) {
        try {
            URI parsed = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (parsed.getHost() != null && ("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme()))) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            // The sentence below says it.
        }
        throw LauncherException.usage(url + " is no address of a gateway: it looks like http://127.0.0.1:8080.");
    }

    @Override
    public String toString() {
        return "Connection[" + url + "]";
    }
}
