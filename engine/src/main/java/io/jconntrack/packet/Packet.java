/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Protocols;
import io.jconntrack.net.Reason;
import org.agrona.UnsafeApi;

/**
 * A decoded IP packet: a view of the bytes with the places of its headers. Mutable, one per thread.
 * <p>
 * Lengths that end in "Length" are those that the headers announce; bytes beyond {@link #captured(int, int)} were
 * cut by the capture and must not be read.
 */
public final class Packet {
    /** IP protocol numbers that have a tracker of their own. */
    public static final int ICMP = Protocols.ICMP;
    /** TCP. */
    public static final int TCP = Protocols.TCP;
    /** UDP. */
    public static final int UDP = Protocols.UDP;
    /** GRE. */
    public static final int GRE = Protocols.GRE;
    /** ICMPv6. */
    public static final int ICMPV6 = Protocols.ICMPV6;
    /** SCTP. */
    public static final int SCTP = Protocols.SCTP;
    /** UDP-Lite. */
    public static final int UDPLITE = Protocols.UDPLITE;

    private static final int FRAGMENT_HEADER = 44;
    private static final int FRAGMENT_HEADER_LENGTH = 8;
    private static final int NO_NEXT_HEADER = 59;

    private int flags;
    private long ip;
    private long end;
    private long transport;
    private int l3;
    private int ipLength;
    private int protocol;
    private int transportLength;
    private boolean fragment;
    private long fragmentHeader;
    private long namedAt;
    private long srcHigh;
    private long srcLow;
    private long dstHigh;
    private long dstLow;

    /** A view of nothing, until a packet is decoded. */
    public Packet() {
        // nothing to prepare
    }

    /**
     * Decode an IP packet as Linux' IP layer does on receipt.
     *
     * @param address of the IP header; the bytes must stay there while the packet is used.
     * @param captured bytes at the address.
     * @param onWire bytes that were on the wire from the IP header on, at least captured.
     * @param packetFlags see {@link PacketFlags}.
     * @return {@link Reason#NONE} or why it is refused.
     */
    public Reason decode(final long address, final int captured, final int onWire, final int packetFlags) {
        flags = packetFlags;
        ip = address;
        end = address + captured;
        fragment = false;
        if (captured < 1) {
            return Reason.IP_HEADER;
        }
        final int version = u8(address) >> 4;
        if (version == 4) {
            return decodeV4(captured, onWire);
        }
        return version == 6 ? decodeV6(captured, onWire) : Reason.IP_HEADER;
    }

    /**
     * Take over a {@link PlainSegment#WHOLE} segment, of which nothing has to be judged again, its checksums included.
     *
     * @param address of the IP header; the bytes must stay there while the packet is used.
     */
    public void takeWhole(final long address) {
        flags = PacketFlags.CHECKSUM_UNCHECKED;
        ip = address;
        l3 = 4;
        ipLength = PlainSegment.length(address);
        end = address + ipLength;
        fragment = false;
        addressesV4();
        protocol = TCP;
        transport = address + PlainSegment.IP_LENGTH;
        transportLength = ipLength - PlainSegment.IP_LENGTH;
    }

    private Reason decodeV4(final int captured, final int onWire) {
        if (captured < 20) {
            return Reason.IP_HEADER;
        }
        final int headerLength = (u8(ip) & 0xF) * 4;
        final int total = u16(ip + 2);
        if (headerLength < 20 || total < headerLength || captured < headerLength) {
            return Reason.IP_HEADER;
        }
        if (total > onWire) {
            return Reason.IP_TRUNCATED;
        }
        if (!Checksum.isRight(headerLength == 20 ? Checksum.sumOf20(ip) : Checksum.sum(ip, headerLength, 0))) {
            return Reason.IP_CHECKSUM;
        }
        l3 = 4;
        ipLength = total;
        end = ip + Math.min(captured, total);
        fragment = (u16(ip + 6) & 0x3FFF) != 0;
        addressesV4();
        protocol = u8(ip + 9);
        transport = ip + headerLength;
        transportLength = total - headerLength;
        return Reason.NONE;
    }

    private Reason decodeV6(final int captured, final int onWire) {
        if (captured < 40) {
            return Reason.IP_HEADER;
        }
        int total = u16(ip + 4) + 40;
        if (total == 40 && u8(ip + 6) == 0) {
            // jumbogram (RFC 2675): the length is in a hop-by-hop option, the frame tells as well
            total = onWire;
        }
        if (total > onWire) {
            return Reason.IP_TRUNCATED;
        }
        l3 = 6;
        ipLength = total;
        end = ip + Math.min(captured, total);
        addressesV6();
        if (srcHigh >>> 56 == 0xFF || (flags & PacketFlags.LOOPBACK) == 0 && hasHostsOwnAddress()) {
            return Reason.IP_ADDRESS;
        }
        if (u8(ip + 6) == 0) {
            ipLength = HopByHop.read(ip, end, total);
            if (ipLength == HopByHop.REFUSED) {
                return Reason.IP_OPTIONS;
            }
            end = Math.min(end, ip + ipLength);
        }
        // a jumbogram can't be a fragment (RFC 2675, section 3)
        return extensionHeaders(u16(ip + 4) == 0) ? Reason.NONE : Reason.IP_EXTENSIONS;
    }

    /**
     * Decode the packet that an ICMP error quotes: only what the tuple needs is looked at.
     *
     * @param outer the ICMP error.
     * @param at offset of the quoted IP header in the error's transport header.
     * @return true when protocol, addresses and the place of the transport header are known.
     */
    public boolean decodeQuoted(final Packet outer, final int at) {
        end = outer.end;
        ip = outer.transport + at;
        l3 = outer.l3;
        fragment = false;
        ipLength = (int)(outer.ip - ip) + outer.ipLength;
        if (l3 == 4) {
            if (end - ip < 20 || (u16(ip + 6) & 0x1FFF) != 0) {
                return false;
            }
            final int headerLength = (u8(ip) & 0xF) * 4;
            addressesV4();
            protocol = u8(ip + 9);
            transport = ip + headerLength;
            transportLength = ipLength - headerLength;
            return transportLength >= 0;
        }
        if (end - ip < 40) {
            return false;
        }
        addressesV6();
        return extensionHeaders(true);
    }

    /**
     * Walk to the transport header.
     *
     * @param reassembled whether a fragment header is one more header to pass, instead of the end of the walk.
     */
    private boolean extensionHeaders(final boolean reassembled) {
        long at = ip + 40;
        namedAt = ip + 6;
        int next = u8(namedAt);
        while (true) {
            final int length;
            switch (next) {
                case 0, 43, 60:
                    if (at + 2 > end) {
                        return false;
                    }
                    length = (u8(at + 1) + 1) * 8;
                    break;
                case 51:
                    if (at + 2 > end) {
                        return false;
                    }
                    length = (u8(at + 1) + 2) * 4;
                    break;
                case FRAGMENT_HEADER:
                    if (!reassembled) {
                        fragment = true;
                        fragmentHeader = at;
                        return at + FRAGMENT_HEADER_LENGTH <= end || at <= end && end == ip + ipLength;
                    }
                    // half a fragment header is enough for Linux to go on behind it
                    if (at + FRAGMENT_HEADER_LENGTH / 2 > end || (u16(at + 2) & 0xFFF8) != 0) {
                        return false;
                    }
                    length = FRAGMENT_HEADER_LENGTH;
                    break;
                case NO_NEXT_HEADER:
                    return false;
                default:
                    // a header that reaches beyond the packet still names the protocol, and Linux tracks that
                    protocol = next;
                    transport = at;
                    transportLength = (int)Math.max(0, ip + ipLength - at);
                    return true;
            }
            namedAt = at;
            next = u8(at);
            at += length;
        }
    }

    /**
     * Decode the fragment as if it were a datagram, as Linux does where it does not reassemble it.
     *
     * @return {@link Reason#NONE} or why it is refused.
     */
    public Reason decodeAsWhole() {
        fragment = false;
        return l3 == 4 || extensionHeaders(true) ? Reason.NONE : Reason.IP_EXTENSIONS;
    }

    /**
     * Decode a datagram that was put together; its IP header was judged with the fragments.
     *
     * @param address of its IP header.
     * @param captured bytes of it that are known.
     * @param length bytes of it.
     * @return {@link Reason#NONE} or why it is refused.
     */
    public Reason decodeReassembled(final long address, final int captured, final int length) {
        ip = address;
        end = address + captured;
        ipLength = length;
        fragment = false;
        if (l3 == 6) {
            return extensionHeaders(true) ? Reason.NONE : Reason.IP_EXTENSIONS;
        }
        final int headerLength = (u8(ip) & 0xF) * 4;
        transport = ip + headerLength;
        transportLength = length - headerLength;
        return Reason.NONE;
    }

    /**
     * Whether the fragment has the transport header.
     *
     * @return true for a fragment that starts its datagram.
     */
    public boolean isFirstFragment() {
        return fragment && fragmentOffset() == 0;
    }

    /**
     * Whether a first fragment over IPv6 ends within the headers that it has to hold (RFC 8200, section 4.5).
     */
    boolean endsInHeaders() {
        if (l3 == 4 || fragmentHeader + FRAGMENT_HEADER_LENGTH / 2 > end || (u16(fragmentHeader + 2) & 0xFFF8) != 0) {
            return false;
        }
        final long named = namedAt;
        final boolean found = extensionHeaders(true);
        namedAt = named;
        return found && transport + switch (protocol) {
            case TCP -> 20;
            case UDP, ICMPV6 -> 8;
            default -> 1;
        } > ip + ipLength;
    }

    /** Where the fragment belongs in its datagram's data, in bytes; negative when its header is cut short. */
    int fragmentOffset() {
        if (l3 == 4) {
            return (u16(ip + 6) & 0x1FFF) << 3;
        }
        return fragmentHeader + FRAGMENT_HEADER_LENGTH > ip + ipLength ? -1 : u16(fragmentHeader + 2) & 0xFFF8;
    }

    boolean moreFragments() {
        return l3 == 4 ? (u16(ip + 6) & 0x2000) != 0 : (u16(fragmentHeader + 2) & 1) != 0;
    }

    int fragmentId() {
        return l3 == 4 ? u16(ip + 4) : i32(fragmentHeader + 4);
    }

    /** Address of the fragment's data. */
    long fragmentData() {
        return l3 == 4 ? transport : fragmentHeader + FRAGMENT_HEADER_LENGTH;
    }

    /** Bytes of data that the fragment's headers announce. */
    int fragmentLength() {
        return (int)(ip + ipLength - fragmentData());
    }

    /** Bytes of data that were captured. */
    int fragmentCaptured() {
        return (int)(end - fragmentData());
    }

    /** Explicit congestion notification, 0 to 3 (RFC 3168). */
    int ecn() {
        return l3 == 4 ? u8(ip + 1) & 3 : u8(ip + 1) >> 4 & 3;
    }

    /** Bytes of the headers that a whole datagram would have in front of the fragment's data. */
    int unfragmentableLength() {
        return (int)((l3 == 4 ? transport : fragmentHeader) - ip);
    }

    /** Copy those headers; over IPv6 without the fragment header, whose next header the one before takes over. */
    void copyUnfragmentable(final long to) {
        UnsafeApi.copyMemory(ip, to, unfragmentableLength());
        if (l3 == 6) {
            UnsafeApi.putByte(to + namedAt - ip, (byte)u8(fragmentHeader));
        }
    }

    private void addressesV4() {
        srcHigh = 0;
        dstHigh = 0;
        final long both = i64(ip + 12);
        srcLow = both >>> 32;
        dstLow = both & 0xFFFF_FFFFL;
    }

    private void addressesV6() {
        srcHigh = i64(ip + 8);
        srcLow = i64(ip + 16);
        dstHigh = i64(ip + 24);
        dstLow = i64(ip + 32);
    }

    private static boolean isLoopback(final long high, final long low) {
        return high == 0 && low == 1;
    }

    /** An address that only a loopback interface may see. */
    private boolean hasHostsOwnAddress() {
        return isLoopback(srcHigh, srcLow) || isLoopback(dstHigh, dstLow) || neverLeavesHost(dstHigh);
    }

    /** Multicast of scope 0 (reserved) or 1 (interface-local), RFC 4291, section 2.7. */
    private static boolean neverLeavesHost(final long high) {
        return high >>> 56 == 0xFF && (high >>> 48 & 0xF) <= 1;
    }

    /**
     * Whether bytes of the transport header were captured.
     *
     * @param from offset in the transport header.
     * @param length bytes.
     * @return true when all of them may be read.
     */
    public boolean captured(final int from, final int length) {
        return transport + from + length <= end;
    }

    /**
     * Whether its transport checksum can be checked and needs to be.
     *
     * @return true when nothing was cut, and nothing is known of it ({@link PacketFlags#CHECKSUM_UNCHECKED}).
     */
    public boolean needsChecksum() {
        return end == ip + ipLength && (flags & PacketFlags.CHECKSUM_UNCHECKED) == 0;
    }

    /**
     * Whether the transport checksum over the whole datagram is right.
     *
     * @return true when it sums up (RFC 1071), or for ICMP without the pseudo header.
     */
    public boolean checksumIsRight() {
        return checksumIsRight(protocol, transportLength);
    }

    /**
     * Whether the transport checksum over a part of the datagram is right, as UDP-Lite has it (RFC 3828).
     *
     * @param pseudoProtocol protocol number in the pseudo header.
     * @param coverage bytes from the transport header on that it covers.
     * @return true when it sums up.
     */
    public boolean checksumIsRight(final int pseudoProtocol, final int coverage) {
        long sum = 0;
        if (protocol != ICMP) {
            sum = (l3 == 4 ? Checksum.sum(ip + 12, 8, 0) : Checksum.sum(ip + 8, 32, 0))
                + Wire.network((short)pseudoProtocol) + Wire.network((short)transportLength)
                + Wire.network((short)(transportLength >>> 16));
        }
        return Checksum.isRight(Checksum.sum(transport, coverage, sum));
    }

    /**
     * Whether SCTP's checksum is right (RFC 9260, section 6.8). The header has to be whole.
     *
     * @return true when it matches.
     */
    public boolean crcIsRight() {
        int crc = Crc32c.update(Crc32c.START, transport, 8);
        crc = Crc32c.update(Crc32c.fourZeros(crc), transport + 12, transportLength - 12);
        return ~crc == Integer.reverseBytes(i32(transport + 8));
    }

    /**
     * Byte of the transport header.
     *
     * @param at offset in it.
     * @return 0 to 255.
     */
    public int transportByte(final int at) {
        return u8(transport + at);
    }

    /**
     * Big-endian 16 bits of the transport header.
     *
     * @param at offset in it.
     * @return 0 to 65535.
     */
    public int transportShort(final int at) {
        return u16(transport + at);
    }

    /**
     * Big-endian 32 bits of the transport header.
     *
     * @param at offset in it.
     * @return the value.
     */
    public int transportInt(final int at) {
        return i32(transport + at);
    }

    /**
     * IP version.
     *
     * @return 4 or 6.
     */
    public int l3() {
        return l3;
    }

    /**
     * IP protocol number of the transport header.
     *
     * @return 0 to 255.
     */
    public int protocol() {
        return protocol;
    }

    /**
     * Length of the datagram, IP header included.
     *
     * @return in bytes.
     */
    public int ipLength() {
        return ipLength;
    }

    /**
     * Hop limit, or time to live.
     *
     * @return 0 to 255.
     */
    public int hopLimit() {
        return u8(ip + (l3 == 4 ? 8 : 7));
    }

    /**
     * Length of transport header and payload.
     *
     * @return in bytes, as the IP header announces it.
     */
    public int transportLength() {
        return transportLength;
    }

    /**
     * Whether the datagram is a fragment of a larger one.
     *
     * @return true when it has to be reassembled first.
     */
    public boolean isFragment() {
        return fragment;
    }

    /**
     * First eight bytes of the source address.
     *
     * @return 0 for IPv4.
     */
    public long srcHigh() {
        return srcHigh;
    }

    /**
     * Last eight bytes of the source address.
     *
     * @return the whole address for IPv4.
     */
    public long srcLow() {
        return srcLow;
    }

    /**
     * First eight bytes of the destination address.
     *
     * @return 0 for IPv4.
     */
    public long dstHigh() {
        return dstHigh;
    }

    /**
     * Last eight bytes of the destination address.
     *
     * @return the whole address for IPv4.
     */
    public long dstLow() {
        return dstLow;
    }

    private int u8(final long at) {
        assert isReadable(at, 1);
        return Wire.u8(at);
    }

    private int u16(final long at) {
        assert isReadable(at, 2);
        return Wire.u16(at);
    }

    private int i32(final long at) {
        assert isReadable(at, 4);
        return Wire.i32(at);
    }

    private long i64(final long at) {
        assert isReadable(at, 8);
        return Wire.i64(at);
    }

    /** Every read has been checked against the captured bytes before: this only checks the checks. */
    private boolean isReadable(final long at, final int length) {
        return at >= ip && at + length <= end;
    }
}
