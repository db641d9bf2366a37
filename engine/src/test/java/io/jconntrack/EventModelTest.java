/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.event.EventListener;
import io.jconntrack.event.EventType;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random packets, discards, deletions and pauses in tables that are mostly full: the connections that the events tell
 * of are those in the table, with the same status and state, at every moment at which nothing is held back.
 */
class EventModelTest implements EventListener {
    private static final int STEPS = 60_000;

    private final Map<Integer, String> told = new TreeMap<>();
    private Connection connection;
    private long count;

    @Override
    public void onEvent(final EventType type, final int cause, final int number, final long nowNanos) {
        count++;
        assertTrue(connection.moveTo(number));
        final String before = told.get(number);
        switch (type) {
            case NEW:
                assertNull(before, "NEW of a connection that lives");
                told.put(number, looks());
                break;
            case UPDATE:
                assertNotNull(before, "UPDATE of a connection that was not told of");
                assertTrue(cause != 0);
                told.put(number, looks());
                break;
            case DESTROY:
                assertNotNull(before, "DESTROY of a connection that was not told of");
                assertEquals(1, Integer.bitCount(cause));
                assertEquals(before.split(" ")[0], looks().split(" ")[0], "DESTROY of another connection");
                told.remove(number);
                break;
            default:
                throw new AssertionError(type);
        }
    }

    private String looks() {
        return connection.id() + "," + connection.protocol() + "," + connection.sourceLow(0) + ","
            + connection.sourcePort(0) + "," + connection.sourceLow(1) + " " + connection.status() + " "
            + connection.state();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldTellOfTheConnectionsThatAreInTheTable(final Profile profile) {
        final long seed = Long.getLong("jconntrack.seed", 20261125);
        System.out.println("EventModelTest: -Djconntrack.seed=" + seed);
        final Random random = new Random(seed);
        final RandomPackets packets = new RandomPackets(random);
        final Settings settings = new Settings(profile).set("checksum", "0").set("max", "25");
        final UnsafeBuffer buffer =
            new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(PacketBatch.CAPACITY * RandomPackets.STRIDE));
        final PacketBatch batch = new PacketBatch();
        long now = 1_000_000_000L;
        try (Conntrack conntrack = Conntrack.builder().settings(settings).hashSeed(seed, 2).build()) {
            connection = new Connection(conntrack);
            conntrack.listener(this);
            for (int step = 0; step < STEPS; step++) {
                now += random.nextInt(20) == 0 ? random.nextLong(200_000_000_000L) : random.nextInt(1000);
                if (random.nextInt(4) == 0) {
                    batch.reset(buffer);
                    final int size = 1 + random.nextInt(PacketBatch.CAPACITY);
                    for (int i = 0; i < size; i++) {
                        final int at = i * RandomPackets.STRIDE;
                        batch.add(at, packets.write(buffer, at), now);
                    }
                    conntrack.process(batch);
                    if (random.nextInt(3) == 0) {
                        conntrack.discard(batch.verdict(random.nextInt(size)));
                    }
                } else {
                    final int length = packets.write(buffer, 0);
                    final long verdict = conntrack.process(buffer, 0, length, now);
                    if (random.nextInt(3) == 0) {
                        conntrack.discard(verdict);
                    }
                }
                switch (random.nextInt(8)) {
                    case 0, 1 -> conntrack.poll(now, random.nextInt(5));
                    case 2 -> conntrack.poll(now, Integer.MAX_VALUE);
                    case 3 -> conntrack.delete(random.nextInt(25), now);
                    default -> {
                        continue;
                    }
                }
                assertEquals(table(conntrack), told, "step " + step);
            }
        }
        assertTrue(count > STEPS, "events=" + count);
    }

    private Map<Integer, String> table(final Conntrack conntrack) {
        final Map<Integer, String> table = new TreeMap<>();
        for (int number = 0; number < conntrack.table().bound(); number++) {
            if (connection.moveTo(number)) {
                table.put(number, looks());
            }
        }
        return table;
    }
}
