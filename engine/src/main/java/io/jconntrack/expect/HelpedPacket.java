/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import io.jconntrack.entry.Expectation;
import io.jconntrack.entry.Status;
import io.jconntrack.helper.ConnectionHelper;
import io.jconntrack.packet.Packet;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.ExpectationRows;
import io.jconntrack.table.ExpectationTable;
import io.jconntrack.table.TupleKey;
import org.agrona.UnsafeApi;

/**
 * A packet of a connection that has a helper, as that sees it. Used again for one packet after the other.
 */
public final class HelpedPacket {
    private static final int UDP_HEADER_LENGTH = 8;
    private static final int TCP_DATA_OFFSET = 12;

    private final ExpectationTable table;
    private final TupleKey scratch;
    private final Expectation expectation = new Expectation();
    private Packet packet;
    private ConnectionHelper helper;
    private int number;
    private int status;
    private int direction;
    private int zone;
    private int payload;
    private int length;
    private long nowNanos;
    private long added;
    private long refused;

    HelpedPacket(final ConnectionTable connections) {
        table = connections.expectations();
        scratch = connections.newKey();
    }

    /**
     * Show a packet.
     *
     * @return false when what it says was not captured as a whole.
     */
    boolean show(final Packet shown, final ConnectionHelper by, final int entryNumber, final int statusBits,
        final int sentBy, final int ofZone, final long now) {
        packet = shown;
        helper = by;
        number = entryNumber;
        status = statusBits;
        direction = sentBy;
        zone = ofZone;
        nowNanos = now;
        payload = switch (shown.protocol()) {
            case Packet.TCP -> (shown.transportByte(TCP_DATA_OFFSET) >> 4) * 4;
            case Packet.UDP, Packet.UDPLITE -> UDP_HEADER_LENGTH;
            default -> 0;
        };
        length = shown.transportLength() - payload;
        return length >= 0 && shown.captured(payload, length);
    }

    /**
     * Who sent it.
     *
     * @return 0 for the original direction, 1 for the reply.
     */
    public int direction() {
        return direction;
    }

    /**
     * Whether the connection has seen packets both ways, this one included.
     *
     * @return false while the packet's state is NEW or RELATED.
     */
    public boolean isReplied() {
        return (status & Status.SEEN_REPLY) != 0;
    }

    /**
     * IP version.
     *
     * @return 4 or 6.
     */
    public int l3() {
        return packet.l3();
    }

    /**
     * First eight bytes of the address of the packet's sender, or receiver.
     *
     * @param ofSender whose.
     * @return 0 for IPv4.
     */
    public long addressHigh(final boolean ofSender) {
        return ofSender ? packet.srcHigh() : packet.dstHigh();
    }

    /**
     * Last eight bytes of the address of the packet's sender, or receiver.
     *
     * @param ofSender whose.
     * @return the whole address for IPv4.
     */
    public long addressLow(final boolean ofSender) {
        return ofSender ? packet.srcLow() : packet.dstLow();
    }

    /**
     * Port of the packet's sender, or receiver.
     *
     * @param ofSender whose.
     * @return 0 to 65535; of protocols without ports what stands in their place, 0 when nothing does.
     */
    public int port(final boolean ofSender) {
        return packet.captured(0, 4) ? packet.transportShort(ofSender ? 0 : 2) : 0;
    }

    /**
     * TCP sequence number of the payload's first byte.
     *
     * @return 32 bits; of a SYN one less; of another protocol what stands in its place, 0 when nothing does.
     */
    public int sequence() {
        return packet.captured(0, 8) ? packet.transportInt(4) : 0;
    }

    /**
     * Length of the payload.
     *
     * @return in bytes.
     */
    public int length() {
        return length;
    }

    /**
     * Byte of the payload.
     *
     * @param at offset, not below 0.
     * @return 0 to 255; -1 beyond its end.
     */
    public int byteAt(final int at) {
        return at < length ? packet.transportByte(payload + at) : -1;
    }

    /**
     * What the helper keeps for the connection.
     *
     * @param at offset in it, a multiple of four, 0 to {@link io.jconntrack.table.ExpectationRows#STATE_LENGTH} - 4.
     * @return what was put there, 0 at first.
     */
    public int state(final int at) {
        assert isState(at);
        return UnsafeApi.getInt(table.rows().state(number) + at);
    }

    /**
     * Keep something for the connection.
     *
     * @param at offset, as for {@link #state(int)}.
     * @param value to keep.
     */
    public void state(final int at, final int value) {
        assert isState(at);
        UnsafeApi.putInt(table.rows().state(number) + at, value);
    }

    private static boolean isState(final int at) {
        if (at < 0 || at > ExpectationRows.STATE_LENGTH - Integer.BYTES || at % Integer.BYTES != 0) {
            throw new AssertionError("no place of a helper's state: at=" + at);
        }
        return true;
    }

    /**
     * An expectation to be filled: of the connection's address family and zone, from anywhere, in 300 seconds, once.
     *
     * @param protocol IP protocol number.
     * @return always the same object.
     */
    public Expectation expectation(final int protocol) {
        return expectation.reset(packet.l3(), protocol, zone);
    }

    /**
     * Expect a connection from now on.
     *
     * @param wanted what is expected; copied.
     * @return false when another connection expects the same, or there are as many expectations as there may be.
     */
    public boolean expect(final Expectation wanted) {
        final long word = add(wanted, number, helper.maxExpected(), nowNanos);
        return word != ExpectationTable.FULL && word != ExpectationTable.CLASH;
    }

    /** Expect a connection for whatever master. */
    long add(final Expectation wanted, final int master, final int most, final long now) {
        final long word = table.add(wanted, scratch, master, most, now);
        if (word == ExpectationTable.FULL || word == ExpectationTable.CLASH) {
            refused++;
        } else {
            added++;
        }
        return word;
    }

    long added() {
        return added;
    }

    long refused() {
        return refused;
    }
}
