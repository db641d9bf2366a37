/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.pcap;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a pcap file with nanoseconds, little-endian; gzipped when its name ends in ".gz". One thread uses it.
 */
public final class PcapWriter implements AutoCloseable {
    private static final int NANOSECONDS = 0xA1B23C4D;
    private static final int BUFFER_LENGTH = 1 << 20;

    private final OutputStream out;
    private final ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Create a file, or empty it.
     *
     * @param file to write.
     * @param linkType LINKTYPE_ number of all frames.
     * @param snapLength longest frame that will be written.
     * @throws IOException when it can't be written.
     */
    public PcapWriter(final Path file, final int linkType, final int snapLength) throws IOException {
        final OutputStream plain = Files.newOutputStream(file);
        out = new BufferedOutputStream(file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, 1 << 16) : plain,
            BUFFER_LENGTH);
        header.putInt(NANOSECONDS).putShort((short)2).putShort((short)4).putLong(0).putInt(snapLength)
            .putInt(linkType);
        out.write(header.array());
    }

    /**
     * Write a record.
     *
     * @param timestampNanos since 1970.
     * @param bytes that hold the frame.
     * @param offset of the frame.
     * @param capturedLength bytes of it to write.
     * @param originalLength bytes that it had on the wire.
     * @throws IOException when it can't be written.
     */
    public void write(final long timestampNanos, final byte[] bytes, final int offset, final int capturedLength,
        final int originalLength) throws IOException {
        header.clear();
        header.putInt((int)(timestampNanos / 1_000_000_000L)).putInt((int)(timestampNanos % 1_000_000_000L))
            .putInt(capturedLength).putInt(originalLength);
        out.write(header.array(), 0, 16);
        out.write(bytes, offset, capturedLength);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
