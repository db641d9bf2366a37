/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jconntrack.settings.Profile;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;

/**
 * Plausible packets with lies in them: no exception, no read beside the packet, all adds up. What took longest is
 * printed. More with -Djconntrack.packets=N, the same with -Djconntrack.seed=N.
 */
class HostilePacketsTest {
    private static final int ROUND = 200;
    private static final int REPEATS = 50;
    private static final int SHOWN = 96;

    /** Found out in a process of its own. */
    static final class Beside {
        private Beside() {
        }

        /** Read a byte in front of (-1) or behind (1) what lies in guarded memory. */
        public static void main(final String[] args) {
            final GuardedMemory memory = new GuardedMemory();
            final byte[] bytes = new byte[100];
            final int beside = Integer.parseInt(args[0]);
            final long at = beside < 0 ? memory.atStart(bytes, 100) - 1 : memory.atEnd(bytes, 100) + 99 + beside;
            System.out.println(UnsafeApi.getByte(at));
        }
    }

    private static int run(final String beside) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-cp", System.getProperty("java.class.path"),
            Beside.class.getName(), beside)).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    @Test
    void shouldDieWhenSomebodyReadsBesideThePacket() throws IOException, InterruptedException {
        assertEquals(0, run("0"));
        assertNotEquals(0, run("1"));
        assertNotEquals(0, run("-1"));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldSurviveWhateverIsSaidInHeaders(final Profile profile) {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        final int count = Integer.getInteger("jconntrack.packets", 60_000);
        System.out.println("HostilePacketsTest: " + profile + " -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final HostilePackets packets = new HostilePackets(random);
        long now = HostileTracker.START;
        long worst = 0;
        byte[] worstPacket = new byte[0];
        try (HostileTracker tracker = new HostileTracker(profile, "max=64", "frag_high_thresh=65536",
            "frag6_high_thresh=65536", "checksum=" + (seed & 1))) {
            for (int i = 0; i < count; i++) {
                final byte[] packet = packets.next();
                LastInput.is(packet, packet.length);
                final int onWire = packet.length + (random.nextInt(8) == 0 ? random.nextInt(100) : 0);
                now += random.nextInt(1000) == 0 ? HostileTracker.PAUSE : random.nextInt(1 << 20);
                tracker.process(packet, packet.length, onWire, random.nextInt(8) / 7, now);
                if (tracker.lastNanos() > worst && i > count / 2) {
                    final long again = again(tracker, packet, onWire, now);
                    worstPacket = again > worst ? packet : worstPacket;
                    worst = Math.max(worst, again);
                }
                if (i % ROUND == ROUND - 1) {
                    tracker.check(now);
                }
            }
            System.out.println("HostilePacketsTest: " + profile + " packets=" + count + " " + tracker.summary());
        }
        System.out.println("HostilePacketsTest: slowest, best of " + REPEATS + ": nanos=" + worst + " bytes="
            + worstPacket.length + " "
            + HexFormat.of().formatHex(worstPacket, 0, Math.min(SHOWN, worstPacket.length)));
    }

    /** The least time of many, so that a pause of the machine does not count. */
    private static long again(final HostileTracker tracker, final byte[] packet, final int onWire, final long now) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            tracker.process(packet, packet.length, onWire, 0, now);
            least = Math.min(least, tracker.lastNanos());
        }
        return least;
    }
}
