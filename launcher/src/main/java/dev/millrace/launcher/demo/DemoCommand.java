package dev.millrace.launcher.demo;

import dev.millrace.launcher.client.Connection;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.documents.DocumentSet;
import dev.millrace.launcher.documents.Samples;
import dev.millrace.launcher.local.DataFolder;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.launcher.local.LocalOptions;
import dev.millrace.launcher.local.LocalPlatform;
import dev.millrace.launcher.local.LocalState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the main job on this machine. */
@Command(
        name = "demo",
        description = "Take documents through the whole line: dataset, training, evaluation, promotion, answers.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--input", paramLabel = "DIR", description = "Documents of your own (default: the samples).")
    private @Nullable Path input;

    @Option(
            names = "--base",
            paramLabel = "auto|none|HUB-ID|DIR|FILE.gguf",
            description = "What the training starts from (default: ${DEFAULT-VALUE}); none trains from scratch.")
    private String base = BaseChoice.AUTO;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("millrace-data");

    @Option(names = "--keep", description = "Leave everything running afterwards, until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Use this gateway instead of starting one (default: MILLRACE_URL); its key comes from MILLRACE_KEY.")
    private @Nullable String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            arity = "0..1",
            interactive = true,
            description =
                    "The key (default: MILLRACE_KEY); without a value it is asked for, which keeps it out of lists of processes.")
    private @Nullable String key;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Console console = Console.of(Objects.requireNonNull(spec).commandLine().getOut(), environment);
        if (input != null && !Files.isDirectory(input)) {
            throw LauncherException.usage(input + " is no folder.");
        }
        DocumentSet documents = input == null ? Samples.in(Installation.found().home()) : DocumentSet.ofFolder(input);
        boolean elsewhere = Connection.isElsewhere(url, environment);
        BaseChoice choice = elsewhere ? BaseChoice.elsewhere(base, environment) : BaseChoice.of(base, environment);
        DataFolder folder = new DataFolder(data);
        console.line(console.bold("Millrace demo"));
        console.line("  " + documents.size() + " documents for collection " + documents.collection());
        console.line("  " + choice.why());
        console.line((elsewhere ? "  the report goes to " : "  everything is kept in ") + folder.root());
        return run(console, folder, Demo.startingFrom(documents, choice.base()));
    }

    private int run(Console console, DataFolder folder, DocumentSet documents) {
        Map<String, String> environment = System.getenv();
        if (Connection.isElsewhere(url, environment)
                || LocalState.running(folder).isPresent()) {
            Connection connection = Connection.find(url, key, folder, environment);
            console.line("  gateway  " + connection.url());
            work(console, folder, connection, documents, new Stopwatch());
            return 0;
        }
        try (LocalPlatform platform = LocalPlatform.on(Installation.found(), folder, LocalOptions.defaults())) {
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            Stopwatch stopwatch = new Stopwatch();
            console.heading("Start");
            stopwatch.time("start", () -> platform.start(name -> console.line("  ready  " + name), console::line));
            Connection connection = Connection.find(null, folder, Map.of());
            work(console, folder, connection, documents, stopwatch);
            if (keep) {
                console.line("Still running at " + platform.url() + "; Ctrl-C stops it.");
                waitForever();
            }
        }
        return 0;
    }

    private void work(
            Console console, DataFolder folder, Connection connection, DocumentSet documents, Stopwatch stopwatch) {
        DemoReport report = new Demo(new Gateway(connection), console, stopwatch).run(documents);
        report.write(folder.created());
        Story story = new Story(console);
        console.heading("Done");
        story.seconds(report.seconds());
        console.line("  report   " + folder.root().resolve(DemoReport.FILE));
        goOn(console, connection);
    }

    private void goOn(Console console, Connection connection) {
        if (Connection.isElsewhere(url, System.getenv())) {
            console.line("  go on    " + Connection.URL + "=" + connection.url() + " ./millrace chat");
            return;
        }
        console.line("  go on    ./millrace up --data " + data + "    then, in another terminal:");
        console.line("           ./millrace chat --data " + data);
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
