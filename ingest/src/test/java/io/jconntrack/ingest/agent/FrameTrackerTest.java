/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.ingest.ring.FrameFlags;
import io.jconntrack.memory.Region;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * From frames to verdicts, and to times.
 */
class FrameTrackerTest {
    private static final int ETHERNET = 1;
    /** UDP 10.0.0.1 to 10.0.0.2, port 53, in an Ethernet frame; the checksum is wrong. */
    private static final byte[] FRAME = HexFormat.of().parseHex("020000000002020000000001" + "0800"
        + "4500001c00000000401166cf0a0000010a000002" + "03e8003500081234");
    private static final int VLAN_7 = 0x8100 << 16 | 7;

    private final Region region = Region.anonymous(2 * LatencyCounts.LENGTH);
    private final Conntrack conntrack = Conntrack.builder().settings(new Settings(Profile.LINUX).set("max", "100"))
        .hashSeed(1, 2).build();
    private final UnsafeBuffer frames = new UnsafeBuffer(region.address() + LatencyCounts.LENGTH, FRAME.length);
    private final LatencyCounts latencies = new LatencyCounts(region.address());

    @BeforeEach
    void setUp() {
        frames.putBytes(0, FRAME);
    }

    @AfterEach
    void tearDown() {
        conntrack.close();
        region.close();
    }

    private FrameTracker tracker(final boolean isZoneOfVlan) {
        return new FrameTracker(conntrack, isZoneOfVlan, latencies, () -> 5000);
    }

    private void track(final FrameTracker tracker, final int flags, final int vlan) {
        tracker.start(frames, 1_000_000_000L);
        tracker.frame(2000, 0, FRAME.length, FRAME.length, ETHERNET, flags, vlan);
        tracker.finish();
    }

    @Test
    void shouldJudgeAChecksumOnlyWhenTheKernelHasNotSaidAnythingOfIt() {
        final FrameTracker tracker = tracker(false);
        track(tracker, 0, 0);
        assertEquals(1, conntrack.statistics().packets(Reason.TRANSPORT_CHECKSUM));
        for (final int flag : new int[] {FrameFlags.CHECKSUM_NOT_READY, FrameFlags.CHECKSUM_VALID,
            FrameFlags.OUTGOING}) {
            track(tracker, flag, 0);
        }
        assertEquals(1, conntrack.statistics().packets(Reason.TRANSPORT_CHECKSUM));
        assertEquals(3, conntrack.statistics().packets(ConnState.NEW));
        assertEquals(1, conntrack.count());
    }

    @Test
    void shouldMakeAZoneOfTheVlanThatTheKernelTookOut() {
        final FrameTracker tracker = tracker(true);
        track(tracker, FrameFlags.OUTGOING, 0);
        track(tracker, FrameFlags.OUTGOING | FrameFlags.VLAN, VLAN_7);
        assertEquals(2, conntrack.count());
        final FrameTracker other = tracker(false);
        track(other, FrameFlags.OUTGOING | FrameFlags.VLAN, VLAN_7);
        assertEquals(2, conntrack.count());
    }

    @Test
    void shouldCountWhatIsNotIp() {
        frames.putShort(12, (short)0x0608);
        final FrameTracker tracker = tracker(false);
        track(tracker, 0, 0);
        assertEquals(1, tracker.notIp());
        assertEquals(0, conntrack.count());
    }

    @Test
    void shouldTakeTheTimeFromTheKernelsStampToTheVerdict() {
        track(tracker(false), FrameFlags.OUTGOING, 0);
        final Histogram histogram = LatencyCounts.newHistogram();
        final long[] seen = LatencyCounts.newSeen();
        latencies.addSince(seen, histogram);
        assertEquals(1, histogram.getTotalCount());
        assertTrue(histogram.valuesAreEquivalent(3000, histogram.getMaxValue()), histogram::toString);
        latencies.addSince(seen, histogram);
        assertEquals(1, histogram.getTotalCount(), "a latency is taken once");
    }

    @Test
    void shouldKnowEachLatencyAsAnHdrHistogramDoes() {
        for (long nanos = 0; nanos < 1L << 36; nanos += 1 + nanos / 50) {
            final Histogram histogram = LatencyCounts.newHistogram();
            final long[] seen = LatencyCounts.newSeen();
            latencies.addSince(seen, LatencyCounts.newHistogram());
            latencies.record(nanos);
            latencies.addSince(seen, histogram);
            assertTrue(histogram.valuesAreEquivalent(nanos, histogram.getMaxValue()),
                "nanos=" + nanos + " counted as " + histogram.getMaxValue());
        }
    }

    @Test
    void shouldAllocateNothing() {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final FrameTracker tracker =
            new FrameTracker(conntrack, false, latencies, SystemEpochNanoClock.INSTANCE);
        long allocated = Long.MAX_VALUE;
        // until the compiler has seen it all
        for (int round = 0; round < 200 && allocated > 0; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int batch = 0; batch < 1000; batch++) {
                tracker.start(frames, 1_000_000_000L + round * 1000L + batch);
                for (int i = 0; i < 64; i++) {
                    tracker.frame(2000, 0, FRAME.length, FRAME.length, ETHERNET, FrameFlags.OUTGOING, 0);
                }
                tracker.finish();
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated, "bytes in 64000 frames");
    }
}
