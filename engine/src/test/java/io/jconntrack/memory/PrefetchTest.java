/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The prefetch instruction, on pointers that end where memory ends: a routine that read one too many would end this
 * process.
 */
class PrefetchTest {
    private static final int PAGE = 4096;

    private long page;

    @Test
    void shouldBePossibleOnTheProcessorThatItIsFor() {
        assertEquals("amd64".equals(System.getProperty("os.arch")), Prefetch.POSSIBLE);
    }

    @BeforeEach
    void setUp() {
        assumeTrue(Prefetch.POSSIBLE, "no machine code for " + System.getProperty("os.arch"));
        page = Linux.mmap(2 * PAGE, 0);
        assertEquals(0, Linux.munmap(page + PAGE, PAGE));
    }

    @AfterEach
    void tearDown() {
        if (page != 0) {
            Linux.munmap(page, PAGE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 1", "2, 8, 1", "8, 128, 1", "8, 128, 2", "32, 128, 2", "64, 16, 9"})
    void shouldReadNothingButThePointers(final int count, final int stride, final int lines) {
        final long last = page + PAGE - Long.BYTES;
        final long first = last - (count - 1L) * stride;
        for (int i = 0; i < count; i++) {
            UnsafeApi.putLong(first + (long)i * stride, page + i * 64L % PAGE);
        }
        final long before = sum();
        Prefetch.fetch(first, stride, count, lines);
        Prefetch.fetchToSecond(first, stride, count, lines);
        assertEquals(before, sum());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 64, Long.MIN_VALUE, 0x0000_8000_0000_0000L, 0x0FFF_0000_0000_0000L})
    void shouldTakePointersToWhatDoesNotExist(final long pointer) {
        UnsafeApi.putLong(page, pointer);
        UnsafeApi.putLong(page + Long.BYTES, page + PAGE);
        Prefetch.fetch(page, Long.BYTES, 2, 2);
        Prefetch.fetchToSecond(page, Long.BYTES, 2, 2);
        assertEquals(pointer + page + PAGE, sum());
    }

    private long sum() {
        long sum = 0;
        for (int i = 0; i < PAGE; i += Long.BYTES) {
            sum += UnsafeApi.getLong(page + i);
        }
        return sum;
    }
}
