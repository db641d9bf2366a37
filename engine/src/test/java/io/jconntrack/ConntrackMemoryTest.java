/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import io.jconntrack.settings.Pages;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trackers in memory of the caller's choice.
 */
class ConntrackMemoryTest {
    private static final byte[] UDP = HexFormat.of().parseHex(
        "4500001c0000000040116abe01020304050607080035003500080000");
    private static final Settings SETTINGS =
        new Settings(Profile.LINUX).set(Setting.MAX, 100_000).set(Setting.CHECKSUM, 0);

    private static long send(final Conntrack conntrack) {
        return conntrack.process(new UnsafeBuffer(UDP), 0, UDP.length, 1_000_000_000L);
    }

    @ParameterizedTest
    @EnumSource(value = Pages.class, names = "HUGETLB", mode = EnumSource.Mode.EXCLUDE)
    void shouldTrackInThePagesThatWereChosen(final Pages pages) {
        try (Conntrack conntrack = Conntrack.builder().settings(SETTINGS).memory(MemoryOptions.DEFAULT.withPages(pages))
            .build()) {
            assertEquals(ConnState.NEW, Verdict.state(send(conntrack)));
            assertEquals(1, conntrack.count());
            final long huge = conntrack.table().hugePageBytes();
            assertTrue(pages == Pages.SMALL ? huge == 0 : huge <= conntrack.table().bytes(), "huge=" + huge);
        }
    }

    @Test
    void shouldShareTheChosenMemoryAmongWorkers() {
        final Conntrack[] workers = Conntrack.builder().settings(SETTINGS).workers(2).memory(MemoryOptions.DEFAULT)
            .buildWorkers();
        try (Conntrack first = workers[0]; Conntrack second = workers[1]) {
            assertEquals(ConnState.NEW, Verdict.state(send(second)));
            assertEquals(1, first.count());
        }
    }

    @Test
    void shouldSayThatTheMemoryIsNotToBeHad() {
        assumeTrue(Files.exists(Path.of("/sys/devices/system/node/online")), "the kernel knows no NUMA nodes");
        final MemoryOptions elsewhere = MemoryOptions.DEFAULT.withNumaNode(1023);
        assertTrue(assertThrows(MemoryUnavailableException.class, () -> Conntrack.builder().settings(SETTINGS)
            .memory(elsewhere).build().close())
            .getMessage().startsWith("no such NUMA node with memory: numaNode=1023, nodes="));
    }
}
