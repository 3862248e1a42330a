package dev.millrace.launcher.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiskWatchTest {
    private final AtomicLong left = new AtomicLong(10 * DiskWatch.LITTLE);
    private final List<String> said = new ArrayList<>();
    private final DiskWatch watch = new DiskWatch("millrace-data", left::get, said::add);

    @Test
    void aDiskWithRoomIsNothingToSpeakOf() {
        look(10 * DiskWatch.LITTLE);

        assertThat(said).isEmpty();
    }

    @Test
    void aFullDiskIsSaidOnceAndThatThereIsRoomAgainToo() {
        look(DiskWatch.LITTLE - 1, 0, DiskWatch.LITTLE + 1, 3 * DiskWatch.LITTLE, 3 * DiskWatch.LITTLE);

        assertThat(said).hasSize(2);
        assertThat(said.getFirst()).startsWith("DISK_FULL: the disk of millrace-data has 63 MiB left.");
        assertThat(said.getLast()).isEqualTo("There is room for millrace-data again; work goes on.");
    }

    private void look(long... sizes) {
        for (long size : sizes) {
            left.set(size);
            watch.look();
        }
    }
}
