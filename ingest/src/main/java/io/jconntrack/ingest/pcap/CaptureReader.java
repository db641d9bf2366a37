/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.pcap;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a capture file record by record: pcap and pcapng, plain or gzipped. One thread uses it; nothing is allocated
 * per record. A record's bytes stay valid until the next call of {@link #next()}.
 */
public abstract class CaptureReader implements AutoCloseable {
    /** A record longer than this is taken for damage. */
    static final int MAX_RECORD_LENGTH = 256 << 20;

    final CaptureInput input;
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    int offset;
    int capturedLength;
    int originalLength;
    long timestampNanos;
    int linkType;
    long records;
    private String warning;

    CaptureReader(final CaptureInput input) {
        this.input = input;
    }

    /**
     * Open a file.
     *
     * @param file to read.
     * @return the reader.
     * @throws CaptureFormatException when it is no capture.
     * @throws IOException when it can't be read.
     */
    public static CaptureReader open(final Path file) throws IOException {
        final CaptureInput input = new CaptureInput(file);
        try {
            if (!input.need(4)) {
                throw new CaptureFormatException(file + ": not a capture file: "
                    + (input.available() == 0 ? "it is empty" : "only " + input.available() + " bytes"));
            }
            final int magic = input.buffer.getInt(input.position(), ByteOrder.LITTLE_ENDIAN);
            if (magic == PcapngReader.SECTION_HEADER) {
                return new PcapngReader(input);
            }
            if (PcapReader.isMagic(magic) || PcapReader.isMagic(Integer.reverseBytes(magic))) {
                return new PcapReader(input, magic);
            }
            throw new CaptureFormatException(String.format("%s: not a capture file: unknown magic 0x%08x at offset 0",
                file, Integer.reverseBytes(magic)));
        } catch (final IOException ex) {
            input.close();
            throw ex;
        }
    }

    /**
     * Go to the next record.
     *
     * @return false at the end, also when the rest can't be used; {@link #warning()} then says why.
     * @throws IOException when the file can't be read.
     */
    public abstract boolean next() throws IOException;

    final boolean damaged(final String what) {
        warning = input.file + ": " + what + " in record " + records + " at offset " + input.offset()
            + (input.damage() == null ? "" : " (" + input.damage() + ")") + "; the " + records
            + " records before it were used";
        return false;
    }

    final boolean end() {
        if (input.available() > 0 || input.damage() != null) {
            return damaged("truncated header, " + input.available() + " bytes there,");
        }
        return false;
    }

    final int int32(final int at) {
        return input.buffer.getInt(input.position() + at, order);
    }

    final int uint16(final int at) {
        return input.buffer.getShort(input.position() + at, order) & 0xFFFF;
    }

    /**
     * What ended the file early.
     *
     * @return one line, or null.
     */
    public final String warning() {
        return warning;
    }

    /**
     * The buffer that holds the record.
     *
     * @return the same instance for the reader's life.
     */
    public final UnsafeBuffer buffer() {
        return input.buffer;
    }

    /**
     * Index of the frame's first byte in the buffer.
     *
     * @return the index.
     */
    public final int offset() {
        return offset;
    }

    /**
     * Bytes of the frame in the file.
     *
     * @return 0 or more.
     */
    public final int capturedLength() {
        return capturedLength;
    }

    /**
     * Bytes of the frame on the wire.
     *
     * @return as recorded; may be below the captured length in a damaged file.
     */
    public final int originalLength() {
        return originalLength;
    }

    /**
     * Time of the record.
     *
     * @return nanoseconds since 1970.
     */
    public final long timestampNanos() {
        return timestampNanos;
    }

    /**
     * Link type of the record's interface.
     *
     * @return LINKTYPE_ number.
     */
    public final int linkType() {
        return linkType;
    }

    /**
     * Records read.
     *
     * @return count, the present one included.
     */
    public final long records() {
        return records;
    }

    /**
     * Size of the file.
     *
     * @return in bytes, compressed where it is.
     */
    public final long fileSize() {
        return input.fileSize;
    }

    /**
     * How far the file was read.
     *
     * @return in bytes of the file, compressed where it is.
     */
    public final long bytesRead() {
        return input.bytesRead();
    }

    @Override
    public final void close() throws IOException {
        input.close();
    }
}
