/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import static io.jconntrack.snapshot.SnapshotDescriptor.BLOCK_HEADER_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.BLOCK_KIND;
import static io.jconntrack.snapshot.SnapshotDescriptor.CHECKSUM_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.COUNT;
import static io.jconntrack.snapshot.SnapshotDescriptor.DIGEST;
import static io.jconntrack.snapshot.SnapshotDescriptor.HEADER_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.KIND;
import static io.jconntrack.snapshot.SnapshotDescriptor.MAGIC;
import static io.jconntrack.snapshot.SnapshotDescriptor.MAGIC_NUMBER;
import static io.jconntrack.snapshot.SnapshotDescriptor.MAX_HEADER_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.MIN_HEADER_LENGTH;
import static io.jconntrack.snapshot.SnapshotDescriptor.NUMBER;
import static io.jconntrack.snapshot.SnapshotDescriptor.TOTAL;
import static io.jconntrack.snapshot.SnapshotDescriptor.TRAILER_KIND;
import static io.jconntrack.snapshot.SnapshotDescriptor.VERSION;
import static io.jconntrack.snapshot.SnapshotDescriptor.VERSION_NOW;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a snapshot block by block, in constant memory. Of a block nothing is shown before its checksum was found right;
 * that blocks are missing shows at the end, when {@link #next()} throws instead of giving false.
 */
public final class SnapshotReader implements Dump {
    private final CheckedInput in;
    private final SnapshotHeader header;
    private final SnapshotEntry entry;
    private final Connection connection = new Connection();
    private final UnsafeBuffer block;
    private final int recordLength;
    private final long size;
    private long blocks;
    private long total;
    private int next;
    private int count;
    private boolean ended;

    private SnapshotReader(final CheckedInput in, final long fileLength) throws IOException {
        this.in = in;
        header = readHeader();
        entry = new SnapshotEntry(header);
        recordLength = SnapshotDescriptor.recordLength(header.columns());
        size = Math.max(0, fileLength - in.offset()) / recordLength;
        block = new UnsafeBuffer(ByteBuffer.allocateDirect(
            BLOCK_HEADER_LENGTH + header.blockEntries() * recordLength + CHECKSUM_LENGTH));
    }

    /**
     * Open a file.
     *
     * @param file to read.
     * @return a reader that has read the header.
     * @throws SnapshotFormatException when it is no snapshot, a damaged one or one of a later version.
     * @throws IOException when it can't be read.
     */
    public static SnapshotReader open(final Path file) throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return open(channel, file.toString(), channel.size());
    }

    /**
     * Read a snapshot from a stream.
     *
     * @param channel closed with the reader, and when this fails.
     * @param name of it, for messages.
     * @return a reader that has read the header.
     * @throws SnapshotFormatException when it is no snapshot, a damaged one or one of a later version.
     * @throws IOException when it can't be read.
     */
    public static SnapshotReader open(final ReadableByteChannel channel, final String name) throws IOException {
        return open(channel, name, 0);
    }

    private static SnapshotReader open(final ReadableByteChannel channel, final String name, final long length)
        throws IOException {
        SnapshotReader reader = null;
        try {
            reader = new SnapshotReader(new CheckedInput(channel, name), length);
            return reader;
        } finally {
            if (reader == null) {
                CloseHelper.quietClose(channel);
            }
        }
    }

    private SnapshotHeader readHeader() throws IOException {
        final UnsafeBuffer start = new UnsafeBuffer(ByteBuffer.allocateDirect(BLOCK_HEADER_LENGTH));
        in.fill(start, 0, 8, "the magic number");
        if (start.getLong(MAGIC, LITTLE_ENDIAN) != MAGIC_NUMBER) {
            throw in.fault(MAGIC, "magic=" + Long.toHexString(Long.reverseBytes(start.getLong(MAGIC, LITTLE_ENDIAN)))
                + " expected " + Long.toHexString(Long.reverseBytes(MAGIC_NUMBER)));
        }
        in.fill(start, 8, 8, "version and length");
        final int version = start.getInt(VERSION, LITTLE_ENDIAN);
        if (version < 1 || version > VERSION_NOW) {
            throw in.fault(VERSION, "version=" + Integer.toUnsignedString(version) + " expected at most "
                + VERSION_NOW);
        }
        final int length = start.getInt(HEADER_LENGTH, LITTLE_ENDIAN);
        if (length < MIN_HEADER_LENGTH || length > MAX_HEADER_LENGTH) {
            throw in.fault(HEADER_LENGTH, "header length=" + Integer.toUnsignedString(length) + " expected "
                + MIN_HEADER_LENGTH + " to " + MAX_HEADER_LENGTH);
        }
        final UnsafeBuffer all = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        all.putBytes(0, start, 0, BLOCK_HEADER_LENGTH);
        in.fill(all, BLOCK_HEADER_LENGTH, length - BLOCK_HEADER_LENGTH, "the header's " + length + " bytes");
        in.check(all, length - CHECKSUM_LENGTH, "header");
        return SnapshotHeader.decode(all, in.name());
    }

    /**
     * Move to the next connection whose time was not over.
     *
     * @return false when there is no more, and the snapshot was whole.
     * @throws SnapshotFormatException when what follows is damaged or missing.
     * @throws IOException when it can't be read.
     */
    @Override
    public boolean next() throws IOException {
        while (!ended) {
            if (next == count && !nextBlock()) {
                return false;
            }
            final int at = BLOCK_HEADER_LENGTH + next * recordLength;
            final String fault = SnapshotEntry.fault(block, at, header.nowNanos());
            if (fault != null) {
                throw in.fault(in.offset() - CHECKSUM_LENGTH - (long)(count - next) * recordLength,
                    "block=" + (blocks - 1) + ", entry=" + next + ", " + fault);
            }
            entry.decode(block, at);
            next++;
            if (!connection.moveTo(entry).isExpired(header.nowNanos())) {
                return true;
            }
        }
        return false;
    }

    private boolean nextBlock() throws IOException {
        final long offset = in.offset();
        in.fill(block, 0, BLOCK_HEADER_LENGTH, "block " + blocks + " or the trailer");
        final int kind = block.getInt(KIND, LITTLE_ENDIAN);
        if (kind == TRAILER_KIND) {
            readTrailer(offset);
            return false;
        }
        final int entries = block.getInt(COUNT, LITTLE_ENDIAN);
        final long number = block.getLong(NUMBER, LITTLE_ENDIAN);
        if (kind != BLOCK_KIND || number != blocks) {
            throw in.fault(offset, "kind=0x" + Integer.toHexString(kind) + ", number=" + number
                + " expected block " + blocks + " or the trailer");
        }
        if (entries < 1 || entries > header.blockEntries()) {
            throw in.fault(offset + COUNT, "block=" + blocks + ", count=" + entries + " expected 1 to "
                + header.blockEntries());
        }
        final int length = entries * recordLength;
        in.fill(block, BLOCK_HEADER_LENGTH, length + CHECKSUM_LENGTH, "block " + blocks + ", " + entries + " entries");
        in.check(block, BLOCK_HEADER_LENGTH + length, "block " + blocks);
        blocks++;
        total += entries;
        next = 0;
        count = entries;
        return true;
    }

    private void readTrailer(final long offset) throws IOException {
        final int digest = in.digest();
        in.fill(block, BLOCK_HEADER_LENGTH, CHECKSUM_LENGTH, "the trailer");
        in.check(block, BLOCK_HEADER_LENGTH, "trailer");
        if (block.getLong(TOTAL, LITTLE_ENDIAN) != total) {
            throw in.fault(offset + TOTAL, "total=" + block.getLong(TOTAL, LITTLE_ENDIAN) + " expected " + total
                + ": blocks are missing");
        }
        if (block.getInt(DIGEST, LITTLE_ENDIAN) != digest) {
            throw in.fault(offset + DIGEST, "digest=0x" + Integer.toHexString(block.getInt(DIGEST, LITTLE_ENDIAN))
                + " expected 0x" + Integer.toHexString(digest) + ": blocks are of another snapshot");
        }
        in.end();
        ended = true;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public long nowNanos() {
        return header.nowNanos();
    }

    @Override
    public long epochNanos() {
        return header.epochNanos();
    }

    @Override
    public Settings settings() {
        return header.settings();
    }

    /** From the file's length; 0 for a stream. */
    @Override
    public long size() {
        return size;
    }

    /**
     * What was kept beside the connections.
     *
     * @return columns that the snapshot has; none when it has no connections.
     */
    public Set<Column> columns() {
        final Set<Column> columns = EnumSet.noneOf(Column.class);
        for (final Column column : Column.values()) {
            if (SnapshotDescriptor.has(header.columns(), column)) {
                columns.add(column);
            }
        }
        return Collections.unmodifiableSet(columns);
    }

    /**
     * Name of the tracker.
     *
     * @return empty when it had none.
     */
    public String trackerName() {
        return header.name();
    }

    /**
     * The tracker's process.
     *
     * @return its number; 0 when there was none.
     */
    public long trackerPid() {
        return header.pid();
    }

    @Override
    public void close() {
        CloseHelper.quietClose(in);
    }
}
