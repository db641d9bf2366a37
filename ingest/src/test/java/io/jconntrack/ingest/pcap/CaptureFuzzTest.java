/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.pcap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Any bytes as a capture file: it is refused, or read record by record, each of them in the buffer, to an end that says
 * what is wrong. Memory grows with what is there, not with what is announced.
 */
class CaptureFuzzTest {
    private static final int INITIAL_LENGTH = 1 << 20;
    private static final Path FILE = Path.of("target", "fuzz-capture");

    /** The bytes themselves: pcap, pcapng, gzip. */
    @FuzzTest(maxDuration = "1m")
    void bytes(final byte[] input) throws IOException {
        // what is packed may hold many
        final boolean isPacked = input.length > 1 && input[0] == 0x1F && input[1] == (byte)0x8B;
        read(input, isPacked ? Integer.MAX_VALUE : input.length);
    }

    /** A capture that is packed, so that a search need not find out checksums. */
    @FuzzTest(maxDuration = "1m")
    void packed(final byte[] input) throws IOException {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(input);
        }
        if (read(input, input.length) != read(packed.toByteArray(), input.length)) {
            throw new AssertionError("another number of records when it is packed");
        }
    }

    private static long read(final byte[] input, final int mostRecords) throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, input);
        try (CaptureReader reader = CaptureReader.open(FILE)) {
            while (reader.next()) {
                reader.buffer().boundsCheck(reader.offset(), reader.capturedLength());
                if (reader.capturedLength() < 0 || reader.linkType() < 0) {
                    throw new AssertionError("length=" + reader.capturedLength() + " link=" + reader.linkType());
                }
            }
            if (reader.buffer().capacity() > INITIAL_LENGTH || reader.next() || reader.records() > mostRecords) {
                throw new AssertionError("capacity=" + reader.buffer().capacity() + " records=" + reader.records());
            }
            return reader.records();
        } catch (final CaptureFormatException e) {
            return -1;
        }
    }
}
