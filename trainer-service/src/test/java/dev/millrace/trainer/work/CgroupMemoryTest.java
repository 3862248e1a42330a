package dev.millrace.trainer.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CgroupMemoryTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void versionTwoIsReadWithTheLimitsOfTheGroupsAround() throws IOException {
        Path membership = write("self", "0::/pods/mine\n");
        write("cgroup/pods/memory.max", "9000\n");
        write("cgroup/pods/mine/memory.max", "max\n");
        write("cgroup/pods/mine/memory.current", "800\n");
        write("cgroup/pods/mine/memory.stat", "anon 1\ninactive_file 300\n");
        write("cgroup/pods/mine/memory.events", "low 0\noom 7\noom_kill 2\n");

        CgroupMemory memory = CgroupMemory.of(membership, folder.resolve("cgroup"));

        assertThat(memory.limit()).hasValue(9000);
        assertThat(memory.used()).hasValue(500);
        assertThat(memory.kills()).hasValue(2);
    }

    @Test
    void versionOneIsReadToo() throws IOException {
        Path membership = write("self", "9:name=systemd:/\n4:memory:/mine\n0::/\n");
        write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("cgroup/memory/mine/memory.limit_in_bytes", "5000\n");
        write("cgroup/memory/mine/memory.usage_in_bytes", "700\n");
        write("cgroup/memory/mine/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");

        CgroupMemory memory = CgroupMemory.of(membership, folder.resolve("cgroup"));

        assertThat(memory.limit()).hasValue(5000);
        assertThat(memory.used()).hasValue(700);
        assertThat(memory.kills()).hasValue(3);
    }

    @Test
    void withoutControlGroupsNothingIsSaid() throws IOException {
        CgroupMemory memory = CgroupMemory.of(folder.resolve("none"), folder.resolve("nowhere"));

        assertThat(memory.limit()).isEmpty();
        assertThat(memory.used()).isEmpty();
        assertThat(memory.kills()).isEmpty();
    }

    @Test
    void aNoteSaysWhoseMicroBatchWasInForceWhenTheKernelKilled() throws IOException {
        Path membership = write("self", "0::/mine\n");
        write("cgroup/mine/memory.events", "oom_kill 2\n");
        MemoryNote note =
                new MemoryNote(folder.resolve("work/note"), CgroupMemory.of(membership, folder.resolve("cgroup")));

        assertThat(note.endedBy("r")).isEmpty();
        note.write("r", 8);
        assertThat(note.endedBy("r")).isEmpty();
        write("cgroup/mine/memory.events", "oom_kill 3\n");
        assertThat(note.endedBy("r")).hasValue(8);
        assertThat(note.endedBy("other")).isEmpty();
        note.clear();
        assertThat(note.endedBy("r")).isEmpty();
    }
}
