/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Connection;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;

/**
 * A client with connections of its own (those to one port), and a model of what has to be in the table: a map from
 * source port to mark. It opens, deletes and updates them at random and compares.
 */
final class CommandClient implements Callable<long[]> {
    private static final int STEPS = Integer.getInteger("jconntrack.steps", 60);
    private static final int PORTS = 2000;

    private final TrackerFiles files;
    private final RingWriter[] rings;
    private final int port;
    private final SplittableRandom random;
    private final Map<Integer, Integer> model = new HashMap<>();
    private final UdpFrame frame = new UdpFrame(4);
    private long deleted;
    private long updated;

    CommandClient(final TrackerFiles files, final RingWriter[] rings, final int port, final long seed) {
        this.files = files;
        this.rings = rings;
        this.port = port;
        random = new SplittableRandom(seed + port);
    }

    /** Gives how many connections it deleted and updated. */
    @Override
    public long[] call() throws Exception {
        try (TrackerClient client = new TrackerClient(files)) {
            for (int i = 0; i < STEPS; i++) {
                final int modulus = random.nextInt(2, 6);
                final int remainder = random.nextInt(modulus);
                switch (random.nextInt(4)) {
                    case 0, 1 -> open();
                    case 2 -> delete(client, source -> source % modulus == remainder, random.nextInt(3) == 0);
                    default -> update(client, source -> source % modulus == remainder);
                }
                assertEquals(model, table(), "client " + port + " step " + i);
            }
            delete(client, source -> true, false);
            assertEquals(Map.of(), table());
        }
        return new long[] {deleted, updated};
    }

    private void open() throws IOException {
        for (int i = random.nextInt(200); i >= 0; i--) {
            final int source = 1 + random.nextInt(PORTS);
            model.putIfAbsent(source, 0);
            send(rings[source % rings.length], frame.ports(source, port));
        }
        while (table().size() < model.size()) {
            Thread.onSpinWait();
        }
    }

    /** Rings have one writer at a time. What a full ring drops is sent again. */
    static void send(final RingWriter ring, final UdpFrame frame) {
        synchronized (ring) {
            long dropped;
            do {
                dropped = ring.counters().droppedFrames();
                ring.frame(1, frame.buffer.addressOffset(), frame.length, frame.length, 1, 0, 0);
                ring.flush();
            } while (ring.counters().droppedFrames() != dropped);
        }
    }

    private Map<Integer, Integer> table() throws IOException {
        final Map<Integer, Integer> table = new HashMap<>();
        try (TableDump dump = TableDump.open(files.table(), System.nanoTime(), 0)) {
            final Connection c = dump.connection();
            while (dump.next()) {
                if (c.destinationPort(0) == port) {
                    assertEquals(null, table.put(c.sourcePort(0), c.mark()));
                }
            }
        }
        return table;
    }

    private void delete(final TrackerClient client, final IntPredicate wanted, final boolean twice)
        throws IOException {
        final Map<Integer, Integer> outcomes = new HashMap<>();
        final Map<Integer, Integer> asked = new HashMap<>();
        final ConnectionCommand<Integer> first = client.delete((source, isDone) -> count(outcomes, source, isDone));
        final ConnectionCommand<Integer> second = client.delete((source, isDone) -> count(outcomes, source, isDone));
        forEach(wanted, c -> {
            asked.put(c.sourcePort(0), 1);
            first.add(c, c.sourcePort(0));
            if (twice) {
                second.add(c, c.sourcePort(0));
            }
        });
        second.finish();
        first.finish();
        final int before = model.size();
        model.keySet().removeIf(wanted::test);
        assertEquals(before - model.size(), asked.size());
        assertEquals(asked, outcomes, "each was deleted once");
        deleted += asked.size();
    }

    private static void count(final Map<Integer, Integer> outcomes, final int source, final boolean isDone) {
        outcomes.merge(source, isDone ? 1 : 0, Integer::sum);
    }

    private void update(final TrackerClient client, final IntPredicate wanted) throws IOException {
        final int cleared = random.nextInt();
        final int flipped = random.nextInt();
        final long timeout = random.nextBoolean() ? -1 : random.nextLong(1_000_000, 9_000_000) * 1_000_000_000L;
        final ConnectionCommand<Integer> command = client.update(cleared, flipped, timeout, (source, isDone) -> {
            assertTrue(isDone);
            updated++;
        });
        forEach(wanted, c -> command.add(c, c.sourcePort(0)));
        command.finish();
        model.replaceAll((source, mark) -> wanted.test(source) ? mark & ~cleared ^ flipped : mark);
    }

    /** Takes connections. */
    private interface Visitor {
        void visit(Connection connection) throws IOException;
    }

    private void forEach(final IntPredicate wanted, final Visitor visitor) throws IOException {
        try (TableDump dump = TableDump.open(files.table(), System.nanoTime(), 0)) {
            final Connection c = dump.connection();
            while (dump.next()) {
                if (c.destinationPort(0) == port && wanted.test(c.sourcePort(0))) {
                    visitor.visit(c);
                }
            }
        }
    }
}
