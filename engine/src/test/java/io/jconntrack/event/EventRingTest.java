/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.TupleKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRingTest {
    private static final int EVENTS = 16;

    private final ConnectionTable table = new ConnectionTable(4, EnumSet.allOf(Column.class), 1, 1024,
        new TupleKey(1, 2));
    private final AtomicBuffer buffer = buffer(EVENTS);
    private final int number = insert();
    private final List<String> read = new ArrayList<>();
    private final EventHandler handler = new EventHandler() {
        @Override
        public void onEvent(final EventRecord event) {
            read.add(event.type() + " " + event.sequence() + " at " + event.nowNanos());
        }

        @Override
        public void onLoss(final long count) {
            read.add("lost " + count);
        }
    };

    private static AtomicBuffer buffer(final int events) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(EventRingDescriptor.length(events)));
    }

    private int insert() {
        final TupleKey key = table.newKey();
        key.set(4, 17, 7, 0, 0x0A000001L, 1024, 0, 0x0A000002L, 53, 0);
        final long entry = table.insert(key, key.isFromHi());
        UnsafeApi.putInt(entry + EntryDescriptor.STATUS, Status.CONFIRMED);
        table.columns().count(table.number(entry), 1, 100);
        table.columns().mark(table.number(entry), 5);
        table.columns().label(table.number(entry), 70);
        table.columns().start(table.number(entry), 99);
        return table.number(entry);
    }

    private EventRing ring(final AtomicBuffer to) {
        return new EventRing(to, table, Profile.LINUX, 1);
    }

    private void publish(final EventRing ring, final int count) {
        for (int i = 0; i < count; i++) {
            ring.onEvent(EventType.UPDATE, EventCause.STATE, number, ring.sequence());
        }
    }

    private List<String> poll(final EventReader reader) {
        read.clear();
        reader.poll(handler, Integer.MAX_VALUE);
        return read;
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void shouldCarryAllThatIsKeptOfAConnection() {
        final EventReader reader = new EventReader(buffer);
        final EventRing ring = ring(buffer);
        ring.onEvent(EventType.DESTROY, EventCause.EXPIRED, number, 1234);
        assertTrue(reader.next());
        assertEquals(EventType.START, reader.event().type());
        assertTrue(reader.next());
        final RingRecord event = (RingRecord)reader.event();
        assertEquals(EventType.DESTROY, event.type());
        assertEquals(EventCause.EXPIRED, event.cause());
        assertEquals(1, event.sequence());
        assertEquals(1234, event.nowNanos());
        assertEquals(number, event.number());
        assertEquals(EntryDescriptor.id(table.entry(number), number), event.id());
        assertEquals(0, event.worker());
        assertTrue(event.isLinux());
        for (int at = 0; at < EntryDescriptor.LENGTH; at++) {
            assertEquals(UnsafeApi.getByte(table.entry(number) + at), UnsafeApi.getByte(event.entry() + at));
        }
        assertEquals(1, event.columns().packets(0, 1));
        assertEquals(100, event.columns().bytes(0, 1));
        assertEquals(0, event.columns().packets(0, 0));
        assertEquals(5, event.columns().mark(0));
        assertEquals(99, event.columns().started(0));
        assertTrue(event.columns().hasLabel(0, 70));
        assertFalse(event.columns().hasLabel(0, 71));
        assertFalse(reader.next());
    }

    @Test
    void shouldTellASlowReaderExactlyWhatItLost() {
        final EventReader reader = new EventReader(buffer);
        final EventRing ring = ring(buffer);
        publish(ring, EVENTS - 1);
        publish(ring, 3);
        // 19 events were written, the last 16 are there; of those the reader leaves two to the writer
        assertEquals("lost 5", poll(reader).getFirst());
        assertEquals(EVENTS - 2, read.size() - 1);
        assertEquals("UPDATE 5 at 5", read.get(1));
        assertEquals("UPDATE 18 at 18", read.getLast());
        assertEquals(5, reader.lost());
        publish(ring, EVENTS);
        assertEquals(EVENTS, poll(reader).size(), "a full buffer is no loss");
        assertEquals(5, reader.lost());
        publish(ring, 1000);
        poll(reader);
        assertEquals(ring.sequence(), Long.parseLong(read.getLast().split(" ")[1]) + 1);
        assertEquals("lost " + (1000 - (EVENTS - 2)), read.getFirst());
    }

    @Test
    void shouldReadWhatIsStillThereOrOnlyWhatComes() {
        final EventRing ring = ring(buffer);
        publish(ring, 40);
        final EventReader late = new EventReader(buffer);
        assertEquals(EVENTS, poll(new EventReader(buffer).fromOldest()).size());
        assertEquals("UPDATE 25 at 25", read.getFirst());
        assertEquals(List.of(), poll(late));
        publish(ring, 1);
        assertEquals(List.of("UPDATE 41 at 41"), poll(late));
    }

    @Test
    void shouldGoOnWhereTheLastWriterStopped() {
        final EventReader reader = new EventReader(buffer);
        publish(ring(buffer), 2);
        publish(ring(buffer), 1);
        assertEquals(List.of("START 0 at 1", "UPDATE 1 at 1", "UPDATE 2 at 2", "START 3 at 1", "UPDATE 4 at 4"),
            poll(reader));
    }

    /** The writer dies after each store of an event, and within each copy; then another one goes on. */
    @Test
    void shouldLeaveAValidStreamWhereverItsWriterIsKilled() {
        for (int before = 0; before < 2 * EVENTS + 1; before++) {
            boolean completed = false;
            for (int stores = 0; !completed; stores++) {
                final AtomicBuffer memory = buffer(EVENTS);
                final EventReader early = new EventReader(memory);
                publish(ring(memory), before);
                final EventReader oldest = new EventReader(memory).fromOldest();
                completed = !dies(memory, stores);
                final String at = "before=" + before + " stores=" + stores;
                final long tail = EventRingDescriptor.tail(memory) / EventRecordDescriptor.RECORD_LENGTH;
                assertTrue(tail == before + 1 || tail == before + 2, at);
                // what is complete can be read although the writer is dead
                assertEquals(tail, count(new EventReader(memory).fromOldest(), oldest(memory), at), at);
                final EventRing next = ring(memory);
                assertEquals(tail + 1, next.sequence(), at);
                publish(next, 3);
                assertEquals(tail + 4, count(early, 0, at), at);
                assertEquals(tail + 4, count(oldest, Math.max(0, before + 1 - EVENTS), at), at);
                assertEquals(tail + 4, count(new EventReader(memory).fromOldest(), oldest(memory), at), at);
            }
        }
    }

    /** Publish an event, the last one of a writer that is killed after so many stores; false when it came through. */
    private boolean dies(final AtomicBuffer memory, final int stores) {
        final int[] left = {Integer.MAX_VALUE};
        final AtomicBuffer mortal = (AtomicBuffer)Proxy.newProxyInstance(AtomicBuffer.class.getClassLoader(),
            new Class<?>[] {AtomicBuffer.class}, (proxy, method, args) -> {
                final boolean isStore = method.getName().startsWith("put");
                if (isStore && left[0]-- <= 0) {
                    throw new IllegalStateException("killed");
                }
                if (isStore && left[0] == 0 && method.getName().equals("putBytes")) {
                    // half of the copy
                    memory.putBytes((int)args[0], (UnsafeBuffer)args[1], (int)args[2], (int)args[3] / 2);
                    throw new IllegalStateException("killed");
                }
                try {
                    return method.invoke(memory, args);
                } catch (final InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        final org.agrona.concurrent.broadcast.BroadcastTransmitter transmitter =
            new org.agrona.concurrent.broadcast.BroadcastTransmitter(mortal);
        final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(EventRecordDescriptor.RECORD_LENGTH));
        event.putByte(EventRecordDescriptor.VERSION_OFFSET, (byte)EventRecordDescriptor.VERSION);
        event.putByte(EventRecordDescriptor.TYPE, (byte)EventType.UPDATE.ordinal());
        event.putLong(EventRecordDescriptor.SEQUENCE,
            EventRingDescriptor.tail(memory) / EventRecordDescriptor.RECORD_LENGTH);
        left[0] = stores;
        try {
            transmitter.transmit(EventRecordDescriptor.MESSAGE_TYPE, event, 0, EventRecordDescriptor.LENGTH);
            return false;
        } catch (final IllegalStateException e) {
            assertEquals("killed", e.getMessage());
            return true;
        }
    }

    /** Sequence number of the oldest event that no writer can have touched again. */
    private static long oldest(final AtomicBuffer memory) {
        return Math.max(0, EventRingDescriptor.intent(memory) / EventRecordDescriptor.RECORD_LENGTH - EVENTS);
    }

    /** Read all there is, from an event on; gives the sequence number behind the last, when none is unaccounted for. */
    private static long count(final EventReader reader, final long from, final String at) {
        long next = from;
        while (reader.next()) {
            assertTrue(reader.event().sequence() >= next, at);
            next++;
            assertEquals(next + reader.lost(), reader.event().sequence() + 1, at);
        }
        return next + reader.lost();
    }

    @Test
    void shouldBeginAnewInABufferThatHoldsSomethingElse() {
        final Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            for (int at = 0; at < buffer.capacity(); at += 8) {
                buffer.putLong(at, random.nextLong());
            }
            final EventReader before = new EventReader(buffer);
            assertFalse(before.next());
            publish(ring(buffer), 2);
            assertEquals(List.of("START 0 at 1", "UPDATE 1 at 1", "UPDATE 2 at 2"), poll(before));
        }
    }

    @Test
    void shouldNotBelieveARecordThatSomebodyElseWrote() {
        final EventReader reader = new EventReader(buffer);
        final EventRing ring = ring(buffer);
        publish(ring, 3);
        buffer.putLong(EventRecordDescriptor.RECORD_LENGTH + 8 + EventRecordDescriptor.SEQUENCE, 77);
        buffer.putByte(2 * EventRecordDescriptor.RECORD_LENGTH + 8 + EventRecordDescriptor.TYPE, (byte)99);
        assertEquals(List.of("START 0 at 1", "lost 2", "UPDATE 3 at 3"), poll(reader));
    }

    @Test
    void shouldBeReadThroughAReadOnlyMapping(@TempDir final Path folder) throws IOException {
        final Path file = folder.resolve("events-0.dat");
        final int length = EventRingDescriptor.length(EVENTS);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
            FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            final EventRing ring = ring(new UnsafeBuffer(out.map(FileChannel.MapMode.READ_WRITE, 0, length)));
            final EventReader reader =
                new EventReader(new UnsafeBuffer(in.map(FileChannel.MapMode.READ_ONLY, 0, length))).fromOldest();
            publish(ring, 1);
            assertEquals(List.of("START 0 at 1", "UPDATE 1 at 1"), poll(reader));
        }
    }

    @Test
    void shouldGiveAReaderOnlyWholeEventsWhileItIsOvertaken() throws InterruptedException {
        final int total = 300_000;
        final EventReader reader = new EventReader(buffer);
        final AtomicBoolean done = new AtomicBoolean();
        final Thread writer = new Thread(() -> {
            publish(ring(buffer), total);
            done.set(true);
        });
        writer.start();
        long events = 0;
        long last = -1;
        while (!done.get() || events + reader.lost() <= total) {
            if (reader.next()) {
                final EventRecord event = reader.event();
                events++;
                assertTrue(event.sequence() > last);
                last = event.sequence();
                assertEquals(events + reader.lost(), last + 1);
                assertEquals(event.type() == EventType.START ? 1 : last, event.nowNanos());
                assertEquals(event.type() == EventType.START ? -1 : number, event.number());
            }
        }
        writer.join();
        assertEquals(total, last);
    }

    @Test
    void shouldAllocateNothing() {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final EventRing ring = ring(buffer);
        final EventReader reader = new EventReader(buffer);
        final int rounds = 50_000;
        writeAndRead(ring, reader, rounds);
        final long before = threads.getCurrentThreadAllocatedBytes();
        writeAndRead(ring, reader, rounds);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < rounds / 10, "allocated=" + allocated);
        assertEquals(0, reader.lost());
    }

    private void writeAndRead(final EventRing ring, final EventReader reader, final int rounds) {
        for (int i = 0; i < rounds; i++) {
            ring.onEvent(EventType.UPDATE, EventCause.STATE, number, i);
            assertTrue(reader.next());
        }
    }

    @Test
    void shouldRefuseABufferOfAnotherLength() {
        final AtomicBuffer odd = new UnsafeBuffer(ByteBuffer.allocateDirect(5000));
        assertEquals("not the length of a buffer for events, which is 256 times a power of two from 16 to 4194304, "
            + "plus 128: length=5000", assertThrows(IllegalArgumentException.class, () -> ring(odd)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new EventReader(odd));
        assertEquals("events must be a power of two from 16 to 4194304: events=17",
            assertThrows(IllegalArgumentException.class, () -> EventRingDescriptor.length(17)).getMessage());
    }
}
