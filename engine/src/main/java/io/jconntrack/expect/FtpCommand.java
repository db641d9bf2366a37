/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import io.jconntrack.helper.HelpedPacket;

/**
 * What a line of FTP's control connection announces: an address and a port. Lenient and strict where Linux is: numbers
 * wrap, what stands behind the last delimiter does not matter, and a line whose announcement cannot be read to its end
 * counts as cut off. Mutable, used by one thread.
 */
final class FtpCommand {
    /** The line announces nothing. */
    static final int NOTHING = 0;
    /** The line announces {@link #port()} at the address. */
    static final int FOUND = 1;
    /** The line seems to announce something, and is cut off. */
    static final int PARTIAL = -1;

    private static final byte[] PORT = {'P', 'O', 'R', 'T'};
    private static final byte[] EPRT = {'E', 'P', 'R', 'T'};
    private static final byte[] ENTERING_PASSIVE = {'2', '2', '7', ' '};
    private static final byte[] ENTERING_EXTENDED_PASSIVE = {'2', '2', '9', ' '};
    private static final int FIELDS = 6;
    private static final int ADDRESS_FIELDS = 4;
    private static final int ANY = -1;

    private final int[] numbers = new int[FIELDS];
    private final Ipv6Text ipv6 = new Ipv6Text();
    private HelpedPacket text;
    private int length;
    private long addressHigh;
    private long addressLow;
    private int port;

    /** Read what a client says. */
    int readCommand(final HelpedPacket packet) {
        begin(packet);
        final int start = find(PORT, ' ');
        if (start != NOTHING) {
            return start > 0 && readNumbers(start, '\r') ? FOUND : PARTIAL;
        }
        final int extended = find(EPRT, ' ');
        return extended <= 0 ? extended : readExtended(extended) ? FOUND : PARTIAL;
    }

    /** Read what a server answers. */
    int readAnswer(final HelpedPacket packet) {
        begin(packet);
        final int start = find(ENTERING_PASSIVE, ANY);
        if (start != NOTHING) {
            return start > 0 && readAnywhere(start) ? FOUND : PARTIAL;
        }
        final int extended = find(ENTERING_EXTENDED_PASSIVE, '(');
        return extended <= 0 ? extended : readExtendedAnswer(extended) ? FOUND : PARTIAL;
    }

    /** Without an address in the text it is the sender's. */
    private void begin(final HelpedPacket packet) {
        text = packet;
        length = packet.length();
        addressHigh = packet.addressHigh(true);
        addressLow = packet.addressLow(true);
    }

    /**
     * Look for a word at the start, and for what comes behind a character after it.
     *
     * @return {@link #NOTHING}, {@link #PARTIAL}, or an offset above 0.
     */
    private int find(final byte[] word, final int skip) {
        for (int i = 0; i < Math.min(word.length, length); i++) {
            final int c = text.byteAt(i);
            if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != word[i]) {
                return NOTHING;
            }
        }
        if (length <= word.length) {
            return PARTIAL;
        }
        if (skip == ANY) {
            return word.length;
        }
        int at = word.length;
        while (at < length - 1 && text.byteAt(at) != skip) {
            at++;
        }
        return at < length - 1 ? at + 1 : PARTIAL;
    }

    private static boolean isDigit(final int c) {
        return c >= '0' && c <= '9';
    }

    /** h1,h2,h3,h4,p1,p2 from the first digit on. */
    private boolean readAnywhere(final int from) {
        int at = from;
        while (at < length && !isDigit(text.byteAt(at))) {
            at++;
        }
        return readNumbers(at, ANY);
    }

    private boolean readNumbers(final int from, final int end) {
        if (list(from, FIELDS, ',', end) < 0) {
            return false;
        }
        address();
        port = (numbers[4] << 8 | numbers[5]) & 0xFFFF;
        return true;
    }

    /** Four numbers are the first bytes of whatever kind of address the connection has. */
    private void address() {
        final int address = numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3];
        if (text.l3() == 4) {
            addressLow = address & 0xFFFF_FFFFL;
        } else {
            addressHigh = (long)address << 32 | addressHigh & 0xFFFF_FFFFL;
        }
    }

    /**
     * Read numbers. An empty one is 0, and they wrap at 2^32.
     *
     * @param end character behind the last, or {@link #ANY} for any that is no digit and no separator.
     * @return offset of that character, or -1.
     */
    private int list(final int from, final int count, final int separator, final int end) {
        int i = 0;
        numbers[0] = 0;
        for (int at = from; at < length; at++) {
            final int c = text.byteAt(at);
            if (isDigit(c)) {
                numbers[i] = numbers[i] * 10 + c - '0';
            } else if (c == separator) {
                if (++i == count) {
                    return -1;
                }
                numbers[i] = 0;
            } else {
                return i == count - 1 && (end == ANY || c == end) ? at : -1;
            }
        }
        return -1;
    }

    /** A character that may stand between the fields of RFC 2428. */
    private static boolean isDelimiter(final int c) {
        return c > ' ' && c < 0x7F && !isDigit(c);
    }

    /** "|1|192.0.2.1|1025|" or "|2|2001:db8::1|1025|", in the connection's own family. */
    private boolean readExtended(final int from) {
        final int delimiter = text.byteAt(from);
        if (!isDelimiter(delimiter) || text.byteAt(from + 2) != delimiter
            || text.byteAt(from + 1) != (text.l3() == 4 ? '1' : '2')) {
            return false;
        }
        final int end;
        if (text.l3() == 4) {
            end = list(from + 3, ADDRESS_FIELDS, '.', delimiter);
            if (end >= 0) {
                address();
            }
        } else {
            end = ipv6.read(text, from + 3, delimiter);
            addressHigh = ipv6.high();
            addressLow = ipv6.low();
        }
        return end >= 0 && readPort(end + 1, delimiter);
    }

    /** "|||1025|". */
    private boolean readExtendedAnswer(final int from) {
        final int delimiter = text.byteAt(from);
        return isDelimiter(delimiter) && text.byteAt(from + 1) == delimiter && text.byteAt(from + 2) == delimiter
            && readPort(from + 3, delimiter);
    }

    private boolean readPort(final int from, final int delimiter) {
        int number = 0;
        int at = from;
        while (isDigit(text.byteAt(at))) {
            number = number * 10 + text.byteAt(at) - '0' & 0xFFFF;
            at++;
        }
        port = number;
        return number != 0 && text.byteAt(at) == delimiter;
    }

    long addressHigh() {
        return addressHigh;
    }

    long addressLow() {
        return addressLow;
    }

    int port() {
        return port;
    }
}
