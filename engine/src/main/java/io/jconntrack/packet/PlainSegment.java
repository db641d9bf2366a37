/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import io.jconntrack.memory.Rows;
import java.nio.ByteOrder;
import org.agrona.UnsafeApi;

/**
 * A TCP segment as nearly all are, {@link #WHOLE}: over IPv4 without options, not a fragment, captured to its end, with
 * right checksums. It is recognised in a few loads and branches that hardly ever go the other way, so that nothing has
 * to be decoded; where it is {@link #PLAIN} as well, that is no flag but ACK, PSH, ECE and CWR and no TCP option but
 * time stamps (RFC 7323, appendix A), header prediction can begin with it (RFC 1144 has the idea).
 * <pre>
 *        0        2        4        6        8    9   10        12            16           20
 *       +--------+--------+--------+--------+----+----+--------+-------------+-------------+
 *   IP  | 4|5 tos| length |   id   |fragment|ttl |  6 |checksum|   source    | destination |
 *       +--------+--------+--------+--------+----+----+--------+-------------+-------------+
 *   TCP | source | destin.|       seq       |       ack        |5|-|flags| window | checksum, urgent
 *       +--------+--------+-----------------+------------------+---------+--------+
 *        20       22       24                28                 32        34       36
 * </pre>
 * Methods get the address of the IP header, or of what {@link #write} made of it.
 */
public final class PlainSegment {
    /** Not recognised. */
    public static final int OTHER = 0;
    /** Whole and right, but it may be a SYN, a FIN, or have options. */
    public static final int WHOLE = 1;
    /** Whole, and with nothing special. */
    public static final int PLAIN = 3;

    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    static final int IP_LENGTH = 20;
    static final int TCP_LENGTH = 20;
    static final int HEADERS = IP_LENGTH + TCP_LENGTH;
    private static final int WITH_TIME_STAMPS = TCP_LENGTH + 12;
    private static final int TIME_STAMPS = native32(0x0101_080A);
    private static final long LOW = 0xFFFF_FFFFL;
    /** What the pseudo header has beside addresses and length: the protocol, and that the IP header is not counted. */
    static final long PSEUDO =
        Wire.network((short)Packet.TCP) + 0xFFFF - Wire.network((short)IP_LENGTH);

    // two words of two ints, each with the first as its lower half, and a word of its own
    private static final int SEQ = LITTLE ? 0 : 4;
    private static final int ACK = 4 - SEQ;
    private static final int END = Rows.WORD + SEQ;
    private static final int WINDOW = Rows.WORD + ACK;
    private static final int LENGTH = 2 * Rows.WORD;

    // version and header length, no "more fragments" and no offset
    static final long MASK_0 = native64(0xFF00_0000_0000_3FFFL);
    static final long WANTED_0 = native64(0x4500_0000_0000_0000L);
    // the protocol
    static final long MASK_8 = native64(0x00FF_0000_0000_0000L);
    static final long WANTED_8 = native64(0x0006_0000_0000_0000L);
    // all flags but PSH, ECE and CWR
    static final long MASK_32 = native64(0x0037_0000_0000_0000L);
    static final long WANTED_32 = native64(0x0010_0000_0000_0000L);

    private PlainSegment() {
    }

    /**
     * What a packet is.
     *
     * @param ip address of the IP header; the bytes must stay there while the segment is used.
     * @param captured bytes at the address.
     * @param onWire bytes that were on the wire.
     * @param checksum whether the TCP checksum has to be right.
     * @return {@link #PLAIN}, {@link #WHOLE}, or {@link #OTHER}, which means only that it has to be decoded.
     */
    public static int kind(final long ip, final int captured, final int onWire, final boolean checksum) {
        if (captured < HEADERS) {
            return OTHER;
        }
        final long at0 = UnsafeApi.getLong(ip);
        final long at8 = UnsafeApi.getLong(ip + 8);
        final long at32 = UnsafeApi.getLong(ip + 32);
        final int length = length(ip);
        final int header = headerLength(ip);
        if ((at0 & MASK_0 ^ WANTED_0 | at8 & MASK_8 ^ WANTED_8) != 0
            || (captured - length | onWire - length | header - TCP_LENGTH | length - IP_LENGTH - header) < 0) {
            return OTHER;
        }
        final long at16 = UnsafeApi.getLong(ip + 16);
        final long addresses = second(at8) + first(at16);
        if (!Checksum.isRight(first(at0) + second(at0) + first(at8) + addresses) || checksum
            && !isSumRight(ip, length, addresses + second(at16) + first(at32) + second(at32))) {
            return OTHER;
        }
        return (at32 & MASK_32) == WANTED_32 && hasPlainOptions(ip, header) ? PLAIN : WHOLE;
    }

    private static boolean isSumRight(final long ip, final int length, final long known) {
        final long at24 = UnsafeApi.getLong(ip + 24);
        // the length as it stands in the packet, less that of the IP header: modulo 65535 bytes may be swapped later
        final long sum = known + first(at24) + second(at24) + UnsafeApi.getChar(ip + 2) + PSEUDO;
        return Checksum.isRight(length == HEADERS ? sum : Checksum.sum(ip + HEADERS, length - HEADERS, sum));
    }

    /** Whether there are no options in a segment but time stamps. */
    static boolean hasPlainOptions(final long ip) {
        return hasPlainOptions(ip, headerLength(ip));
    }

    private static boolean hasPlainOptions(final long ip, final int header) {
        return header == TCP_LENGTH || header == WITH_TIME_STAMPS && UnsafeApi.getInt(ip + HEADERS) == TIME_STAMPS;
    }

    /** Bytes of the TCP header. */
    private static int headerLength(final long ip) {
        return UnsafeApi.getByte(ip + 32) >> 2 & 0x3C;
    }

    /**
     * Both addresses.
     *
     * @param ip address of the IP header.
     * @return source in the upper half, destination in the lower.
     */
    public static long addresses(final long ip) {
        return Wire.i64(ip + 12);
    }

    /**
     * Both ports.
     *
     * @param ip address of the IP header.
     * @return source in the upper half, destination in the lower.
     */
    public static int ports(final long ip) {
        return Wire.i32(ip + 20);
    }

    /**
     * Bytes of the IP packet.
     *
     * @param ip address of the IP header.
     * @return 40 to 65535.
     */
    public static int length(final long ip) {
        return Wire.u16(ip + 2);
    }

    /**
     * Write what is needed to follow a segment, so that it is picked out of the packet once: three words of a row,
     * <pre>
     *    63       32 31        0
     *   +-----------+-----------+
     *   |    ack    |    seq    |
     *   +-----------+-----------+
     *   |  window   |    end    |
     *   +-----------+-----------+
     *   |        length         |
     *   +-----------------------+
     * </pre>
     *
     * @param ip address of the IP header.
     * @param to address of the first word, the argument of the methods below; see {@link Rows}.
     */
    public static void write(final long ip, final long to) {
        final long numbers = Long.rotateLeft(Wire.i64(ip + 24), 32);
        final int length = length(ip);
        final int end = (int)numbers + length - IP_LENGTH - headerLength(ip);
        final int window = Wire.u16(ip + 34);
        UnsafeApi.putLong(to, numbers);
        UnsafeApi.putInt(to + END, end);
        UnsafeApi.putInt(to + WINDOW, window);
        UnsafeApi.putLong(to + LENGTH, length);
    }

    /**
     * Sequence number and acknowledgement.
     *
     * @param written by {@link #write}.
     * @return acknowledgement in the upper half, sequence number in the lower.
     */
    public static long numbers(final long written) {
        return UnsafeApi.getLong(written);
    }

    /**
     * Sequence number.
     *
     * @param written by {@link #write}.
     * @return modulo 2^32.
     */
    public static int seq(final long written) {
        return UnsafeApi.getInt(written + SEQ);
    }

    /**
     * Acknowledgement.
     *
     * @param written by {@link #write}.
     * @return modulo 2^32.
     */
    public static int ack(final long written) {
        return UnsafeApi.getInt(written + ACK);
    }

    /**
     * Window, not scaled, and sequence number behind the data.
     *
     * @param written by {@link #write}.
     * @return window in the upper half, the number in the lower.
     */
    public static long windowAndEnd(final long written) {
        return UnsafeApi.getLong(written + Rows.WORD);
    }

    /**
     * Sequence number behind the data.
     *
     * @param written by {@link #write}.
     * @return modulo 2^32.
     */
    public static int end(final long written) {
        return UnsafeApi.getInt(written + END);
    }

    /**
     * Window, not scaled.
     *
     * @param written by {@link #write}.
     * @return 0 to 65535.
     */
    public static int window(final long written) {
        return UnsafeApi.getInt(written + WINDOW);
    }

    /**
     * Bytes of the IP packet.
     *
     * @param written by {@link #write}.
     * @return 40 to 65535.
     */
    public static int bytes(final long written) {
        return (int)UnsafeApi.getLong(written + LENGTH);
    }

    /** The four bytes of a word that come first in memory, or last: a sum doesn't mind which is which. */
    private static long first(final long word) {
        return LITTLE ? word & LOW : word >>> 32;
    }

    private static long second(final long word) {
        return LITTLE ? word >>> 32 : word & LOW;
    }

    private static long native64(final long network) {
        return LITTLE ? Long.reverseBytes(network) : network;
    }

    private static int native32(final int network) {
        return LITTLE ? Integer.reverseBytes(network) : network;
    }
}
