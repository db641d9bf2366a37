/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import static io.jconntrack.ingest.ring.RingDescriptor.RING_OFFSET;

import io.jconntrack.memory.CutFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A ring's file in memory, checked, and the lock of the side that it was mapped for. Its buffers must not be used once
 * it is closed.
 */
final class RingMapping implements AutoCloseable {
    /** A look whether a side lives holds its lock for a moment; an attachment waits for that. */
    private static final int LOCK_ATTEMPTS = 50;
    private static final long LOCK_PAUSE_NANOS = 2_000_000;

    /** The words before the ring. */
    final UnsafeBuffer words;
    /** The ring with its trailer. */
    final UnsafeBuffer ring;
    final Path file;

    private final FileChannel channel;
    private final Arena arena;
    private final RingSide side;

    private RingMapping(final Path file, final FileChannel channel, final RingSide side, final Arena arena,
        final MemorySegment segment, final int capacity) {
        this.file = file;
        this.channel = channel;
        this.side = side;
        this.arena = arena;
        words = new UnsafeBuffer(segment.address(), RING_OFFSET);
        ring = new UnsafeBuffer(segment.address() + RING_OFFSET, RingDescriptor.ringLength(capacity));
    }

    /**
     * Map a ring for one of its sides, and note who that is.
     *
     * @param file of the ring.
     * @param side to take.
     * @return the mapping.
     * @throws RingFormatException if the file is no ring.
     * @throws RingInUseException if somebody has that side.
     * @throws IOException if the file can't be opened for reading and writing.
     */
    static RingMapping attach(final Path file, final RingSide side) throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            final int capacity = check(file, channel);
            if (!lock(channel, side)) {
                throw new RingInUseException(file, side, read(channel, side.pidOffset).getLong(0));
            }
            final RingMapping mapping = map(file, channel, side, capacity, FileChannel.MapMode.READ_WRITE);
            mapping.words.putLongRelease(side.pidOffset, ProcessHandle.current().pid());
            mapping.words.getAndAddLong(side.attachmentsOffset, 1);
            return mapping;
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Map a ring to look at it.
     *
     * @param file of the ring.
     * @return the mapping; it can't be written.
     * @throws RingFormatException if the file is no ring.
     * @throws IOException if the file can't be opened for reading.
     */
    static RingMapping look(final Path file) throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return map(file, channel, null, check(file, channel), FileChannel.MapMode.READ_ONLY);
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static RingMapping map(final Path file, final FileChannel channel, final RingSide side,
        final int capacity, final FileChannel.MapMode mode) throws IOException {
        final Arena arena = Arena.ofShared();
        final MemorySegment segment = channel.map(mode, 0, RingDescriptor.fileLength(capacity), arena);
        if (side != null) {
            // no packet is to wait for a page fault
            segment.load();
        }
        return new RingMapping(file, channel, side, arena, segment, capacity);
    }

    /** Check what does not change; returns the capacity. */
    private static int check(final Path file, final FileChannel channel) throws IOException {
        final long length = channel.size();
        if (length < RING_OFFSET) {
            throw new RingFormatException(file, "length", length, "at least " + RING_OFFSET);
        }
        final ByteBuffer head = read(channel, 0);
        expect(file, "magic", head.getLong(RingDescriptor.MAGIC_OFFSET), RingDescriptor.MAGIC);
        expect(file, "byteOrder", head.getInt(RingDescriptor.BYTE_ORDER_OFFSET), RingDescriptor.BYTE_ORDER);
        expect(file, "version", head.getInt(RingDescriptor.VERSION_OFFSET), RingDescriptor.VERSION);
        expect(file, "state", head.getInt(RingDescriptor.STATE_OFFSET), RingDescriptor.READY);
        final int capacity = head.getInt(RingDescriptor.CAPACITY_OFFSET);
        if (!RingDescriptor.isCapacity(capacity)) {
            throw new RingFormatException(file, "capacity", capacity, "a power of two from "
                + RingDescriptor.MIN_CAPACITY + " to " + RingDescriptor.MAX_CAPACITY);
        }
        if (length != RingDescriptor.fileLength(capacity)) {
            throw new RingFormatException(file, "length", length, RingDescriptor.fileLength(capacity)
                + " for capacity=" + capacity);
        }
        return capacity;
    }

    private static void expect(final Path file, final String field, final long found, final long expected)
        throws RingFormatException {
        if (found != expected) {
            throw new RingFormatException(file, field, "0x" + Long.toHexString(found),
                "0x" + Long.toHexString(expected));
        }
    }

    private static ByteBuffer read(final FileChannel channel, final int offset) throws IOException {
        final ByteBuffer head = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
        while (head.hasRemaining() && channel.read(head, offset + head.position()) > 0) {
            // read on
        }
        return head;
    }

    private static boolean lock(final FileChannel channel, final RingSide side) throws IOException {
        for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
            try {
                if (channel.tryLock(side.pidOffset, 1, false) != null) {
                    return true;
                }
            } catch (final OverlappingFileLockException e) {
                return false;
            }
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
        }
        return false;
    }

    /**
     * Whether somebody has a side now, by the kernel's lock: true also for a process that is stopped.
     *
     * @param asked side.
     * @return whether it is taken.
     * @throws IOException if the file system has no locks.
     */
    boolean isTaken(final RingSide asked) throws IOException {
        if (asked == side) {
            return true;
        }
        try (FileLock lock = channel.tryLock(asked.pidOffset, 1, true)) {
            return lock == null;
        } catch (final OverlappingFileLockException e) {
            return true;
        }
    }

    /** Whether {@link #close} was called. */
    boolean isClosed() {
        return !arena.scope().isAlive();
    }

    private void leave() {
        try {
            words.putLongRelease(side.pidOffset, 0);
        } catch (final InternalError cut) {
            // rethrown when it is about anything else: nobody can read a file that is cut
            CutFile.message(cut);
        }
    }

    @Override
    public void close() {
        if (!isClosed()) {
            if (side != null) {
                leave();
            }
            final byte[] none = new byte[0];
            words.wrap(none);
            ring.wrap(none);
            arena.close();
            try {
                channel.close();
            } catch (final IOException e) {
                throw new UncheckedIOException(file + ": could not be closed: " + e.getMessage(), e);
            }
        }
    }
}
