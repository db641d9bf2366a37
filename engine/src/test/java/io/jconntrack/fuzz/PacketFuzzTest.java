/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jconntrack.net.LinkLayer;
import io.jconntrack.settings.Profile;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any bytes as frames, IP packets and fragments. An input is a row of packets, each behind three bytes: what it is
 * given for ({@link #toPacket}), and its length (big-endian).
 */
class PacketFuzzTest {
    private static final int[] LINK_TYPES = {0, 1, 9, 12, 14, 50, 101, 104, 108, 113, 228, 229, 276};
    private static final int ZONES = 2;
    private static final int RAW = 0x80;
    private static final int FIX_CHECKSUM = 0x40;
    private static final int CUT = 0x20;
    private static final int LATER = 0x10;
    private static final String[] SMALL = {"max=16", "frag_high_thresh=16384", "frag6_high_thresh=16384"};
    private static final HostileTracker LINUX = new HostileTracker(Profile.LINUX, SMALL);
    private static final HostileTracker CLASSIC = new HostileTracker(Profile.CLASSIC, with("checksum=0"));
    private static final GuardedMemory FRAME = new GuardedMemory();
    private static final UnsafeBuffer BUFFER = new UnsafeBuffer(0, 0);

    private static long now = HostileTracker.START;

    private static String[] with(final String value) {
        final String[] all = Arrays.copyOf(SMALL, SMALL.length + 1);
        all[SMALL.length] = value;
        return all;
    }

    /** One packet, of which all is known. */
    @FuzzTest(maxDuration = "1m")
    void packet(final byte[] input) {
        LastInput.is(input, input.length);
        begin();
        track(input, input.length, input.length, 0, now);
        end();
    }

    /** A frame; its first byte chooses the link type. */
    @FuzzTest(maxDuration = "1m")
    void frame(final byte[] input) {
        LastInput.is(input, input.length);
        if (input.length == 0) {
            return;
        }
        final int linkType = LINK_TYPES[(input[0] & 0xFF) % LINK_TYPES.length];
        final byte[] frame = Arrays.copyOfRange(input, 1, input.length);
        for (int i = 0; i < 2; i++) {
            final long address = i == 0 ? FRAME.atEnd(frame, frame.length) : FRAME.atStart(frame, frame.length);
            BUFFER.wrap(address, frame.length);
            final int ip = LinkLayer.ipOffset(BUFFER, 0, frame.length, linkType);
            final int vlan = LinkLayer.vlan(BUFFER, 0, frame.length, linkType);
            if (ip >= frame.length || vlan < 0 || vlan > 4095) {
                throw new AssertionError("ip=" + ip + " vlan=" + vlan);
            }
        }
    }

    /** A row of packets. */
    @FuzzTest(maxDuration = "1m")
    void stream(final byte[] input) {
        LastInput.is(input, input.length);
        begin();
        for (int at = 0; at + 3 <= input.length;) {
            final int how = input[at];
            final int length = Math.min((input[at + 1] & 0xFF) << 8 | input[at + 2] & 0xFF, input.length - at - 3);
            at += 3;
            toPacket(Arrays.copyOfRange(input, at, at + length), how);
            at += length;
        }
        end();
    }

    /** The upper bits of "how" say whether checksums are mended, the end is cut, time passes; the lower its zone. */
    private static void toPacket(final byte[] packet, final int how) {
        if ((how & FIX_CHECKSUM) != 0) {
            Checksums.mend(packet, packet.length, (how & RAW) != 0);
        }
        if ((how & LATER) != 0) {
            now += 1_000_000_000L << (how & 7);
            LINUX.poll(now);
            CLASSIC.poll(now);
        }
        final int captured = (how & CUT) != 0 ? packet.length * 2 / 3 : packet.length;
        track(packet, captured, packet.length, how & ZONES - 1, now);
    }

    private static void begin() {
        now += HostileTracker.PAUSE;
    }

    private static void track(final byte[] packet, final int captured, final int onWire, final int zone,
        final long nowNanos) {
        LINUX.process(packet, captured, onWire, zone, nowNanos);
        CLASSIC.process(packet, captured, onWire, zone, nowNanos);
    }

    private static void end() {
        LINUX.check(now);
        CLASSIC.check(now);
        LINUX.clear(now);
        CLASSIC.clear(now);
    }
}
