/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.ConnectionId;
import io.jconntrack.Conntrack;
import io.jconntrack.PacketBatch;
import io.jconntrack.Verdict;
import io.jconntrack.event.EventType;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.JsonEntry;
import io.jconntrack.text.ProcFormat;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Three trackers that see the same packets: one has each packet right in front of a page that nobody may touch, one
 * right behind such a page, and one takes them in batches. Whatever comes, they must agree, and what they hold must add
 * up.
 */
final class HostileTracker implements AutoCloseable {
    /** Time of the first packet. */
    static final long START = 1_000_000_000_000_000_000L;
    /** Longer than any fragment waits. */
    static final long PAUSE = 100_000_000_000L;
    private static final int ROOM = 1 << 20;
    private static final GuardedMemory MEMORY = new GuardedMemory();
    private static final GuardedMemory OTHER_MEMORY = new GuardedMemory();

    private final Settings settings;
    private final Conntrack atEnd;
    private final Conntrack atStart;
    private final Conntrack inBatches;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer batchBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(ROOM));
    private final PacketBatch batch = new PacketBatch();
    private final long[] expected = new long[PacketBatch.CAPACITY];
    private final ConnectionId id = new ConnectionId();
    private final Connection connection;
    private final ProcFormat proc;
    private final StringBuilder text = new StringBuilder();
    private int batchEnd;
    private long packets;
    private long live;
    /** Nanoseconds that the last packet took, in the tracker that has it at the end. */
    private long lastNanos;

    HostileTracker(final Profile profile, final String... values) {
        settings = new Settings(profile);
        for (final String value : values) {
            settings.set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        atEnd = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
        atStart = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
        inBatches = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
        atEnd.listener((type, cause, number, nowNanos) -> live += type == EventType.NEW ? 1
            : type == EventType.DESTROY ? -1 : 0);
        connection = new Connection(atEnd);
        proc = new ProcFormat(profile == Profile.LINUX, settings);
        batch.reset(batchBuffer);
    }

    /** Track a packet, IP header first; gives the verdict. */
    long process(final byte[] packet, final int length, final int onWire, final int zone, final long nowNanos) {
        buffer.wrap(MEMORY.atEnd(packet, length), length);
        final long before = System.nanoTime();
        final long verdict = atEnd.process(buffer, 0, length, onWire, zone, nowNanos);
        lastNanos = System.nanoTime() - before;
        buffer.wrap(OTHER_MEMORY.atStart(packet, length), length);
        agree(verdict, atStart.process(buffer, 0, length, onWire, zone, nowNanos), packet, length);
        addToBatch(verdict, packet, length, onWire, zone, nowNanos);
        packets++;
        final int entry = Verdict.entry(verdict);
        check(entry >= -1 && entry < atEnd.table().bound(), "entry=" + entry);
        return verdict;
    }

    private void addToBatch(final long verdict, final byte[] packet, final int length, final int onWire,
        final int zone, final long nowNanos) {
        if (batchEnd + length > ROOM) {
            settle();
        }
        batchBuffer.putBytes(batchEnd, packet, 0, length);
        expected[batch.size()] = verdict;
        final boolean more = batch.add(batchEnd, length, onWire, zone, nowNanos);
        batchEnd += length;
        if (!more) {
            settle();
        }
    }

    private void settle() {
        inBatches.process(batch);
        for (int i = 0; i < batch.size(); i++) {
            check(batch.verdict(i) == expected[i], "in a batch " + words(batch.verdict(i)) + ", alone "
                + words(expected[i]));
        }
        batch.reset(batchBuffer);
        batchEnd = 0;
    }

    private static void agree(final long one, final long other, final byte[] packet, final int length) {
        if (one != other) {
            throw new AssertionError(words(one) + " but " + words(other) + " for "
                + HexFormat.of().formatHex(packet, 0, length));
        }
    }

    private static String words(final long verdict) {
        return Verdict.state(verdict) + "/" + Verdict.reason(verdict) + "/" + Verdict.entry(verdict);
    }

    private static void check(final boolean condition, final String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /** Let time pass and the wheel turn. */
    void poll(final long nowNanos) {
        settle();
        final int expired = atEnd.poll(nowNanos, Integer.MAX_VALUE);
        check(expired == atStart.poll(nowNanos, Integer.MAX_VALUE), "expired");
        check(expired == inBatches.poll(nowNanos, Integer.MAX_VALUE), "expired of batches");
    }

    /** Turn the wheel, and see that all adds up. */
    void check(final long nowNanos) {
        poll(nowNanos);
        long sum = 0;
        for (final ConnState state : ConnState.values()) {
            sum += atEnd.statistics().packets(state);
        }
        check(sum == packets, "verdicts=" + sum + " packets=" + packets);
        long refused = 0;
        for (final Reason reason : Reason.values()) {
            refused += atEnd.statistics().packets(reason);
        }
        check(refused <= packets, "reasons=" + refused);
        check(live == atEnd.count(), "events=" + live + " count=" + atEnd.count());
        check(atEnd.count() == atStart.count() && atEnd.count() == inBatches.count(), "counts");
        check(atEnd.statistics().opened() >= atEnd.count(), "opened");
        int found = 0;
        for (int n = 0; n < atEnd.table().bound(); n++) {
            found += checkEntry(n, nowNanos);
        }
        check(found == atEnd.count(), "found=" + found + " count=" + atEnd.count());
    }

    private int checkEntry(final int number, final long nowNanos) {
        if (!connection.moveTo(number)) {
            return 0;
        }
        check(!connection.isExpired(nowNanos), "expired, though the wheel has turned");
        connection.copyTo(id);
        check(atEnd.find(id, nowNanos) == number, "entry " + number + " is not found by its key");
        text.setLength(0);
        proc.append(text, connection, nowNanos);
        JsonEntry.append(text, connection, nowNanos);
        return 1;
    }

    /** Remove all connections. */
    void clear(final long nowNanos) {
        settle();
        for (int n = 0; n < atEnd.table().bound(); n++) {
            final boolean deleted = atEnd.delete(n, nowNanos);
            check(deleted == atStart.delete(n, nowNanos) && deleted == inBatches.delete(n, nowNanos), "deleted");
        }
        check(atEnd.count() == 0 && inBatches.count() == 0, "empty");
    }

    long lastNanos() {
        return lastNanos;
    }

    long packets(final ConnState state) {
        return atEnd.statistics().packets(state);
    }

    long packets(final Reason reason) {
        return atEnd.statistics().packets(reason);
    }

    /** Packets with a verdict, one line. */
    String summary() {
        final StringBuilder line = new StringBuilder();
        for (final ConnState state : ConnState.values()) {
            line.append(state).append('=').append(atEnd.statistics().packets(state)).append(' ');
        }
        int reasons = 0;
        for (final Reason reason : Reason.values()) {
            reasons += atEnd.statistics().packets(reason) > 0 ? 1 : 0;
        }
        return line + "reasons seen=" + reasons + "/" + (Reason.values().length - 1);
    }

    @Override
    public void close() {
        atEnd.close();
        atStart.close();
        inBatches.close();
    }
}
