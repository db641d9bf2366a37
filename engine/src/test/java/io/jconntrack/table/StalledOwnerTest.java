/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import java.util.EnumSet;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other threads see of an entry while its owner is stopped in the middle of a change. */
class StalledOwnerTest {
    private ConnectionTable table;
    private ConnectionTable other;
    private TableReader reader;
    private final TupleKey key = TestKeys.empty();
    private final TupleKey otherKey = TestKeys.empty();

    @BeforeEach
    void setUp() {
        table = new ConnectionTable(8, EnumSet.noneOf(Column.class), 2, 1024, key);
        other = table.worker(1);
        reader = new TableReader(table);
        TestKeys.set(key, 1);
        TestKeys.set(otherKey, 2);
    }

    @AfterEach
    void tearDown() {
        reader.close();
        table.close();
    }

    private static void confirm(final long entry) {
        VersionStamp.begin(entry);
        UnsafeApi.putInt(entry + EntryDescriptor.STATUS, Status.CONFIRMED);
        VersionStamp.end(entry);
    }

    @Test
    void shouldSayBusyInBoundedTriesWhenTheOwnerIsStoppedInAChange() {
        final long entry = table.insert(key, false);
        confirm(entry);
        VersionStamp.begin(entry);
        assertEquals(TableReader.BUSY, reader.read(table.number(entry)));
        assertEquals(TableReader.BUSY, reader.find(key));
        VersionStamp.end(entry);
        assertEquals(TableReader.OK, reader.read(table.number(entry)));
        assertEquals(TableReader.OK, reader.find(key));
    }

    @Test
    void shouldServeOtherEntriesWhenAnOwnerIsStoppedInAChange() {
        final long stopped = table.insert(key, false);
        confirm(stopped);
        VersionStamp.begin(stopped);
        for (int round = 0; round < 100; round++) {
            final long entry = other.insert(otherKey, false);
            confirm(entry);
            assertEquals(TableReader.OK, reader.find(otherKey));
            assertTrue(otherKey.isOf(reader.entry()));
            assertEquals(stopped, other.find(key), "lookups don't wait for the change");
            other.remove(entry);
            assertEquals(TableReader.ABSENT, reader.find(otherKey));
        }
    }

    @Test
    void shouldBelongToNobodyWhenAnEntryIsZeroedToBeUsedAgain() {
        final long entry = other.insert(key, false);
        assertFalse(table.isOwn(entry));
        assertTrue(other.isOwn(entry));
        // as its owner leaves it for a moment when it uses it again
        UnsafeApi.setMemory(entry + EntryDescriptor.KEY, EntryDescriptor.LENGTH - EntryDescriptor.KEY, (byte)0);
        assertFalse(table.isOwn(entry));
        assertEquals(ConnectionTable.NONE, table.earlyDropCandidate(key), "another worker's entry must not be dropped");
    }
}
