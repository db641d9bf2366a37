/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.entry.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/**
 * A table of a hundred million entries, of whose memory next to nothing is touched.
 */
class LargeTableTest {
    private static final int CAPACITY = 100_000_000;
    private static final int LAST = CAPACITY - 1;

    private static TupleKey key(final int connection) {
        final TupleKey key = new TupleKey(3, 4);
        key.set(4, 6, 0, 0, connection, 1, 0, 0xFFFF_FFFFL, 2, 0);
        return key;
    }

    private static ConnectionTable table() throws IOException {
        final Path overcommit = Path.of("/proc/sys/vm/overcommit_memory");
        assumeTrue(!Files.exists(overcommit) || !Files.readString(overcommit).startsWith("2"),
            "the system promises no more memory than it has");
        return new ConnectionTable(CAPACITY, EnumSet.allOf(Column.class), 2, 65536, key(0));
    }

    @Test
    void shouldReachTheLastEntryWhenThereAreAHundredMillion() throws IOException {
        try (ConnectionTable table = table()) {
            final long first = table.entry(0);
            final long last = table.entry(LAST);
            assertEquals(99_999_999L * 128, last - first);
            assertEquals(LAST, table.number(last));
            assertEquals(0, table.number(first));
            assertTrue(last + EntryDescriptor.LENGTH <= table.wheelAddress() + table.bytes());
            for (int offset = 0; offset < EntryDescriptor.LENGTH; offset += 8) {
                UnsafeApi.putLong(last + offset, ~offset);
            }
            for (int offset = 0; offset < EntryDescriptor.LENGTH; offset += 8) {
                assertEquals(~offset, UnsafeApi.getLong(last + offset));
                assertEquals(0, UnsafeApi.getLong(first + offset));
                assertEquals(0, UnsafeApi.getLong(table.entry(LAST - 1) + offset));
            }
        }
    }

    @Test
    void shouldFindWhatWasInsertedAllOverItsIndex() throws IOException {
        try (ConnectionTable table = table()) {
            final int connections = 100;
            for (int i = 0; i < connections; i++) {
                assertEquals(i, table.number(table.insert(key(i), false)));
            }
            for (int i = 0; i < connections; i++) {
                assertEquals(i, table.number(table.find(key(i))));
            }
            assertEquals(ConnectionTable.NONE, table.find(key(connections)));
            for (int i = 0; i < connections; i++) {
                table.remove(table.entry(i));
            }
            assertEquals(0, table.size());
        }
    }

    @Test
    void shouldTakeAtMost160BytesPerConnectionWithoutColumns() throws IOException {
        try (ConnectionTable table = new ConnectionTable(1_000_000, EnumSet.noneOf(Column.class), 1, 65536, key(0))) {
            assertTrue(table.bytes() <= 160L * 1_000_000, "bytes=" + table.bytes());
        }
    }
}
