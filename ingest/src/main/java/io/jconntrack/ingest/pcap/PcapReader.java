/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.pcap;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * The pcap format, either byte order.
 * <pre>
 *  file    | magic 4 | major 2 | minor 2 | 0 4 | 0 4 | snap length 4 | link type 4 |
 *  record  | seconds 4 | micro- or nanoseconds 4 | captured 4 | original 4 | bytes ... |
 * </pre>
 * The magic tells byte order and unit; 0xa1b2cd34 has eight more bytes in each record header.
 */
final class PcapReader extends CaptureReader {
    private static final int MICROSECONDS = 0xA1B2C3D4;
    private static final int NANOSECONDS = 0xA1B23C4D;
    private static final int MODIFIED = 0xA1B2CD34;
    private static final int FILE_HEADER_LENGTH = 24;

    private final int recordHeaderLength;
    private final int nanosPerUnit;
    private boolean ended;
    private int held;

    PcapReader(final CaptureInput input, final int magic) throws IOException {
        super(input);
        order = isMagic(magic) ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        final int kind = isMagic(magic) ? magic : Integer.reverseBytes(magic);
        if (!input.need(FILE_HEADER_LENGTH)) {
            throw new CaptureFormatException(input.file + ": not a capture file: pcap header cut at offset "
                + input.available());
        }
        if (uint16(4) != 2) {
            throw new CaptureFormatException(input.file + ": pcap version " + uint16(4) + "." + uint16(6)
                + " at offset 4 is not supported");
        }
        recordHeaderLength = kind == MODIFIED ? 24 : 16;
        nanosPerUnit = kind == NANOSECONDS ? 1 : 1000;
        linkType = int32(20) & 0xFFFF;
        input.skip(FILE_HEADER_LENGTH);
    }

    static boolean isMagic(final int magic) {
        return magic == MICROSECONDS || magic == NANOSECONDS || magic == MODIFIED;
    }

    @Override
    public boolean next() throws IOException {
        input.skip(held);
        held = 0;
        if (ended || !input.need(recordHeaderLength)) {
            final boolean first = !ended;
            ended = true;
            return first && end();
        }
        final long seconds = int32(0) & 0xFFFF_FFFFL;
        final long fraction = int32(4) & 0xFFFF_FFFFL;
        final int captured = int32(8);
        final int original = int32(12);
        if (captured < 0 || captured > MAX_RECORD_LENGTH) {
            ended = true;
            return damaged("impossible length " + (captured & 0xFFFF_FFFFL));
        }
        if (!input.need(recordHeaderLength + captured)) {
            ended = true;
            return damaged("truncated: " + captured + " bytes announced, "
                + (input.available() - recordHeaderLength) + " there,");
        }
        timestampNanos = seconds * 1_000_000_000L + fraction * nanosPerUnit;
        capturedLength = captured;
        originalLength = original;
        offset = input.position() + recordHeaderLength;
        held = recordHeaderLength + captured;
        records++;
        return true;
    }
}
