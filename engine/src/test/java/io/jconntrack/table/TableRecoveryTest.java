/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.Recovery;
import io.jconntrack.entry.Status;
import io.jconntrack.settings.MemoryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a recovery keeps and drops, entry by entry.
 */
class TableRecoveryTest {
    private static final int CAPACITY = 300;
    private static final long NOW = 1_000_000;
    private static final TableShape SHAPE = new TableShape(CAPACITY, 2, 1024, Set.of(Column.MARK));

    @TempDir
    Path directory;
    private TableFile file;
    private ConnectionTable table;
    private TupleKey key;

    @BeforeEach
    void openFile() throws IOException {
        file = TableFile.open(directory.resolve("table"), false, SHAPE, "linux", MemoryOptions.ON_DEMAND,
            (protocol, entry) -> UnsafeApi.getByte(entry + EntryDescriptor.STATE) >= 0
                && UnsafeApi.getByte(entry + EntryDescriptor.STATE) < 10, NOW);
        file.ready();
        table = file.table();
        key = table.newKey();
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    private Recovery again() throws IOException {
        file.close();
        openFile();
        return file.recovery();
    }

    private TupleKey key(final int n, final boolean v6) {
        key.set(v6 ? 6 : 4, 17, 5, v6 ? 77 : 0, 0x0A000000 + n, 1000 + n, v6 ? 78 : 0, 0x0B000000, 53, 0);
        return key;
    }

    private long insert(final int n, final boolean v6) {
        final long entry = table.insert(key(n, v6), key.isFromHi());
        UnsafeApi.putLong(entry + EntryDescriptor.DEADLINE, NOW + 1);
        ConnectionTable.confirm(entry);
        return entry;
    }

    @ParameterizedTest
    @CsvSource({
        // offset, bytes, value, kept, interrupted, expired, unconfirmed, implausible
        "0, 4, 7, 1, 1, 0, 0, 0",
        "0, 4, -1, 1, 1, 0, 0, 0",
        "8, 8, 0, 0, 0, 0, 0, 0",
        "8, 8, 77, 0, 0, 0, 0, 1",
        "13, 1, 5, 0, 0, 0, 0, 1",
        "16, 8, -1, 0, 0, 0, 0, 1",
        "24, 8, 1, 0, 0, 0, 0, 1",
        "40, 8, 1, 0, 0, 0, 0, 1",
        "48, 8, 1000000, 0, 0, 1, 0, 0",
        "48, 8, 1000001, 1, 0, 0, 0, 0",
        "48, 8, 2147483648001000000, 1, 0, 0, 0, 0",
        "48, 8, 2147483648001000001, 0, 0, 0, 0, 1",
        "56, 4, 0, 0, 0, 0, 1, 0",
        "56, 4, 7, 0, 0, 0, 1, 0",
        "56, 4, 14, 1, 0, 0, 0, 0",
        "56, 4, 24, 0, 0, 0, 0, 1",
        "60, 1, 9, 1, 0, 0, 0, 0",
        "60, 1, 10, 0, 0, 0, 0, 1",
        "60, 1, -1, 0, 0, 0, 0, 1",
        "61, 1, 2, 0, 0, 0, 0, 1",
        "62, 1, 0, 0, 0, 0, 0, 1",
        "62, 1, 2, 1, 0, 0, 0, 0",
        "62, 1, 3, 0, 0, 0, 0, 1",
        "62, 1, -1, 0, 0, 0, 0, 1",
        "64, 4, 12345678, 1, 0, 0, 0, 0",
        "68, 4, -9, 1, 0, 0, 0, 0"})
    void shouldJudgeAnEntryByWhatStandsInIt(final int offset, final int bytes, final long value, final int kept,
        final int interrupted, final int expired, final int unconfirmed, final int implausible) throws IOException {
        final long entry = insert(1, false);
        switch (bytes) {
            case 1 -> UnsafeApi.putByte(entry + offset, (byte)value);
            case 4 -> UnsafeApi.putInt(entry + offset, (int)value);
            default -> UnsafeApi.putLong(entry + offset, value);
        }
        insert(2, true);
        assertEquals(new Recovery(kept + 1, interrupted, expired, unconfirmed, implausible, 0), again());
        assertEquals(kept + 1, table.size());
        assertEquals(kept == 1, table.find(key(1, false)) != ConnectionTable.NONE);
        assertNotEquals(ConnectionTable.NONE, table.find(key(2, true)));
        assertEquals(2, table.bound());
        for (int n = 0; n < CAPACITY; n++) {
            assertEquals(0, UnsafeApi.getInt(table.entry(n)) & 1, "version of " + n);
        }
    }

    @Test
    void shouldKeepOneOfTwoEntriesWithOneKey() throws IOException {
        final long first = insert(1, true);
        final long second = insert(2, true);
        UnsafeApi.copyMemory(first + EntryDescriptor.KEY, second + EntryDescriptor.KEY, 40);
        assertEquals(new Recovery(1, 0, 0, 0, 0, 1), again());
        assertEquals(table.entry(0), table.find(key(1, true)));
    }

    @Test
    void shouldDropAnEntryThatIsBeingUsedAgainAtEveryInstant() throws IOException {
        // the steps in which an entry is filled for a new connection, the last one being confirmed
        final byte[] old = bytes(insert(1, true));
        table.remove(table.find(key(1, true)));
        insert(2, true);
        final byte[] wanted = bytes(table.entry(0));
        final int[] order = {EntryDescriptor.VERSION, EntryDescriptor.STATUS, EntryDescriptor.KEY,
            EntryDescriptor.KEY + 8, EntryDescriptor.KEY + 16, EntryDescriptor.KEY + 24, EntryDescriptor.KEY + 32,
            EntryDescriptor.DEADLINE};
        for (int done = 0; done <= order.length; done++) {
            put(table.entry(0), old);
            for (int i = 0; i < done; i++) {
                final int at = order[i];
                if (at == EntryDescriptor.VERSION || at == EntryDescriptor.STATUS) {
                    UnsafeApi.putInt(table.entry(0) + at, at == EntryDescriptor.VERSION ? 99 : 0);
                } else {
                    for (int b = at; b < at + 8; b++) {
                        UnsafeApi.putByte(table.entry(0) + b, wanted[b]);
                    }
                }
            }
            final Recovery found = again();
            // with the old one's status there is still the whole old key
            assertEquals(done < 2 ? 1 : 0, found.kept(), "done=" + done);
            assertEquals(done < 2 ? 0 : 1, found.unconfirmed(), "done=" + done);
            assertEquals(done < 2, table.find(key(1, true)) != ConnectionTable.NONE);
            assertEquals(ConnectionTable.NONE, table.find(key(2, true)));
        }
    }

    private static byte[] bytes(final long entry) {
        final byte[] bytes = new byte[EntryDescriptor.LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = UnsafeApi.getByte(entry + i);
        }
        return bytes;
    }

    private static void put(final long entry, final byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            UnsafeApi.putByte(entry + i, bytes[i]);
        }
    }

    @Test
    void shouldHandOutEveryFreeEntryOnceAfterwards() throws IOException {
        for (int n = 0; n < 200; n++) {
            insert(n, n % 2 == 0);
        }
        for (int n = 0; n < 200; n += 3) {
            table.remove(table.find(key(n, n % 2 == 0)));
        }
        final int live = table.size();
        assertEquals(live, again().kept());
        assertTrue(table.bound() <= 200);
        final Set<Long> used = new HashSet<>();
        for (int n = 0; n < table.bound(); n++) {
            if (table.liveEntry(n) != ConnectionTable.NONE) {
                used.add(table.liveEntry(n));
            }
        }
        assertEquals(live, used.size());
        for (int n = 1000; used.size() < CAPACITY; n++) {
            assertTrue(used.add(insert(n, true)), "n=" + n);
        }
        assertEquals(ConnectionTable.NONE, table.insert(key(5000, true), false));
        assertEquals(CAPACITY, new TableStatistics(table).members());
    }

    @Test
    void shouldKnowAssuredOnesInTheIndexAgain() throws IOException {
        for (int n = 0; n < CAPACITY; n++) {
            final long entry = insert(n, false);
            if (n != 123) {
                UnsafeApi.putInt(entry + EntryDescriptor.STATUS, Status.CONFIRMED | Status.ASSURED);
            }
        }
        again();
        final long victim = table.find(key(123, false));
        int found = 0;
        for (int n = 0; n < CAPACITY; n++) {
            final long candidate = table.earlyDropCandidate(key(n, false));
            assertTrue(candidate == ConnectionTable.NONE || candidate == victim);
            found += candidate == victim ? 1 : 0;
        }
        assertTrue(found > 0);
    }

    @Test
    void shouldFindWhatEachWorkerMayDropAgain() throws IOException {
        final ConnectionTable[] tables = {table, table.worker(1)};
        for (int n = 0; n < CAPACITY; n++) {
            final long entry = tables[n % 2].insert(key(n, false), key.isFromHi());
            UnsafeApi.putLong(entry + EntryDescriptor.DEADLINE, NOW + 1);
            ConnectionTable.confirm(entry);
        }
        assertEquals(CAPACITY, again().kept());
        final ConnectionTable second = table.worker(1);
        for (int n = 0; n < CAPACITY; n++) {
            assertTrue(table.isOwn(table.earlyDropCandidate(key(n, false))), "n=" + n);
            assertTrue(second.isOwn(second.earlyDropCandidate(key(n, false))), "n=" + n);
        }
    }

    @Test
    void shouldRecoverWhatAnyBytesStandInIndexPoolAndWheels() throws IOException {
        for (int n = 0; n < 200; n++) {
            insert(n, n % 2 == 0);
        }
        final TableLayout layout = SHAPE.layout();
        final long memory = table.entry(0) - layout.entries;
        UnsafeApi.setMemory(memory, 128, (byte)0xA5);
        UnsafeApi.setMemory(memory + layout.wheels, layout.entries - layout.wheels, (byte)0x5A);
        assertEquals(200, again().kept());
        assertEquals(200, new TableStatistics(table).members());
        assertEquals(200, table.size());
        for (int n = 0; n < 200; n++) {
            assertNotEquals(ConnectionTable.NONE, table.find(key(n, n % 2 == 0)));
        }
    }
}
