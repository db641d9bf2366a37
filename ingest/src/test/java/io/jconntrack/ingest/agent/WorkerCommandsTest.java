/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Connection;
import io.jconntrack.ConnectionId;
import io.jconntrack.Conntrack;
import io.jconntrack.Verdict;
import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a worker does with commands, right ones and those of somebody who wants to harm it.
 */
class WorkerCommandsTest {
    private static final int CAPACITY = 1 << 13;

    private final Conntrack conntrack = Conntrack.builder()
        .settings(new Settings(Profile.LINUX).set("max", "64").set("checksum", "0")).columns(Column.MARK).build();
    private final UnsafeBuffer memory =
        new UnsafeBuffer(ByteBuffer.allocateDirect(CncDescriptor.commandLength(CAPACITY)));
    private final UnsafeBuffer answers = new UnsafeBuffer(ByteBuffer.allocateDirect(AnswerDescriptor.LENGTH));
    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(memory);
    private final CommandRing commandRing = new CommandRing(memory);
    private final WorkerCommands commands = new WorkerCommands(conntrack, commandRing, answers, 0);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[4096]);
    private final UdpFrame frame = new UdpFrame(4);
    private final long[] answer = new long[2];

    @AfterEach
    void close() {
        conntrack.close();
    }

    /** Open a connection; gives its entry. */
    private int open(final int port) {
        frame.ports(port, 53);
        return Verdict.entry(conntrack.process(frame.buffer, frame.ip(), frame.length - frame.ip(), System.nanoTime()));
    }

    private Connection at(final int entry) {
        final Connection connection = new Connection(conntrack);
        assertTrue(connection.moveTo(entry));
        return connection;
    }

    private ConnectionId id(final int entry) {
        final ConnectionId id = new ConnectionId();
        at(entry).copyTo(id);
        return id;
    }

    /** Send one command and have it done; gives RESULT and DONE, or 0 and 0 when there is no answer. */
    private long[] command(final int type, final int count, final int length) {
        final long correlation = ring.nextCorrelationId() + 1;
        message.putLong(CommandDescriptor.CORRELATION, correlation);
        message.putInt(CommandDescriptor.COUNT, count);
        assertTrue(ring.write(type, message, 0, length));
        while (commands.poll() != 0) {
            assertTrue(true);
        }
        return AnswerDescriptor.read(answers, correlation, answer) ? answer : new long[2];
    }

    private long[] command(final int type, final ConnectionId... ids) {
        for (int i = 0; i < ids.length; i++) {
            ids[i].putTo(message, CommandDescriptor.length(i));
        }
        return command(type, ids.length, CommandDescriptor.length(ids.length));
    }

    private void update(final int cleared, final int flipped, final long timeout) {
        message.putInt(CommandDescriptor.CLEARED, cleared);
        message.putInt(CommandDescriptor.FLIPPED, flipped);
        message.putLong(CommandDescriptor.TIMEOUT, timeout);
    }

    @Test
    void shouldDeleteWhatIsMeantAndTellWhatHadGone() {
        final ConnectionId first = id(open(1));
        final ConnectionId second = id(open(2));
        final int third = open(3);
        assertTrue(conntrack.delete(Math.toIntExact(second.id() >> 8), System.nanoTime()));
        final long[] answered = command(CommandDescriptor.DELETE, first, second, id(third));
        assertEquals(AnswerDescriptor.CARRIED_OUT, answered[0]);
        assertEquals(0b101, answered[1]);
        assertEquals(0, conntrack.count());
        assertEquals(2, commands.deleted());
    }

    @Test
    void shouldNeverHitTheNextConnectionOfAnEntry() {
        final int entry = open(1);
        final ConnectionId old = id(entry);
        assertTrue(conntrack.delete(entry, System.nanoTime()));
        int next = open(1);
        for (int port = 2; next != entry; port++) {
            next = open(port);
        }
        final int before = conntrack.count();
        assertEquals(0, command(CommandDescriptor.DELETE, old)[1]);
        update(-1, 7, 0);
        assertEquals(0, command(CommandDescriptor.UPDATE, old)[1]);
        assertEquals(before, conntrack.count());
        assertEquals(0, at(next).mark());
    }

    @Test
    void shouldUpdateMarkAndTimeoutAtOnce() {
        final int entry = open(1);
        assertTrue(conntrack.mark(entry, 0x35, System.nanoTime()));
        update(0x0F, 0x13, 77_500_000_000L);
        assertEquals(1, command(CommandDescriptor.UPDATE, id(entry))[1]);
        assertEquals(0x23, at(entry).mark(), "conntrack -U -m 0x13/0x0f");
        assertEquals(77, at(entry).secondsLeft(System.nanoTime()));
        update(0, 0, 0);
        assertEquals(1, command(CommandDescriptor.UPDATE, id(entry))[1]);
        assertEquals(0, command(CommandDescriptor.DELETE, id(entry))[1], "its time is over");
        assertEquals(1, conntrack.poll(System.nanoTime(), Integer.MAX_VALUE));
    }

    @Test
    void shouldFlushAFamilyOrAll() {
        open(1);
        final UdpFrame v6 = new UdpFrame(6).ports(1, 2);
        conntrack.process(v6.buffer, v6.ip(), v6.length - v6.ip(), System.nanoTime());
        open(2);
        assertEquals(1, command(CommandDescriptor.FLUSH, 6, CommandDescriptor.FLUSH_LENGTH)[1]);
        assertEquals(2, conntrack.count());
        assertEquals(2, command(CommandDescriptor.FLUSH, 0, CommandDescriptor.FLUSH_LENGTH)[1]);
        assertEquals(0, conntrack.count());
    }

    @Test
    void shouldRefuseWhatMakesNoSenseAndCountIt() {
        final ConnectionId id = id(open(1));
        id.putTo(message, CommandDescriptor.length(0));
        final int whole = CommandDescriptor.length(1);
        update(0, 0, 0);
        int refused = 0;
        assertRefused(++refused, command(77, 1, whole));
        assertRefused(++refused, command(CommandDescriptor.DELETE, 2, whole));
        assertRefused(++refused, command(CommandDescriptor.DELETE, -1, whole));
        assertRefused(++refused, command(CommandDescriptor.DELETE, Integer.MIN_VALUE, whole));
        assertRefused(++refused, command(CommandDescriptor.DELETE, CommandDescriptor.MAX_COUNT + 1, 800));
        assertRefused(++refused, command(CommandDescriptor.DELETE, 1, whole - 1));
        assertRefused(++refused, command(CommandDescriptor.FLUSH, 5, CommandDescriptor.FLUSH_LENGTH));
        update(0, 0, -2);
        assertRefused(++refused, command(CommandDescriptor.UPDATE, 1, whole));
        update(0, 0, Long.MAX_VALUE);
        assertRefused(++refused, command(CommandDescriptor.UPDATE, 1, whole));
        assertEquals(0, command(CommandDescriptor.DELETE, 0, CommandDescriptor.FLUSH_LENGTH - 1)[0], "no answer");
        assertEquals(++refused, commands.refused());
        assertEquals(1, conntrack.count());
    }

    private void assertRefused(final int count, final long[] answered) {
        assertEquals(AnswerDescriptor.REFUSED, answered[0]);
        assertEquals(count, commands.refused());
    }

    @Test
    void shouldRefuseMarksWhereThereAreNone() {
        try (Conntrack plain = Conntrack.builder().settings(new Settings(Profile.LINUX).set("max", "64")).build()) {
            final WorkerCommands without = new WorkerCommands(plain, commandRing, answers, 0);
            update(-1, 7, -1);
            message.putLong(CommandDescriptor.CORRELATION, 1);
            message.putInt(CommandDescriptor.COUNT, 0);
            assertTrue(ring.write(CommandDescriptor.UPDATE, message, 0, CommandDescriptor.length(0)));
            assertEquals(1, without.poll());
            assertTrue(AnswerDescriptor.read(answers, 1, answer));
            assertEquals(AnswerDescriptor.REFUSED, answer[0]);
        }
    }

    @Test
    void shouldNotBeHarmedByNonsenseAboutConnections() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("WorkerCommandsTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int port = 1; port <= 20; port++) {
            open(port);
        }
        for (int i = 0; i < 20_000; i++) {
            for (int at = CommandDescriptor.FLUSH_LENGTH; at < 600; at += 8) {
                message.putLong(at, random.nextInt(3) == 0 ? random.nextInt(70) << 8 : random.nextLong());
            }
            command(random.nextInt(2, 5), random.nextInt(-1, 12), random.nextInt(600));
        }
        assertEquals(20, conntrack.count());
        assertTrue(commands.refused() > 1000);
    }

    @Test
    void shouldSurviveWhateverIsWrittenOverItsRing() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("WorkerCommandsTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        open(1);
        for (int i = 0; i < 50_000; i++) {
            ring.write(CommandDescriptor.DELETE, message, 0, CommandDescriptor.length(random.nextInt(3)));
            final int at = random.nextInt(4) == 0 ? CAPACITY + random.nextInt(memory.capacity() - CAPACITY - 8)
                : (int)commandRing.position() + random.nextInt(64) & CAPACITY - 1;
            switch (random.nextInt(3)) {
                case 0 -> memory.putInt(at, random.nextInt());
                case 1 -> memory.putInt(at, random.nextInt(-200, 200));
                default -> memory.putLong(at, random.nextLong());
            }
            for (int poll = 0; poll < 3; poll++) {
                commands.poll();
            }
            commands.unblock(i * 2_000_000_000L);
        }
        // the nonsense may have become a FLUSH: whoever may write it may send that as well
        assertTrue(commands.refused() > 0);
        goOnOnceItIsLeftAlone();
    }

    /** The client's own counters in the trailer may be nonsense for ever: a new client's view is made right here. */
    private void goOnOnceItIsLeftAlone() {
        final int trailer = memory.capacity() - CAPACITY;
        memory.setMemory(CAPACITY, trailer, (byte)0);
        for (int i = 0; i < 10; i++) {
            commands.poll();
            commands.unblock(i * 2_000_000_000L + (1L << 60));
        }
        memory.setMemory(0, CAPACITY, (byte)0);
        final ManyToOneRingBuffer fresh = new ManyToOneRingBuffer(memory);
        final int before = conntrack.count();
        id(open(60_000)).putTo(message, CommandDescriptor.length(0));
        message.putLong(CommandDescriptor.CORRELATION, 5);
        message.putInt(CommandDescriptor.COUNT, 1);
        assertTrue(fresh.write(CommandDescriptor.DELETE, message, 0, CommandDescriptor.length(1)));
        for (int i = 0; i < 10; i++) {
            commands.poll();
        }
        assertTrue(AnswerDescriptor.read(answers, 5, answer));
        assertEquals(1, answer[1]);
        assertEquals(before, conntrack.count());
    }

    @Test
    void shouldSkipACommandWhoseWriterStopped() {
        final int entry = open(1);
        final int claimed = ring.tryClaim(CommandDescriptor.DELETE, 500);
        assertTrue(claimed > 0);
        command(CommandDescriptor.DELETE, id(entry));
        assertEquals(1, conntrack.count(), "it waits behind the unfinished one");
        commands.unblock(0);
        commands.unblock(500_000_000);
        assertEquals(0, commands.poll());
        commands.unblock(1_500_000_000);
        assertEquals(2, commands.poll() + commands.poll(), "what is skipped, and the command behind it");
        assertFalse(commandRing.isStalled());
        assertEquals(0, conntrack.count());
        assertEquals(0, commands.refused());
    }
}
