/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Conntrack;
import io.jconntrack.ConntrackBuilder;
import io.jconntrack.PacketBatch;
import io.jconntrack.SharedTable;
import io.jconntrack.settings.Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a recording finds, and that it finds nothing when nobody asked.
 */
class FlightRecorderTest {
    private static final long START = 1_000_000_000L;
    private static final long LATER = START + 3_600_000_000_000L;
    private static final int CAPACITY = 100;
    private static final int LENGTH = 28;
    private static final List<Class<? extends Event>> ALL =
        List.of(LongBatch.class, ExpiryBurst.class, TablePressure.class, TableRepair.class);

    @TempDir
    private Path directory;

    private final UnsafeBuffer packets = new UnsafeBuffer(ByteBuffer.allocateDirect(64 * LENGTH));

    private ConntrackBuilder builder() {
        return Conntrack.builder().profile(Profile.LINUX).capacity(CAPACITY);
    }

    /** Datagrams without a checksum, each of another port, in batches. */
    private void datagrams(final Conntrack conntrack, final int count) {
        final PacketBatch batch = conntrack.newBatch();
        for (int done = 0; done < count; done += 50) {
            batch.reset(packets);
            for (int i = 0; i < 50; i++) {
                final int at = i * LENGTH;
                packets.setMemory(at, LENGTH, (byte)0);
                packets.putInt(at, 0x45000000 | LENGTH, ByteOrder.BIG_ENDIAN);
                packets.putInt(at + 8, 64 << 24 | 17 << 16, ByteOrder.BIG_ENDIAN);
                packets.putInt(at + 12, 0x0A000001, ByteOrder.BIG_ENDIAN);
                packets.putInt(at + 16, 0x0A000002, ByteOrder.BIG_ENDIAN);
                packets.putInt(at + 20, 1000 + done + i << 16 | 53, ByteOrder.BIG_ENDIAN);
                packets.putInt(at + 24, 8 << 16, ByteOrder.BIG_ENDIAN);
                int sum = 0;
                for (int j = 0; j < 20; j += 2) {
                    sum += packets.getShort(at + j, ByteOrder.BIG_ENDIAN) & 0xFFFF;
                }
                packets.putShort(at + 10, (short)~((sum & 0xFFFF) + (sum >>> 16)), ByteOrder.BIG_ENDIAN);
                batch.add(at, LENGTH, START);
            }
            conntrack.process(batch);
        }
    }

    /** Fill a table, flood it, take it over, and let all of it expire. */
    private void work() throws IOException {
        final Path file = directory.resolve("table.dat");
        try (SharedTable table = builder().open(file, START)) {
            datagrams(table.worker(0), 150);
            assertEquals(CAPACITY, table.worker(0).count());
        }
        try (SharedTable table = builder().open(file, START)) {
            int expired = table.worker(0).poll(LATER, 10);
            while (table.worker(0).isPollCut()) {
                expired += table.worker(0).poll(LATER, 10);
            }
            assertEquals(CAPACITY, expired);
        }
    }

    private List<RecordedEvent> record(final boolean enabled) throws IOException {
        try (Recording recording = new Recording()) {
            if (enabled) {
                // a threshold below the clock's step: every batch is long
                recording.enable(LongBatch.class).with("threshold", "0 ns");
                ALL.stream().skip(1).forEach(recording::enable);
            }
            recording.start();
            work();
            recording.stop();
            final Path file = directory.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("jconntrack.")).toList();
        }
    }

    private static List<RecordedEvent> named(final List<RecordedEvent> events, final String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals("jconntrack." + name)).toList();
    }

    @Test
    void shouldRecordNothingUnlessAsked() throws IOException {
        assertEquals(List.of(), record(false));
    }

    @Test
    void shouldTellOfLongBatchesPressureRepairAndBursts() throws IOException {
        final List<RecordedEvent> events = record(true);

        final List<RecordedEvent> batches = named(events, "LongBatch");
        assertEquals(3, batches.size());
        batches.forEach(batch -> assertEquals(50, batch.getInt("packets")));

        final RecordedEvent pressure = named(events, "TablePressure").getFirst();
        assertEquals(CAPACITY, pressure.getInt("connections"));
        assertEquals(CAPACITY, pressure.getInt("capacity"));
        assertEquals(0, pressure.getLong("earlyDrops"));
        assertFalse(pressure.getBoolean("refused"));

        final RecordedEvent repair = named(events, "TableRepair").getFirst();
        assertEquals(CAPACITY, repair.getInt("kept"));
        assertEquals(0, repair.getInt("dropped"));
        assertTrue(repair.getString("file").endsWith("table.dat"), repair.toString());

        final RecordedEvent burst = named(events, "ExpiryBurst").getFirst();
        assertEquals(10, burst.getInt("limit"));
        assertTrue(burst.getInt("expired") <= 10, burst.toString());
        assertTrue(burst.getInt("connections") >= CAPACITY - 10, burst.toString());
    }
}
