/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A packet is the same packet whatever kind of memory it lies in, and none of them costs an allocation.
 */
class PacketMemoryTest {
    /** A datagram of 8 bytes from 10.0.0.1:4000 to 192.0.2.1:53 with the header's checksum, not UDP's. */
    private static final byte[] UDP =
        HexFormat.of().parseHex("4500002400000000401100000a000001c00002010fa000350010" + "0000" + "00".repeat(8));
    private static final int AT = 5;
    private static final int ROUNDS = 20_000;

    static {
        Tester.putIpv4Checksum(new UnsafeBuffer(UDP), 0);
    }

    private final Conntrack conntrack = Conntrack.builder().profile(Profile.LINUX).capacity(100).zone(7).build();
    private final Connection connection = new Connection(conntrack);
    private final byte[] bytes = new byte[64];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(64);
    private final List<ByteBuffer> buffers;
    private final List<MemorySegment> segments;
    private long now = 1;

    PacketMemoryTest() {
        System.arraycopy(UDP, 0, bytes, AT, UDP.length);
        direct.put(0, bytes);
        buffers = List.of(direct.slice(AT, UDP.length), ByteBuffer.wrap(bytes, AT, UDP.length),
            ByteBuffer.wrap(bytes).slice(AT, UDP.length), ByteBuffer.wrap(bytes, AT, UDP.length).asReadOnlyBuffer(),
            direct.asReadOnlyBuffer().position(AT).limit(AT + UDP.length));
        segments = List.of(Arena.ofAuto().allocate(64).copyFrom(MemorySegment.ofArray(bytes)),
            MemorySegment.ofArray(bytes), MemorySegment.ofBuffer(direct), MemorySegment.ofArray(bytes).asReadOnly());
    }

    @AfterEach
    void close() {
        conntrack.close();
    }

    private void assertOpens(final long verdict) {
        assertEquals(ConnState.NEW, Verdict.state(verdict));
        assertTrue(connection.moveTo(Verdict.entry(verdict)));
        assertEquals(0x0A000001L, connection.sourceLow(0));
        assertEquals(53, connection.destinationPort(0));
        assertEquals(7, connection.zone());
        conntrack.discard(verdict);
        assertEquals(0, conntrack.count());
    }

    @Test
    void shouldTrackAPacketWhereverItLies() {
        final ExpandableDirectByteBuffer expandable = new ExpandableDirectByteBuffer(16);
        expandable.putBytes(AT, UDP);
        assertOpens(conntrack.process(expandable, AT, UDP.length, now));
        assertOpens(conntrack.process(new UnsafeBuffer(bytes), AT, UDP.length, now));
        assertOpens(conntrack.process(new UnsafeBuffer(direct), AT, UDP.length, now));
        for (final ByteBuffer buffer : buffers) {
            final int position = buffer.position();
            assertOpens(conntrack.process(buffer, now));
            assertEquals(position, buffer.position());
        }
        for (final MemorySegment segment : segments) {
            assertOpens(conntrack.process(segment, AT, UDP.length, now));
        }
    }

    @Test
    void shouldTrackABatchWhereverItLies() {
        final PacketBatch batch = conntrack.newBatch();
        for (final ByteBuffer buffer : List.of(direct, ByteBuffer.wrap(bytes), direct.asReadOnlyBuffer())) {
            batch.reset(buffer).add(AT, UDP.length, now);
            conntrack.process(batch);
            assertOpens(batch.verdict(0));
        }
        for (final MemorySegment segment : segments) {
            batch.reset(segment).add(AT, UDP.length, now);
            conntrack.process(batch);
            assertOpens(batch.verdict(0));
        }
    }

    @Test
    void shouldKnowWhatIsKnownOfAPacketInTheHeapToo() {
        final byte[] wrong = bytes.clone();
        wrong[AT + 26] = 0x12;
        final UnsafeBuffer heap = new UnsafeBuffer(wrong);
        try (Conntrack checking =
            Conntrack.builder().settings(new Settings(Profile.LINUX).set("checksum", "1")).capacity(100).build()) {
            final PacketBatch batch = new PacketBatch().reset(heap);
            batch.add(AT, UDP.length, UDP.length, 0, PacketFlags.NONE, now);
            batch.add(AT, UDP.length, UDP.length, 0, PacketFlags.CHECKSUM_UNCHECKED, now);
            checking.process(batch);
            assertEquals(Reason.TRANSPORT_CHECKSUM, Verdict.reason(batch.verdict(0)));
            assertEquals(ConnState.NEW, Verdict.state(batch.verdict(1)));
        }
    }

    @Test
    void shouldFindAConnectionByItsTuple() {
        final int entry = Verdict.entry(conntrack.process(direct.slice(AT, UDP.length), now));
        final InetSocketAddress client = new InetSocketAddress("10.0.0.1", 4000);
        final InetSocketAddress server = new InetSocketAddress("192.0.2.1", 53);
        assertEquals(entry, conntrack.find(17, client, server, now));
        assertEquals(entry, conntrack.find(17, server, client, now));
        assertEquals(-1, conntrack.find(6, client, server, now));
        assertEquals(-1, conntrack.find(17, client, server, now + 3600 * 1_000_000_000L));
        assertThrows(IllegalArgumentException.class,
            () -> conntrack.find(17, client, new InetSocketAddress("::1", 53), now));
        assertThrows(IllegalArgumentException.class, () -> conntrack.find(1, client, server, now));
        assertThrows(IllegalArgumentException.class,
            () -> conntrack.find(17, client, InetSocketAddress.createUnresolved("localhost", 53), now));
    }

    @Test
    void shouldAllocateNothingWhereverPacketsLie() {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final PacketBatch batch = conntrack.newBatch();
        rounds(batch);
        final long before = threads.getCurrentThreadAllocatedBytes();
        rounds(batch);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < ROUNDS / 10, "allocated=" + allocated);
    }

    private void rounds(final PacketBatch batch) {
        for (int i = 0; i < ROUNDS; i++) {
            now++;
            for (int j = 0; j < buffers.size(); j++) {
                conntrack.process(buffers.get(j), now);
                batch.reset(buffers.get(j)).add(0, 20, now);
                conntrack.process(batch);
            }
            for (int j = 0; j < segments.size(); j++) {
                conntrack.process(segments.get(j), AT, UDP.length, now);
                batch.reset(segments.get(j)).add(AT, UDP.length, now);
                conntrack.process(batch);
            }
            conntrack.poll(now, 16);
        }
    }
}
