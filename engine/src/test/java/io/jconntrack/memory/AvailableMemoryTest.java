/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What can be taken without being killed: the machine's spare memory and the limits of control groups.
 */
class AvailableMemoryTest {
    private static final String SECOND = "30 22 0:27 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n";
    private static final String FIRST =
        "34 30 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
        + "32 30 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n";

    @TempDir
    private Path root;
    private FakeSystem system;

    @BeforeEach
    void machine() {
        system = new FakeSystem(root).file("proc/meminfo",
            "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    8000000 kB\n");
    }

    private void assertAvailable(final long bytes, final String source) {
        assertEquals(new AvailableMemory(bytes, source), AvailableMemory.read(root));
    }

    @Test
    void shouldBeTheMachinesWhenThereIsNoLimit() {
        assertAvailable(8_000_000L * 1024, "MemAvailable in /proc/meminfo");
    }

    @Test
    void shouldBeWhatIsLeftOfAGroupsLimitWhenThatIsLess() {
        system.file("proc/self/mountinfo", SECOND).file("proc/self/cgroup", "0::/app/worker\n")
            .file("sys/fs/cgroup/app/worker/memory.max", "1000000\n")
            .file("sys/fs/cgroup/app/worker/memory.current", "400000\n")
            .file("sys/fs/cgroup/app/worker/memory.stat", "anon 300000\ninactive_file 70000\nactive_file 30000\n");
        assertAvailable(700_000, "limit of the control group /sys/fs/cgroup/app/worker");
    }

    @Test
    void shouldBeWhatIsLeftOfAParentsLimitWhenTheGroupHasNone() {
        system.file("proc/self/mountinfo", SECOND).file("proc/self/cgroup", "0::/app/worker\n")
            .file("sys/fs/cgroup/app/worker/memory.max", "max\n")
            .file("sys/fs/cgroup/app/worker/memory.current", "400000\n")
            .file("sys/fs/cgroup/app/memory.max", "900000\n")
            .file("sys/fs/cgroup/app/memory.current", "500000\n");
        assertAvailable(400_000, "limit of the control group /sys/fs/cgroup/app");
    }

    @Test
    void shouldBeZeroWhenTheGroupIsAboveItsLimit() {
        system.file("proc/self/mountinfo", SECOND).file("proc/self/cgroup", "0::/\n")
            .file("sys/fs/cgroup/memory.max", "1000\n").file("sys/fs/cgroup/memory.current", "2000\n");
        assertAvailable(0, "limit of the control group /sys/fs/cgroup");
    }

    @Test
    void shouldReadControlGroupsOfVersionOne() {
        system.file("proc/self/mountinfo", FIRST).file("proc/self/cgroup", "5:cpu:/other\n4:memory:/app\n0::/\n")
            .file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
            .file("sys/fs/cgroup/memory/memory.usage_in_bytes", "123\n")
            .file("sys/fs/cgroup/memory/app/memory.limit_in_bytes", "500000\n")
            .file("sys/fs/cgroup/memory/app/memory.usage_in_bytes", "100000\n")
            .file("sys/fs/cgroup/memory/app/memory.stat", "inactive_file 1\ntotal_inactive_file 5000\n");
        assertAvailable(405_000, "limit of the control group /sys/fs/cgroup/memory/app");
    }

    @Test
    void shouldFindTheGroupInAContainerThatSeesOnlyItsOwnPart() {
        system.file("proc/self/mountinfo", "30 22 0:27 /box /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
            .file("proc/self/cgroup", "0::/box\n")
            .file("sys/fs/cgroup/memory.max", "3000\n").file("sys/fs/cgroup/memory.current", "1000\n");
        assertAvailable(2000, "limit of the control group /sys/fs/cgroup");
    }

    @Test
    void shouldBeUnlimitedWhenNothingIsKnown(@TempDir final Path empty) {
        assertEquals(Long.MAX_VALUE, AvailableMemory.read(empty).bytes());
    }

    @Test
    void shouldBeMoreThanNothingOnThisMachine() {
        assertTrue(AvailableMemory.read(Path.of("/")).bytes() > 0);
    }
}
