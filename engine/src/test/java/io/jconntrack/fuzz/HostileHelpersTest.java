/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ConnState;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a control connection says, helpers read nothing beside the packet, three trackers agree, and what they hold
 * adds up. Lines are made of the words that helpers look for, torn, cut and spoilt.
 */
class HostileHelpersTest {
    private static final String[] WORDS = {"PORT", "EPRT", "227", "229", " ", "(", ")", "|", "||", "|||", "|1|", "|2|",
        ",", "10,1,0,1,", "4,1", "10.1.0.1", "1025", "\r\n", "\n", "\r", "2001:db8::1", "::", ":", "0.0.0.1", "65536",
        "99999999999999999999", "port", "x", "\0", "\u00ff", "10,1,0,1,4,1\r\n", "10,2,0,1,4,"};
    private static final String[] WHOLE = {"PORT 10,1,0,1,4,1\r\n", "EPRT |1|10.1.0.1|1025|\r\n",
        "EPRT |2|2001:db8::1|1025|\r\n", "227 a (10,2,0,1,4,1)\r\n", "229 a (|||1025|)\r\n", "NOOP\r\n"};
    private static final int CONNECTIONS = 8;
    /** Segments of a connection, on average: one whose numbers have jumped may have nothing more to say to a helper. */
    private static final int SEGMENTS = 500;

    private final int[][] next = new int[CONNECTIONS][2];
    private final boolean[] isOpen = new boolean[CONNECTIONS];
    private final int[] clientPort = new int[CONNECTIONS];

    private static byte[] line(final SplittableRandom random) {
        final StringBuilder line = new StringBuilder();
        if (random.nextInt(3) == 0) {
            line.append(WHOLE[random.nextInt(WHOLE.length)]);
            for (int i = random.nextInt(3); i > 0; i--) {
                line.setCharAt(random.nextInt(line.length()), (char)random.nextInt(256));
            }
            line.setLength(random.nextInt(4) == 0 ? random.nextInt(line.length() + 1) : line.length());
        } else {
            for (int i = random.nextInt(12); i > 0; i--) {
                line.append(WORDS[random.nextInt(WORDS.length)]);
            }
            if (random.nextInt(2) == 0) {
                line.insert(0, WHOLE[random.nextInt(WHOLE.length)].substring(0, 1 + random.nextInt(5)));
            }
        }
        return line.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] address(final boolean isV6, final int host) {
        return isV6 ? ByteBuffer.allocate(16).putInt(0x2001_0DB8).putInt(12, host).array()
            : new byte[] {10, (byte)host, 0, 1};
    }

    private static byte[] ip(final boolean isV6, final int from, final int to, final int protocol,
        final byte[] payload) {
        if (isV6) {
            return ByteBuffer.allocate(40 + payload.length).putInt(0x6000_0000).putShort((short)payload.length)
                .put((byte)protocol).put((byte)64).put(address(true, from)).put(address(true, to)).put(payload)
                .array();
        }
        final ByteBuffer packet = ByteBuffer.allocate(20 + payload.length).putShort((short)0x4500)
            .putShort((short)(20 + payload.length)).putInt(0x4000).put((byte)64).put((byte)protocol)
            .putShort((short)0).put(address(false, from)).put(address(false, to)).put(payload);
        int sum = 0;
        for (int at = 0; at < 20; at += 2) {
            sum += packet.getShort(at) & 0xFFFF;
        }
        return packet.putShort(10, (short)~((sum & 0xFFFF) + (sum >>> 16))).array();
    }

    private static byte[] tcp(final boolean isV6, final int from, final int fromPort, final int toPort,
        final int flags, final int seq, final int ack, final byte[] text) {
        return ip(isV6, from, 3 - from, 6, ByteBuffer.allocate(20 + text.length).putShort((short)fromPort)
            .putShort((short)toPort).putInt(seq).putInt(ack).put((byte)0x50).put((byte)flags)
            .putShort((short)65_535).putInt(0).put(text).array());
    }

    private byte[] packet(final SplittableRandom random) {
        final int n = random.nextInt(CONNECTIONS);
        final boolean isV6 = n % 2 == 1;
        final int kind = random.nextInt(10);
        if (kind == 0) {
            return tcp(isV6, 1 + random.nextInt(2), 1 + random.nextInt(30), 1024 + random.nextInt(4), 2, 1, 0,
                new byte[0]);
        }
        if (kind == 1) {
            final byte[] text = line(random);
            return ip(isV6, 1, 2, 17, ByteBuffer.allocate(8 + 2 + text.length).putShort((short)(3000 + n))
                .putShort((short)69).putShort((short)(10 + text.length)).putShort((short)0)
                .putShort((short)random.nextInt(4)).put(text).array());
        }
        if (!isOpen[n] || random.nextInt(SEGMENTS) == 0) {
            next[n] = new int[] {1000, 5000};
            clientPort[n] = 40_000 + random.nextInt(1000) * CONNECTIONS + n;
            isOpen[n] = true;
            return tcp(isV6, 1, clientPort[n], 21, 0x02, 999, 0, new byte[0]);
        }
        final int side = random.nextInt(2);
        final byte[] text = line(random);
        final int seq = next[n][side];
        next[n][side] += random.nextInt(8) == 0 ? 0 : text.length;
        return tcp(isV6, 1 + side, side == 0 ? clientPort[n] : 21, side == 0 ? 21 : clientPort[n], 0x10, seq,
            next[n][1 - side], text);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldSurviveWhateverIsSaidToHelpers(final Profile profile) {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        final int count = Integer.getInteger("jconntrack.packets", 60_000);
        System.out.println("HostileHelpersTest: " + profile + " -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        long now = HostileTracker.START;
        // without windows, so that no connection is lost to a jump
        try (HostileTracker tracker = new HostileTracker(profile, "max=256", "helper=1", "checksum=0", "expect_max=8",
            "ftp_loose=" + (seed & 1), "tcp_be_liberal=1")) {
            for (int i = 0; i < count; i++) {
                final byte[] packet = packet(random);
                LastInput.is(packet, packet.length);
                final int cut = random.nextInt(16) == 0 ? random.nextInt(packet.length) : 0;
                now += random.nextInt(1 << 24);
                tracker.process(packet, packet.length - cut, packet.length, 0, now);
                if (i % 200 == 199) {
                    tracker.check(now);
                }
            }
            final String summary = tracker.summary();
            System.out.println("HostileHelpersTest: " + profile + " packets=" + count + " " + summary
                + " refused=" + tracker.packets(Reason.HELPER_REFUSED));
            assertTrue(tracker.packets(ConnState.RELATED) > 0, summary);
            assertTrue(tracker.packets(Reason.HELPER_PARTIAL) > 0, summary);
            assertTrue(tracker.packets(Reason.HELPER_REFUSED) > 0, summary);
        }
    }
}
