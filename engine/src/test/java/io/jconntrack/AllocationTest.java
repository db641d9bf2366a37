/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The packet path allocates nothing: opening, following, refusing, closing and expiring alike.
 */
class AllocationTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldAllocateNothingPerPacket(final Profile profile) {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (Tester t = new Tester(profile, "acct=1")) {
            rounds(t, ROUNDS);
            final long before = threads.getCurrentThreadAllocatedBytes();
            rounds(t, ROUNDS);
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            // the measurement itself may cost a few bytes, nothing that grows with the packets
            assertTrue(allocated < ROUNDS / 10, "allocated=" + allocated);
            assertEquals(0, t.after(1000).conntrack.count());
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldAllocateNothingPerSctpPacket(final Profile profile) {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        // an INIT with a wrong checksum is refused only after the whole packet was summed up
        final byte[] init = HexFormat.of().parseHex(
            "1b581b59000000000000000001000014111111110000ffff000a000a00000001");
        final byte[] data = HexFormat.of().parseHex("1b591b58111111110000000004000008000100040003000401020304");
        try (Tester strict = new Tester(profile, "checksum=1"); Tester t = new Tester(profile)) {
            sctpRounds(t, strict, init, data);
            final long before = threads.getCurrentThreadAllocatedBytes();
            sctpRounds(t, strict, init, data);
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < ROUNDS / 10, "allocated=" + allocated);
            assertEquals(2 * ROUNDS, strict.conntrack.statistics().packets(Reason.TRANSPORT_CHECKSUM));
        }
    }

    private static void sctpRounds(final Tester t, final Tester strict, final byte[] init, final byte[] data) {
        for (int i = 0; i < ROUNDS; i++) {
            t.packet(Tester.CLIENT, 132, init);
            t.packet(Tester.SERVER, 132, data);
            t.after(20);
            strict.packet(Tester.CLIENT, 132, init);
        }
    }

    private static void rounds(final Tester t, final int count) {
        for (int i = 0; i < count; i++) {
            t.segment(Tester.CLIENT, Tester.SYN, 100, 0);
            t.segment(Tester.SERVER, Tester.SYN | Tester.ACK, 500, 101);
            t.segment(Tester.CLIENT, Tester.ACK, 101, 501);
            t.segment(Tester.CLIENT, 0, 101, 501);
            t.segment(Tester.SERVER, Tester.RST | Tester.ACK, 501, 101);
            t.after(20);
        }
    }
}
