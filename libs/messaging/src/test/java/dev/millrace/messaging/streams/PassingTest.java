package dev.millrace.messaging.streams;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class PassingTest {
    static Stream<Arguments> whatPasses() {
        return Stream.of(
                argumentSet("a broker", new TimeoutException("away"), ErrorCode.BROKER_UNAVAILABLE),
                argumentSet(
                        "a store",
                        new MillraceException(ErrorCode.STORE_UNAVAILABLE, "x"),
                        ErrorCode.STORE_UNAVAILABLE),
                argumentSet(
                        "a full disk under the state",
                        new ProcessorStateException("put", rocks(Status.Code.IOError, Status.SubCode.NoSpace)),
                        ErrorCode.DISK_FULL),
                argumentSet("a full disk under a folder", new IOException("no room"), ErrorCode.DISK_FULL));
    }

    @ParameterizedTest
    @MethodSource("whatPasses")
    void whatAnotherTryMayOutliveIsWaitedFor(Exception cause, ErrorCode code) {
        assertThat(Passing.code(new StreamsException("the topology failed", cause)))
                .contains(code);
    }

    @Test
    void ourMistakesAndADamagedStateAreNot() {
        assertThat(Passing.code(new StreamsException(new IllegalStateException("x"))))
                .isEmpty();
        assertThat(Passing.code(new StreamsException(new MillraceException(ErrorCode.INTERNAL_ERROR, "x"))))
                .isEmpty();
        assertThat(Passing.code(new StreamsException(rocks(Status.Code.Corruption, Status.SubCode.None))))
                .isEmpty();
    }

    private static RocksDBException rocks(Status.Code code, Status.SubCode detail) {
        return new RocksDBException("for the test", new Status(code, detail, "for the test"));
    }
}
