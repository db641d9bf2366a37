/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static io.jconntrack.packet.FragmentDescriptor.BITS_LENGTH;
import static io.jconntrack.packet.FragmentDescriptor.CHUNKS;
import static io.jconntrack.packet.FragmentDescriptor.CHUNK_LENGTH;
import static io.jconntrack.packet.FragmentDescriptor.COVERED;
import static io.jconntrack.packet.FragmentDescriptor.HEADER;

import io.jconntrack.memory.Region;
import org.agrona.UnsafeApi;

/**
 * The memory of waiting datagrams: queues and chunks of data, as many of each as the bound allows, all taken at once
 * and touched when they are first used. Nothing here depends on traffic, so nothing can grow.
 */
final class FragmentPool implements AutoCloseable {
    private final Region region;
    private final long queues;
    private final long chunks;
    private final int[] freeQueues;
    private final int[] freeChunks;
    private int queuesLeft;
    private int chunksLeft;

    /**
     * A pool.
     *
     * @param bytes of fragments' data that it can hold.
     */
    FragmentPool(final long bytes) {
        final int count = (int)Math.max(1, bytes / CHUNK_LENGTH);
        region = Region.anonymous((long)count * (FragmentDescriptor.LENGTH + CHUNK_LENGTH));
        queues = region.address();
        chunks = queues + (long)count * FragmentDescriptor.LENGTH;
        freeQueues = stack(count);
        freeChunks = stack(count);
        queuesLeft = count;
        chunksLeft = count;
    }

    private static int[] stack(final int count) {
        final int[] stack = new int[count];
        for (int i = 0; i < count; i++) {
            stack[i] = count - 1 - i;
        }
        return stack;
    }

    int queueCount() {
        return freeQueues.length;
    }

    int usedQueues() {
        return freeQueues.length - queuesLeft;
    }

    long usedBytes() {
        return (long)(freeChunks.length - chunksLeft) * CHUNK_LENGTH;
    }

    long queue(final int number) {
        return queues + (long)number * FragmentDescriptor.LENGTH;
    }

    /** An empty queue's number, or -1. What is given back is emptied then, and new memory is zero. */
    int takeQueue() {
        if (queuesLeft == 0) {
            return -1;
        }
        final int number = freeQueues[--queuesLeft];
        UnsafeApi.setMemory(queue(number), HEADER, (byte)0);
        return number;
    }

    void giveQueue(final int number) {
        giveData(queue(number));
        freeQueues[queuesLeft++] = number;
    }

    /** Forget the data of a queue. */
    void giveData(final long q) {
        for (int i = 0; i < (COVERED - CHUNKS) / 4; i++) {
            final int chunk = UnsafeApi.getInt(q + CHUNKS + i * 4L);
            if (chunk != 0) {
                freeChunks[chunksLeft++] = chunk - 1;
            }
        }
        UnsafeApi.setMemory(q + CHUNKS, COVERED - CHUNKS + 2L * BITS_LENGTH, (byte)0);
    }

    /** The address where a byte of a queue's data belongs; {@link #hasRoom} said that there is one. */
    long data(final long q, final int offset) {
        final long slot = q + CHUNKS + offset / CHUNK_LENGTH * 4L;
        int chunk = UnsafeApi.getInt(slot);
        if (chunk == 0) {
            chunk = freeChunks[--chunksLeft] + 1;
            UnsafeApi.putInt(slot, chunk);
        }
        return chunks + (chunk - 1L) * CHUNK_LENGTH + offset % CHUNK_LENGTH;
    }

    /** Whether there are chunks for all of a range that has none yet. */
    boolean hasRoom(final long q, final int from, final int to) {
        int missing = 0;
        for (int i = from / CHUNK_LENGTH; i * CHUNK_LENGTH < to; i++) {
            missing += UnsafeApi.getInt(q + CHUNKS + i * 4L) == 0 ? 1 : 0;
        }
        return missing <= chunksLeft;
    }

    @Override
    public void close() {
        region.close();
    }
}
