package dev.millrace.launcher.cli;

import dev.millrace.launcher.client.Connection;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.local.DataFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which gateway a command talks to, and how it prints. */
final class GatewayOption {
    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The gateway (default: MILLRACE_URL, or what runs on --data); its key comes from MILLRACE_KEY.")
    private @Nullable String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            arity = "0..1",
            interactive = true,
            description =
                    "The key (default: MILLRACE_KEY); without a value it is asked for, which keeps it out of lists of processes.")
    private @Nullable String key;

    @Option(names = "--json", description = "Print JSON, one value a line.")
    private boolean json;

    Gateway gateway() {
        return new Gateway(connection());
    }

    Connection connection() {
        return Connection.find(url, key, data.folder(), System.getenv());
    }

    DataFolder data() {
        return data.folder();
    }

    /** True when another gateway is named than what runs on the data folder. */
    boolean isElsewhere() {
        return Connection.isElsewhere(url, System.getenv());
    }

    boolean json() {
        return json;
    }
}
