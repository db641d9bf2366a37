/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.pcap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A file's bytes through a sliding window that holds one record as a whole; gzip is undone on the way.
 */
final class CaptureInput implements AutoCloseable {
    private static final int INITIAL_LENGTH = 1 << 20;

    final Path file;
    final long fileSize;
    final UnsafeBuffer buffer;
    private final CountingStream raw;
    private final InputStream in;
    private byte[] bytes = new byte[INITIAL_LENGTH];
    private int position;
    private int limit;
    private long offset;
    private String damage;

    CaptureInput(final Path file) throws IOException {
        this.file = file;
        try {
            fileSize = Files.size(file);
        } catch (final NoSuchFileException e) {
            throw new NoSuchFileException(file.toString(), null, "no such capture file");
        }
        raw = new CountingStream(Files.newInputStream(file));
        InputStream stream = raw;
        try {
            final byte[] magic = raw.readNBytes(2);
            final InputStream whole = new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(magic), raw);
            stream = magic.length == 2 && magic[0] == 0x1F && magic[1] == (byte)0x8B
                ? new GZIPInputStream(whole, 1 << 16) : whole;
        } catch (final IOException ex) {
            raw.close();
            throw new CaptureFormatException(file + ": not a capture file: damaged gzip header");
        }
        in = stream;
        buffer = new UnsafeBuffer(bytes);
    }

    /**
     * Have bytes at hand, at most 2^29.
     *
     * @return false when the file ends before.
     */
    boolean need(final int length) throws IOException {
        if (limit - position >= length) {
            return true;
        }
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, limit - position);
            limit -= position;
            position = 0;
        }
        while (limit < length) {
            if (limit == bytes.length) {
                // as the bytes come: a length that is announced costs nothing
                bytes = java.util.Arrays.copyOf(bytes, bytes.length * 2);
                buffer.wrap(bytes);
            }
            final int got = read();
            if (got < 0) {
                return false;
            }
            limit += got;
        }
        return true;
    }

    private int read() throws IOException {
        try {
            return damage != null ? -1 : in.read(bytes, limit, bytes.length - limit);
        } catch (final EOFException | ZipException ex) {
            damage = "gzip data cut or damaged";
            return -1;
        }
    }

    /** Bytes at hand beyond the position. */
    int available() {
        return limit - position;
    }

    /** Index of the next byte in the buffer. */
    int position() {
        return position;
    }

    /** Offset of the next byte in the (uncompressed) file. */
    long offset() {
        return offset;
    }

    void skip(final int length) {
        position += length;
        offset += length;
    }

    long bytesRead() {
        return raw.count;
    }

    /** What is wrong with the compression, or null. */
    String damage() {
        return damage;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class CountingStream extends java.io.FilterInputStream {
        private long count;

        private CountingStream(final InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            final int b = super.read();
            if (b >= 0) {
                count++;
            }
            return b;
        }

        @Override
        public int read(final byte[] target, final int at, final int length) throws IOException {
            final int got = super.read(target, at, length);
            if (got > 0) {
                count += got;
            }
            return got;
        }
    }
}
