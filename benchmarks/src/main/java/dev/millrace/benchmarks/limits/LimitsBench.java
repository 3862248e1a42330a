package dev.millrace.benchmarks.limits;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.LocalServers;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.measure.Versions;
import dev.millrace.benchmarks.report.Peer;
import dev.millrace.benchmarks.report.Row;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.storage.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the machine can do: the yardstick of all other benches. */
public final class LimitsBench implements Benchmark {
    /** What {@link #disk} measures, in MB/s. */
    public static final String DISK_WRITE = Disk.WRITE;

    /** Writing a large file to a disk, for benches whose limit that is. */
    public static Contestant disk(Path folder) {
        return new Disk(folder);
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of("millrace", "jdk", "libtorch", "kafka", "s3");
    }

    @Override
    public List<Row> run(Session session) throws Exception {
        PeerLimits gemm = new PeerLimits(
                session.peers(),
                "gemm",
                "--sizes",
                "2048",
                "--only",
                "gemm",
                "memory",
                "disk",
                "scan",
                "--repeat",
                "1");
        PeerLimits kafka =
                new PeerLimits(session.peers(), "kafka-perf", "--sizes", "4096", "--mib", "64", "--repeat", "1");
        try (ModelRuntime runtime = ModelRuntime.start();
                LocalServers servers = LocalServers.start(session.scratch());
                ObjectStore store = servers.store()) {
            List<Contestant> contestants = List.of(
                    new Gemm(runtime),
                    new MemoryAndHash(),
                    gemm,
                    new Disk(session.scratch()),
                    new Loopback(),
                    new KafkaRaw(servers.bootstrapServers()),
                    kafka,
                    new StorePutGet(store));
            return rows(session.alternation().run(contestants), gemm, kafka);
        }
    }

    private static List<Row> rows(Samples found, PeerLimits gemm, PeerLimits kafka) {
        return List.of(
                row(
                        found,
                        Gemm.FP32,
                        "GFLOP/s",
                        fastest(gemm.peer(found, "gemm float32 2048"), gemm.peer(found, "gemm float32 2048 numpy")),
                        "one element of the product computed apart"),
                row(
                        found,
                        Gemm.BF16,
                        "GFLOP/s",
                        gemm.peer(found, "gemm bfloat16 2048"),
                        "one element of the product computed apart"),
                row(found, MemoryAndHash.COPY, "GB/s", gemm.peer(found, "memory copy"), "all bytes"),
                row(
                        found,
                        MemoryAndHash.HASH,
                        "MB/s",
                        gemm.peer(found, "sha-256"),
                        "own known answers in the tests of the contracts"),
                row(found, Disk.WRITE, "MB/s", gemm.peer(found, "disk write + fsync"), "length of the file"),
                row(found, Disk.SYNC, "calls/s", gemm.peer(found, "fsync of 4 KiB"), "length of the file"),
                row(found, Loopback.STREAM, "MB/s", null, "number of bytes received"),
                row(
                        found,
                        KafkaRaw.PRODUCE,
                        "MB/s",
                        kafka.peer(found, "producer 4096 B acks=all"),
                        "acknowledged offsets"),
                row(found, StorePutGet.PUT, "MB/s", null, "all bytes read back"),
                row(found, StorePutGet.GET, "MB/s", null, "all bytes read back"),
                row(found, StorePutGet.SMALL, "objects/s", null, "one object read back"));
    }

    /** Which library multiplies faster depends on the processor: the limit is the faster one. */
    private static @Nullable Peer fastest(@Nullable Peer a, @Nullable Peer b) {
        return a == null || b == null ? a : a.median() >= b.median() ? a : b;
    }

    private static Row row(Samples found, String title, String unit, @Nullable Peer peer, String verified) {
        return new Row(title, unit, found.figure(title), peer, null, verified);
    }
}
