/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.net;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Finds the IP header in a frame, by the LINKTYPE_ number of its capture.
 */
public final class LinkLayer {
    /** The frame carries no IP packet, or is too short to tell. */
    public static final int NOT_IP = -1;
    /** The link type is not one of ours. */
    public static final int UNSUPPORTED = -2;

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;

    private LinkLayer() {
    }

    /**
     * Whether frames of a link type can be read.
     *
     * @param linkType LINKTYPE_ number.
     * @return true when they can.
     */
    public static boolean supports(final int linkType) {
        return switch (linkType) {
            case 0, 1, 9, 12, 14, 50, 101, 104, 108, 113, 228, 229, 276 -> true;
            default -> false;
        };
    }

    /**
     * Offset of the IP header from the frame's first byte.
     *
     * @param buffer that holds the frame.
     * @param offset of the frame.
     * @param length captured bytes of the frame.
     * @param linkType LINKTYPE_ number.
     * @return the offset, or {@link #NOT_IP}, or {@link #UNSUPPORTED}.
     */
    public static int ipOffset(final DirectBuffer buffer, final int offset, final int length, final int linkType) {
        return switch (linkType) {
            case 1 -> length < 14 ? NOT_IP : etherType(buffer, offset, length, 12);
            case 12, 14, 101, 228, 229 -> rawIp(buffer, offset, length, 0);
            case 0, 108 -> length < 4 ? NOT_IP : rawIp(buffer, offset, length, 4);
            case 113 -> length < 16 ? NOT_IP : etherType(buffer, offset, length, 14);
            case 276 -> length < 20 ? NOT_IP : linuxSll2(buffer, offset, length);
            case 9, 50 -> ppp(buffer, offset, length);
            case 104 -> length < 4 ? NOT_IP : etherType(buffer, offset, length, 2);
            default -> UNSUPPORTED;
        };
    }

    /**
     * VLAN of a frame.
     *
     * @param buffer that holds the frame.
     * @param offset of the frame.
     * @param length captured bytes of the frame.
     * @param linkType LINKTYPE_ number.
     * @return the identifier in the innermost tag (IEEE 802.1Q), 0 to 4095; 0 where there is none.
     */
    public static int vlan(final DirectBuffer buffer, final int offset, final int length, final int linkType) {
        int typeAt = switch (linkType) {
            case 1 -> 12;
            case 113 -> 14;
            // the version 2 cooked header names the tag in front and has it behind
            case 276 -> length >= 2 && isVlanTag(buffer.getShort(offset, BIG_ENDIAN) & 0xFFFF) ? 18 : length;
            default -> length;
        };
        int vlan = 0;
        boolean tagged = linkType == 276 && typeAt < length;
        while (typeAt + 4 <= length && (tagged || isVlanTag(buffer.getShort(offset + typeAt, BIG_ENDIAN) & 0xFFFF))) {
            vlan = buffer.getShort(offset + typeAt + 2, BIG_ENDIAN) & 0xFFF;
            typeAt += 4;
            tagged = false;
        }
        return vlan;
    }

    private static boolean isVlanTag(final int etherType) {
        return etherType == 0x8100 || etherType == 0x88A8 || etherType == 0x9100;
    }

    private static int etherType(final DirectBuffer buffer, final int offset, final int length, final int at) {
        int typeAt = at;
        int type = buffer.getShort(offset + typeAt, BIG_ENDIAN) & 0xFFFF;
        while (isVlanTag(type)) {
            typeAt += 4;
            if (typeAt + 2 > length) {
                return NOT_IP;
            }
            type = buffer.getShort(offset + typeAt, BIG_ENDIAN) & 0xFFFF;
        }
        return type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6 ? withBytes(typeAt + 2, length) : NOT_IP;
    }

    private static int linuxSll2(final DirectBuffer buffer, final int offset, final int length) {
        final int type = buffer.getShort(offset, BIG_ENDIAN) & 0xFFFF;
        if (type == 0x8100 || type == 0x88A8) {
            return length < 24 ? NOT_IP : etherType(buffer, offset, length, 22);
        }
        return type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6 ? withBytes(20, length) : NOT_IP;
    }

    private static int ppp(final DirectBuffer buffer, final int offset, final int length) {
        // address and control (FF 03) may be left out, and so may the protocol's first byte (RFC 1661, section 6.5)
        int at = length >= 2 && buffer.getShort(offset, BIG_ENDIAN) == (short)0xFF03 ? 2 : 0;
        if (at >= length) {
            return NOT_IP;
        }
        int protocol = buffer.getByte(offset + at++) & 0xFF;
        if ((protocol & 1) == 0) {
            if (at >= length) {
                return NOT_IP;
            }
            protocol = protocol << 8 | buffer.getByte(offset + at++) & 0xFF;
        }
        return protocol == 0x21 || protocol == 0x57 ? withBytes(at, length) : NOT_IP;
    }

    private static int rawIp(final DirectBuffer buffer, final int offset, final int length, final int at) {
        if (at >= length) {
            return NOT_IP;
        }
        final int version = buffer.getByte(offset + at) >> 4 & 0xF;
        return version == 4 || version == 6 ? at : NOT_IP;
    }

    private static int withBytes(final int at, final int length) {
        return at < length ? at : NOT_IP;
    }
}
