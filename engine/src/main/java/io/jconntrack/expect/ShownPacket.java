/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import io.jconntrack.entry.Expectation;
import io.jconntrack.entry.Status;
import io.jconntrack.helper.ConnectionHelper;
import io.jconntrack.helper.HelpedPacket;
import io.jconntrack.packet.Packet;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.ExpectationTable;
import io.jconntrack.table.TupleKey;
import org.agrona.UnsafeApi;

/**
 * Shows a packet to a helper, and adds what that expects.
 */
final class ShownPacket extends HelpedPacket {
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

    ShownPacket(final ConnectionTable connections) {
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

    @Override
    public int direction() {
        return direction;
    }

    @Override
    public boolean isReplied() {
        return (status & Status.SEEN_REPLY) != 0;
    }

    @Override
    public int l3() {
        return packet.l3();
    }

    @Override
    public long addressHigh(final boolean ofSender) {
        return ofSender ? packet.srcHigh() : packet.dstHigh();
    }

    @Override
    public long addressLow(final boolean ofSender) {
        return ofSender ? packet.srcLow() : packet.dstLow();
    }

    @Override
    public int port(final boolean ofSender) {
        return packet.captured(0, 4) ? packet.transportShort(ofSender ? 0 : 2) : 0;
    }

    @Override
    public int sequence() {
        return packet.captured(0, 8) ? packet.transportInt(4) : 0;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int byteAt(final int at) {
        return at < length ? packet.transportByte(payload + at) : -1;
    }

    @Override
    public int state(final int at) {
        assert isState(at);
        return UnsafeApi.getInt(table.rows().state(number) + at);
    }

    @Override
    public void state(final int at, final int value) {
        assert isState(at);
        UnsafeApi.putInt(table.rows().state(number) + at, value);
    }

    private static boolean isState(final int at) {
        if (at < 0 || at > STATE_LENGTH - Integer.BYTES || at % Integer.BYTES != 0) {
            throw new AssertionError("no place of a helper's state: at=" + at);
        }
        return true;
    }

    @Override
    public Expectation expectation(final int protocol) {
        return expectation.reset(packet.l3(), protocol, zone);
    }

    @Override
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
