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
import static io.jconntrack.snapshot.SnapshotDescriptor.ENTRIES_PER_BLOCK;
import static io.jconntrack.snapshot.SnapshotDescriptor.KIND;
import static io.jconntrack.snapshot.SnapshotDescriptor.NUMBER;
import static io.jconntrack.snapshot.SnapshotDescriptor.TOTAL;
import static io.jconntrack.snapshot.SnapshotDescriptor.TRAILER_KIND;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a dump as a snapshot, block by block in constant memory ({@link SnapshotDescriptor} draws it). One writer for
 * one snapshot, used by one thread.
 */
public final class SnapshotWriter {
    private final String name;
    private final long pid;
    private final Settings settings;
    private final LongConsumer progress;
    private final CRC32C crc = new CRC32C();
    private final CRC32C digest = new CRC32C();
    private final UnsafeBuffer checksum = new UnsafeBuffer(new byte[CHECKSUM_LENGTH]);
    private WritableByteChannel channel;
    private long bytes;
    private long entries;

    /**
     * A writer.
     *
     * @param name of the tracker, at most 64 characters of ASCII; empty when it has none.
     * @param pid of its process, or 0.
     * @param settings of it.
     * @param progress takes the number of connections written so far, now and then.
     */
    public SnapshotWriter(final String name, final long pid, final Settings settings, final LongConsumer progress) {
        this.name = name;
        this.pid = pid;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Write what is left of a dump.
     *
     * @param dump not closed.
     * @param to takes the bytes; not closed.
     * @return what was written.
     * @throws IOException when the dump can't be read or the channel not be written.
     */
    public SnapshotSize write(final Dump dump, final WritableByteChannel to) throws IOException {
        channel = to;
        boolean more = dump.next();
        // before the first connection nobody can tell which columns there are
        final int columns = more ? SnapshotEncoder.columnsOf(dump.connection()) : 0;
        final UnsafeBuffer header = SnapshotHeader.of(dump, settings, columns, name, pid).encode();
        put(header, header.capacity() - CHECKSUM_LENGTH);
        final SnapshotEncoder encoder = new SnapshotEncoder(columns);
        final int recordLength = SnapshotDescriptor.recordLength(columns);
        final UnsafeBuffer block = new UnsafeBuffer(ByteBuffer.allocateDirect(
            BLOCK_HEADER_LENGTH + ENTRIES_PER_BLOCK * recordLength + CHECKSUM_LENGTH));
        for (long number = 0; more; number++) {
            int count = 0;
            while (more && count < ENTRIES_PER_BLOCK) {
                encoder.encode(dump.connection(), block, BLOCK_HEADER_LENGTH + count * recordLength);
                count++;
                more = dump.next();
            }
            block.putInt(KIND, BLOCK_KIND, LITTLE_ENDIAN);
            block.putInt(COUNT, count, LITTLE_ENDIAN);
            block.putLong(NUMBER, number, LITTLE_ENDIAN);
            put(block, BLOCK_HEADER_LENGTH + count * recordLength);
            entries += count;
            progress.accept(entries);
        }
        block.putInt(KIND, TRAILER_KIND, LITTLE_ENDIAN);
        block.putInt(DIGEST, (int)digest.getValue(), LITTLE_ENDIAN);
        block.putLong(TOTAL, entries, LITTLE_ENDIAN);
        put(block, BLOCK_HEADER_LENGTH);
        return new SnapshotSize(entries, bytes);
    }

    /** Write a part with its checksum, which goes into the digest. */
    private void put(final UnsafeBuffer part, final int length) throws IOException {
        final ByteBuffer out = part.byteBuffer();
        crc.reset();
        crc.update(out.clear().limit(length));
        part.putInt(length, (int)crc.getValue(), LITTLE_ENDIAN);
        checksum.putInt(0, (int)crc.getValue(), LITTLE_ENDIAN);
        digest.update(checksum.byteArray(), 0, CHECKSUM_LENGTH);
        out.clear().limit(length + CHECKSUM_LENGTH);
        while (out.hasRemaining()) {
            bytes += channel.write(out);
        }
    }
}
