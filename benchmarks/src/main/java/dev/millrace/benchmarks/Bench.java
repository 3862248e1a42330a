package dev.millrace.benchmarks;

import dev.millrace.benchmarks.footprint.FootprintBench;
import dev.millrace.benchmarks.generate.GenerateBench;
import dev.millrace.benchmarks.ingest.IngestBench;
import dev.millrace.benchmarks.limits.LimitsBench;
import dev.millrace.benchmarks.start.StartBench;
import dev.millrace.benchmarks.train.CheckpointBench;
import dev.millrace.benchmarks.train.MemoryBench;
import dev.millrace.benchmarks.train.TrainBench;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./millrace bench}: speed beside limits and peers, measured in one session on one machine. */
@Command(
        name = "bench",
        description =
                "Measures speed beside limits and peers; docs/performance.md says what was found and what is the goal.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCH",
        subcommands = {
            Bench.Limits.class,
            Bench.Ingest.class,
            Bench.Train.class,
            Bench.Footprint.class,
            Bench.Generate.class,
            Bench.Checkpoint.class,
            Bench.Memory.class,
            Bench.Start.class
        })
public final class Bench implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench());
    }

    @Override
    public void run() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        command.usage(command.getOut());
    }

    @Command(
            name = "limits",
            description =
                    "What this machine can do: multiplication, memory, disk, loopback, hashing, Kafka, object store.",
            mixinStandardHelpOptions = true)
    static final class Limits implements Callable<Integer> {
        @Mixin
        private final BenchRun run = new BenchRun();

        @Override
        public Integer call() throws Exception {
            return run.run(new LimitsBench());
        }
    }

    @Command(
            name = "ingest",
            description = "How fast a filled topic is drained to committed events, beside the producer that filled it.",
            mixinStandardHelpOptions = true)
    static final class Ingest implements Callable<Integer> {
        @Mixin
        private final BenchRun run = new BenchRun();

        @Option(
                names = "--size",
                paramLabel = "1|4|64",
                split = ",",
                description = "Only documents of these sizes, KiB (default: all).")
        private Set<Integer> sizes = Set.of();

        @Option(
                names = "--with",
                paramLabel = "NAME=VALUE",
                description = "A variable of the service, as in MILLRACE_INGEST_CHANNELS=1.")
        private Map<String, String> environment = Map.of();

        @Override
        public Integer call() throws Exception {
            return run.run(new IngestBench(sizes, environment));
        }
    }

    @Command(
            name = "train",
            description = "Tokens per second of training from scratch, beside PyTorch with the same weights and data.",
            mixinStandardHelpOptions = true)
    static final class Train implements Callable<Integer> {
        @Mixin
        private final BenchRun run = new BenchRun();

        @Mixin
        private final ModelChoice model = new ModelChoice("14m");

        @Override
        public Integer call() throws Exception {
            return run.run(new TrainBench(model.name()));
        }
    }

    @Command(
            name = "footprint",
            description = "What a training step holds in memory, whole or beside adapters, and how fast it is.",
            mixinStandardHelpOptions = true)
    static final class Footprint implements Callable<Integer> {
        @Mixin
        private final BenchRun run = new BenchRun();

        @Mixin
        private final ModelChoice model = new ModelChoice("14m");

        @Option(
                names = "--only",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Only the cases whose names hold this text.")
        private String only = "";

        @Override
        public Integer call() throws Exception {
            return run.run(new FootprintBench(model.name(), only));
        }
    }

    @Command(
            name = "generate",
            description = "Tokens per second of answering, alone and in a batch, beside transformers and llama.cpp.",
            mixinStandardHelpOptions = true)
    static final class Generate implements Callable<Integer> {
        @Mixin
        private final BenchRun run = new BenchRun();

        @Mixin
        private final ModelChoice model = new ModelChoice("135m");

        @Override
        public Integer call() throws Exception {
            return run.run(new GenerateBench(model.name()));
        }
    }

    @Command(
            name = "checkpoint",
            description = "How long a save stops training, and how fast a checkpoint is written and restored.",
            mixinStandardHelpOptions = true)
    static final class Checkpoint implements Callable<Integer> {
        @Mixin
        private final BenchRun run = new BenchRun();

        @Mixin
        private final ModelChoice model = new ModelChoice("14m");

        @Override
        public Integer call() throws Exception {
            return run.run(new CheckpointBench(model.name()));
        }
    }

    @Command(
            name = "memory",
            description = "The most memory that training holds, beside what the fit check expects.",
            mixinStandardHelpOptions = true)
    static final class Memory implements Callable<Integer> {
        @Mixin
        private final BenchRun run = new BenchRun();

        @Mixin
        private final ModelChoice model = new ModelChoice("14m");

        @Override
        public Integer call() throws Exception {
            return run.run(new MemoryBench(model.name()));
        }
    }

    @Command(
            name = "start",
            description = "How long until everything is ready, and what each service holds at rest.",
            mixinStandardHelpOptions = true)
    static final class Start implements Callable<Integer> {
        @Mixin
        private final BenchRun run = new BenchRun();

        @Override
        public Integer call() throws Exception {
            return run.run(new StartBench());
        }
    }
}
