/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.pcap;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The pcapng format: sections of either byte order, each with interfaces of its own.
 * <pre>
 *  block   | type 4 | total length 4 | body ... | total length 4 |
 * </pre>
 * Section header, interface description, enhanced, simple and obsolete packet blocks are read, others skipped.
 */
final class PcapngReader extends CaptureReader {
    /** Type of a section header block, the same in both byte orders. */
    static final int SECTION_HEADER = 0x0A0D0D0A;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int INTERFACE = 1;
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;

    private int interfaces;
    private int[] linkTypes = new int[8];
    private int[] snapLengths = new int[8];
    private int[] resolutions = new int[8];
    private long[] offsets = new long[8];
    private boolean ended;
    private int held;

    PcapngReader(final CaptureInput input) throws IOException {
        super(input);
        if (!input.need(12)) {
            throw new CaptureFormatException(input.file + ": not a capture file: section header cut at offset "
                + input.available());
        }
        final int magic = input.buffer.getInt(input.position() + 8, ByteOrder.LITTLE_ENDIAN);
        if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
            throw new CaptureFormatException(String.format(
                "%s: not a capture file: unknown byte-order magic 0x%08x at offset 8", input.file, magic));
        }
    }

    @Override
    public boolean next() throws IOException {
        while (!ended) {
            input.skip(held);
            held = 0;
            if (!input.need(12)) {
                ended = true;
                return end();
            }
            final int type = int32(0);
            if (type == SECTION_HEADER) {
                final int magic = input.buffer.getInt(input.position() + 8, ByteOrder.LITTLE_ENDIAN);
                order = magic == BYTE_ORDER_MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
                interfaces = 0;
                if (int32(8) != BYTE_ORDER_MAGIC) {
                    return stop("bad byte-order magic");
                }
            }
            final int length = int32(4);
            if (length < 12 || length > MAX_RECORD_LENGTH || (length & 3) != 0) {
                return stop("impossible block length " + (length & 0xFFFF_FFFFL));
            }
            if (!input.need(length)) {
                return stop("truncated: block of " + length + " bytes announced, " + input.available() + " there,");
            }
            if (int32(length - 4) != length) {
                return stop("block lengths differ: " + length + " and " + int32(length - 4));
            }
            held = length;
            final int outcome = block(type, length);
            if (outcome != SKIPPED) {
                return outcome == READ || stop("malformed block of type " + type);
            }
        }
        return false;
    }

    private static final int SKIPPED = 0;
    private static final int READ = 1;
    private static final int MALFORMED = 2;

    private int block(final int type, final int length) {
        return switch (type) {
            case INTERFACE -> describe(length);
            case ENHANCED_PACKET -> length < 32 ? MALFORMED : packet(int32(8), 28, length);
            case PACKET -> length < 32 ? MALFORMED : packet(uint16(8), 28, length);
            case SIMPLE_PACKET -> simple(length);
            default -> SKIPPED;
        };
    }

    private int describe(final int length) {
        if (length < 20) {
            return MALFORMED;
        }
        if (interfaces == linkTypes.length) {
            linkTypes = Arrays.copyOf(linkTypes, interfaces * 2);
            snapLengths = Arrays.copyOf(snapLengths, interfaces * 2);
            resolutions = Arrays.copyOf(resolutions, interfaces * 2);
            offsets = Arrays.copyOf(offsets, interfaces * 2);
        }
        linkTypes[interfaces] = uint16(8);
        snapLengths[interfaces] = int32(12);
        resolutions[interfaces] = 6;
        offsets[interfaces] = 0;
        int at = 16;
        while (at + 4 <= length - 4) {
            final int code = uint16(at);
            final int size = uint16(at + 2);
            at += 4;
            if (code == 0 || at + size > length - 4) {
                break;
            }
            if (code == OPTION_RESOLUTION && size >= 1) {
                resolutions[interfaces] = input.buffer.getByte(input.position() + at) & 0xFF;
            } else if (code == OPTION_OFFSET && size >= 8) {
                offsets[interfaces] = input.buffer.getLong(input.position() + at, order);
            }
            at += size + 3 & -4;
        }
        interfaces++;
        return SKIPPED;
    }

    private int packet(final int number, final int headerLength, final int length) {
        if (number < 0 || number >= interfaces) {
            return MALFORMED;
        }
        final int captured = int32(20);
        if (captured < 0 || captured > length - headerLength - 4) {
            return MALFORMED;
        }
        final long units = (int32(12) & 0xFFFF_FFFFL) << 32 | int32(16) & 0xFFFF_FFFFL;
        timestampNanos = nanos(units, resolutions[number]) + offsets[number] * 1_000_000_000L;
        originalLength = int32(24);
        return record(number, captured, headerLength);
    }

    private int simple(final int length) {
        if (length < 16 || interfaces == 0) {
            return MALFORMED;
        }
        originalLength = int32(8);
        int captured = Math.min(length - 16, originalLength < 0 ? Integer.MAX_VALUE : originalLength);
        if (snapLengths[0] > 0) {
            captured = Math.min(captured, snapLengths[0]);
        }
        return record(0, captured, 12);
    }

    private int record(final int number, final int captured, final int headerLength) {
        capturedLength = captured;
        offset = input.position() + headerLength;
        linkType = linkTypes[number];
        records++;
        return READ;
    }

    private boolean stop(final String what) {
        ended = true;
        return damaged(what);
    }

    private static long nanos(final long units, final int resolution) {
        final int exponent = resolution & 0x7F;
        if ((resolution & 0x80) != 0) {
            if (exponent > 62) {
                return 0;
            }
            final long whole = units >>> exponent;
            final long rest = units - (whole << exponent);
            return whole * 1_000_000_000L + (long)(rest * 1e9 / (1L << exponent));
        }
        long result = units;
        for (int i = exponent; i < 9; i++) {
            result *= 10;
        }
        for (int i = 9; i < exponent; i++) {
            result = Long.divideUnsigned(result, 10);
        }
        return result;
    }
}
