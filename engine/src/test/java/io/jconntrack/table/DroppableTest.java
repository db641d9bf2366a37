/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which slots of a bucket have an entry that may make room, and which bucket is looked at next. */
class DroppableTest {
    private final UnsafeBuffer bucket = new UnsafeBuffer(ByteBuffer.allocateDirect(IndexDescriptor.BUCKET_LENGTH));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldTakeMembersThatAreNotKept(final int state) {
        for (final long others : new long[] {0, -1}) {
            for (final boolean isKept : new boolean[] {false, true}) {
                final long slot = IndexDescriptor.withState(isKept ? others | IndexDescriptor.KEPT
                    : others & ~IndexDescriptor.KEPT, state);
                assertEquals(state == IndexDescriptor.MEMBER && !isKept ? 1 : 0, IndexDescriptor.droppable(slot));
            }
        }
    }

    @Test
    void shouldGiveTheFirstOfABucketOrNothing() {
        // an overflow count must not be taken for a slot
        bucket.putLong(IndexDescriptor.OVERFLOW, IndexDescriptor.withState(0, IndexDescriptor.MEMBER));
        assertEquals(0, EarlyLook.droppable(bucket.addressOffset()));
        for (int i = IndexDescriptor.SLOTS - 1; i >= 0; i--) {
            final long slot = IndexDescriptor.withState(i + 1, IndexDescriptor.MEMBER);
            bucket.putLong(i * 8, slot);
            assertEquals(slot, EarlyLook.droppable(bucket.addressOffset()));
        }
    }

    @Test
    void shouldGoOnAtTheFirstBucketBehindTheLast() {
        final ConnectionIndex index = new ConnectionIndex(null, 4096, 5, 0);
        for (int i = 0; i < 5; i++) {
            assertEquals(index.bucket(index.next(i)), index.after(index.bucket(i)));
        }
    }
}
