/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Expectations that others take out while one looks.
 */
class ExpectationIndexTest {
    @Test
    void shouldNotTakeOutTheFirstEntryForAWordThatHasGone() {
        try (ExpectationIndex index = new ExpectationIndex(1)) {
            final long hash = 5;
            final long entry = index.take(hash);
            final long word = index.publish(entry, hash);
            assertTrue(index.remove(word));
            // what a slot holds after that
            assertFalse(index.isThere(0));
            assertFalse(index.remove(0));
            assertEquals(0, index.count());
            assertFalse(index.remove(word));
        }
    }
}
