/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import static io.jconntrack.snapshot.SnapshotDescriptor.CHECKSUM_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Parts of a snapshot with their checksums, one after the other, and where in the file they are.
 */
final class CheckedInput implements AutoCloseable {
    private final ReadableByteChannel channel;
    private final String name;
    private final CRC32C crc = new CRC32C();
    private final CRC32C digest = new CRC32C();
    private final byte[] checksum = new byte[CHECKSUM_LENGTH];
    private long offset;

    CheckedInput(final ReadableByteChannel channel, final String name) {
        this.channel = channel;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Bytes read so far. */
    long offset() {
        return offset;
    }

    SnapshotFormatException fault(final long at, final String what) {
        return new SnapshotFormatException(name, at, what);
    }

    /** Read all bytes of a part, or of its beginning. */
    void fill(final UnsafeBuffer to, final int at, final int length, final String what) throws IOException {
        final ByteBuffer buffer = to.byteBuffer().clear().position(at).limit(at + length);
        while (buffer.hasRemaining()) {
            final int read = channel.read(buffer);
            if (read < 0) {
                throw fault(offset, "end of file, expected " + what);
            }
            offset += read;
        }
    }

    /** Compare the checksum behind a part that was read last, and take it into the digest. */
    void check(final UnsafeBuffer part, final int length, final String what) throws IOException {
        crc.reset();
        crc.update(part.byteBuffer().clear().limit(length));
        final int found = part.getInt(length, LITTLE_ENDIAN);
        if (found != (int)crc.getValue()) {
            throw fault(offset - length - CHECKSUM_LENGTH, "checksum of " + what + "=0x" + Integer.toHexString(found)
                + " expected 0x" + Integer.toHexString((int)crc.getValue()));
        }
        part.getBytes(length, checksum);
        digest.update(checksum, 0, CHECKSUM_LENGTH);
    }

    /** Checksum over the checksums so far. */
    int digest() {
        return (int)digest.getValue();
    }

    /** Nothing may follow. */
    void end() throws IOException {
        final ByteBuffer more = ByteBuffer.allocate(1);
        int read = 0;
        while (read == 0) {
            read = channel.read(more);
        }
        if (read > 0) {
            throw fault(offset, "more bytes, expected the end of the file");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
