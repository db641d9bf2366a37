/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.table.EntryDescriptor.DEADLINE;
import static io.jconntrack.table.EntryDescriptor.FLAGS;
import static io.jconntrack.table.EntryDescriptor.FLAG_ORIGINAL_FROM_HI;
import static io.jconntrack.table.EntryDescriptor.KEY;
import static io.jconntrack.table.EntryDescriptor.STATE;
import static io.jconntrack.table.EntryDescriptor.STATUS;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.ConnectionKey;
import io.jconntrack.entry.EntryCopy;
import io.jconntrack.entry.Status;
import io.jconntrack.entry.TableView;
import io.jconntrack.expect.Helpers;
import io.jconntrack.net.Protocols;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.ProtocolStates;
import io.jconntrack.protocol.SctpState;
import io.jconntrack.protocol.SctpTracker;
import io.jconntrack.protocol.TcpState;
import io.jconntrack.protocol.TcpTracker;
import io.jconntrack.protocol.Tuples;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.Columns;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.CopiedEntry;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableReader;
import io.jconntrack.table.TupleKey;
import org.agrona.UnsafeApi;

/**
 * A view of one entry, to be moved from entry to entry: of a tracker's own table, used by the tracker's thread, or of
 * the copies that a {@link TableView} makes.
 * <p>
 * Directions are 0 for the original and 1 for the reply. Addresses are two longs, big-endian; an IPv4 address is in
 * the second.
 */
public final class Connection {
    /** The tracker's table, or null when copies are shown. */
    private final ConnectionTable table;
    /** Where copies come from, or null. */
    private final MappedTable view;
    private boolean linux;
    private long entry;
    /** What is kept beside the entry, and the entry's number there. */
    private Columns columns;
    private int row;
    private int number;
    private long k0;

    /**
     * A view on a tracker's table.
     *
     * @param conntrack the tracker.
     */
    public Connection(final Conntrack conntrack) {
        this.table = conntrack.connectionTable();
        this.view = null;
        this.columns = table.columns();
        this.linux = conntrack.settings().profile() == Profile.LINUX;
    }

    /** A view on copies: connections in events, in snapshots. */
    public Connection() {
        table = null;
        view = null;
    }

    /**
     * Move to a copy.
     *
     * @param copy of an entry, such as an event of any type but START; the view is valid as long as it is.
     * @return this.
     */
    public Connection moveTo(final EntryCopy copy) {
        final CopiedEntry copied = (CopiedEntry)copy;
        entry = copied.entry();
        k0 = UnsafeApi.getLong(entry + KEY);
        linux = copy.isLinux();
        columns = copied.columns();
        row = 0;
        number = copy.number();
        return this;
    }

    /**
     * A view on a table's file. What it shows is a consistent copy, valid until it is moved.
     *
     * @param view of the table; not used for anything else while an entry is shown.
     */
    public Connection(final TableView view) {
        this.table = null;
        this.view = (MappedTable)view;
        this.columns = this.view.columns();
        this.linux = view.profile().equals(Profile.LINUX.label());
    }

    /**
     * Move to an entry, expired or not.
     *
     * @param numberOfEntry below the table's bound.
     * @return false when that number is not in use, or (in a table's file) its owner is changing it all the time.
     */
    public boolean moveTo(final int numberOfEntry) {
        row = table != null ? numberOfEntry : 0;
        number = numberOfEntry;
        return table != null ? show(table.liveEntry(numberOfEntry)) : showCopy(view.read(numberOfEntry));
    }

    /**
     * Move to the entry of a key, expired or not.
     *
     * @param key made by the table or the view.
     * @return false when there is none.
     */
    public boolean moveTo(final ConnectionKey key) {
        final TupleKey tuple = (TupleKey)key;
        if (table == null) {
            return showCopy(view.find(tuple));
        }
        final long found = table.find(tuple);
        row = found == ConnectionTable.NONE ? 0 : table.number(found);
        number = row;
        return show(found);
    }

    /**
     * Move to the next entry whose time is not over.
     *
     * @param from number to begin with.
     * @param nowNanos the caller's time.
     * @return its number, from which plus one to go on; -1 when there is no more.
     */
    public int moveToNext(final int from, final long nowNanos) {
        final int bound = table != null ? table.bound() : view.bound();
        for (int next = from; next < bound; next++) {
            if (moveTo(next) && !isExpired(nowNanos)) {
                return next;
            }
        }
        return -1;
    }

    private boolean showCopy(final int result) {
        number = view.number();
        return show(result == TableReader.OK && ProtocolStates.isPlausible(
            (int)(UnsafeApi.getLong(view.entry() + KEY) >>> 32) & 0xFF, view.entry())
            ? view.entry() : ConnectionTable.NONE);
    }

    private boolean show(final long shown) {
        entry = shown;
        if (entry != ConnectionTable.NONE) {
            k0 = UnsafeApi.getLong(entry + KEY);
        }
        return entry != ConnectionTable.NONE;
    }

    /**
     * Copy the entry and what stands beside it: of a tracker's own table what it is now, of a table's file and of other
     * copies what this view shows.
     *
     * @param copy address of 192 bytes, aligned to eight; how they are laid out is the tracker's own matter.
     */
    public void copyTo(final long copy) {
        UnsafeApi.copyMemory(entry, copy, EntryDescriptor.LENGTH);
        columns.copyTo(row, copy + EntryDescriptor.LENGTH);
    }

    /**
     * Whether its time is over, so that it counts as absent.
     *
     * @param nowNanos the caller's time.
     * @return true when it is.
     */
    public boolean isExpired(final long nowNanos) {
        return ConnectionTable.expired(entry, nowNanos);
    }

    /**
     * IP version.
     *
     * @return 4 or 6.
     */
    public int l3() {
        return (int)(k0 >>> 40) & 0x7F;
    }

    /**
     * IP protocol number.
     *
     * @return 0 to 255.
     */
    public int protocol() {
        return (int)(k0 >>> 32) & 0xFF;
    }

    /**
     * Name of the protocol.
     *
     * @return as /proc/net/nf_conntrack spells it.
     */
    public String protocolName() {
        return Protocols.conntrackName(protocol());
    }

    /**
     * Zone.
     *
     * @return 0 to 65535.
     */
    public int zone() {
        return (int)(k0 >>> 48);
    }

    /**
     * Name of the state.
     *
     * @return null for protocols that have none; UNKNOWN for a number without a name, which only a damaged event has.
     */
    public String state() {
        final int state = UnsafeApi.getByte(entry + STATE);
        final int protocol = protocol();
        if (protocol != Packet.TCP && protocol != Packet.SCTP) {
            return null;
        }
        if (!ProtocolStates.isState(protocol, state)) {
            return "UNKNOWN";
        }
        return protocol == Packet.TCP ? TcpState.name(state, linux) : SctpState.name(state);
    }

    /**
     * Number of the state.
     *
     * @return as Linux counts those of TCP and SCTP; 0 for protocols that have none.
     */
    public int stateNumber() {
        return UnsafeApi.getByte(entry + STATE);
    }

    /**
     * Whether it is a TCP connection.
     *
     * @return true for TCP.
     */
    public boolean isTcp() {
        return protocol() == Packet.TCP;
    }

    /**
     * Whether its tuple holds ICMP type, code and id.
     *
     * @return true for ICMP over IPv4 and ICMPv6 over IPv6.
     */
    public boolean isIcmp() {
        return protocol() == (l3() == 4 ? Packet.ICMP : Packet.ICMPV6);
    }

    /**
     * Whether its tuple holds ports.
     *
     * @return true for TCP, UDP, UDP-Lite and SCTP.
     */
    public boolean hasPorts() {
        return Protocols.hasPorts(protocol());
    }

    /**
     * Status bits.
     *
     * @return see {@link Status}.
     */
    public int status() {
        return UnsafeApi.getInt(entry + STATUS);
    }

    /**
     * Name of the helper that looks at its packets.
     *
     * @return such as "ftp", the number of an embedder's own one, or null for none.
     */
    public String helper() {
        final int helper = Status.helper(status());
        return helper == 0 ? null : Helpers.name(helper);
    }

    /**
     * Time until it expires.
     *
     * @param nowNanos the caller's time.
     * @return whole seconds, rounded down, not below 0.
     */
    public long secondsLeft(final long nowNanos) {
        return Math.max(0, UnsafeApi.getLong(entry + DEADLINE) - nowNanos) / 1_000_000_000L;
    }

    /**
     * First eight bytes of an address.
     *
     * @param direction whose source.
     * @return 0 for IPv4.
     */
    public long sourceHigh(final int direction) {
        return l3() == 4 ? 0 : UnsafeApi.getLong(entry + KEY + (isHi(direction) ? 24 : 8));
    }

    /**
     * Last eight bytes of an address.
     *
     * @param direction whose source.
     * @return the whole address for IPv4.
     */
    public long sourceLow(final int direction) {
        if (l3() == 4) {
            final long both = UnsafeApi.getLong(entry + KEY + 8);
            return isHi(direction) ? both & 0xFFFF_FFFFL : both >>> 32;
        }
        return UnsafeApi.getLong(entry + KEY + (isHi(direction) ? 32 : 16));
    }

    /**
     * Source port, or GRE key.
     *
     * @param direction whose.
     * @return 0 to 65535.
     */
    public int sourcePort(final int direction) {
        return (int)(isHi(direction) ? k0 >>> 16 : k0) & 0xFFFF;
    }

    /**
     * Destination port, or GRE key.
     *
     * @param direction whose.
     * @return 0 to 65535.
     */
    public int destinationPort(final int direction) {
        return sourcePort(1 - direction);
    }

    /**
     * ICMP id.
     *
     * @return 0 to 65535.
     */
    public int icmpId() {
        return sourcePort(0);
    }

    /**
     * ICMP type.
     *
     * @param direction 0: of the query, 1: of the answer.
     * @return 0 to 255.
     */
    public int icmpType(final int direction) {
        final int query = destinationPort(0) >>> 8;
        return direction == 0 ? query : Tuples.answerTo(l3(), query);
    }

    /**
     * ICMP code.
     *
     * @return 0 to 255.
     */
    public int icmpCode() {
        return destinationPort(0) & 0xFF;
    }

    /**
     * The connection's number, which stays while it lives.
     *
     * @return the same while the connection lives, and another one for the next in its entry: 0 to 2^35 - 1.
     */
    public long id() {
        return EntryDescriptor.id(entry, number);
    }

    /**
     * Say which connection is shown, so that it can be told from the next one in its entry.
     *
     * @param id takes it.
     */
    public void copyTo(final ConnectionId id) {
        id.read(entry, number);
    }

    /**
     * Set a key to the tuple of the original direction.
     *
     * @param key of any table.
     */
    public void copyTo(final ConnectionKey key) {
        key.set(l3(), protocol(), zone(), sourceHigh(0), sourceLow(0), sourcePort(0), sourceHigh(1), sourceLow(1),
            destinationPort(0), isIcmp() ? 1 : 0);
    }

    /**
     * Worker that alone may change the connection.
     *
     * @return 0 and up.
     */
    public int worker() {
        return ConnectionTable.owner(entry);
    }

    /**
     * Number of its entry.
     *
     * @return 0 and up, below the table's bound.
     */
    public int number() {
        return number;
    }

    /**
     * Whether something is kept beside the entry.
     *
     * @param column what.
     * @return true when its values mean something.
     */
    public boolean has(final Column column) {
        return columns.has(column);
    }

    /**
     * Packets counted.
     *
     * @param direction of them.
     * @return 0 where accounting is off.
     */
    public long packets(final int direction) {
        return columns.packets(row, direction);
    }

    /**
     * Bytes counted.
     *
     * @param direction of them.
     * @return 0 where accounting is off.
     */
    public long bytes(final int direction) {
        return columns.bytes(row, direction);
    }

    /**
     * When the connection started.
     *
     * @return nanoseconds of the packets' time, which may be 0; also 0 where time stamps are off (sysctl timestamp),
     *     as {@link #has} {@link Column#TIMESTAMP} tells.
     */
    public long startNanos() {
        return columns.started(row);
    }

    /**
     * The mark.
     *
     * @return 32 bits; 0 where there is no {@link Column#MARK}.
     */
    public int mark() {
        return columns.mark(row);
    }

    /**
     * Whether the connection has a label.
     *
     * @param label 0 to 127.
     * @return false where there is no {@link Column#LABELS}.
     */
    public boolean hasLabel(final int label) {
        return columns.hasLabel(row, label);
    }

    /**
     * TCP window scale.
     *
     * @param direction of the side.
     * @return 0 to 14.
     */
    public int windowScale(final int direction) {
        return TcpTracker.windowScale(entry, direction);
    }

    /**
     * TCP tracker's flags.
     *
     * @param direction of the side.
     * @return Linux's IP_CT_TCP_FLAG_ bits.
     */
    public int tcpFlags(final int direction) {
        return TcpTracker.flags(entry, direction);
    }

    /**
     * SCTP verification tag.
     *
     * @param direction of the packets that carry it.
     * @return 0 to 2^32 - 1; 0 while it is unknown.
     */
    public long vtag(final int direction) {
        return SctpTracker.vtag(entry, direction) & 0xFFFF_FFFFL;
    }

    private boolean isHi(final int direction) {
        return (UnsafeApi.getByte(entry + FLAGS) & FLAG_ORIGINAL_FROM_HI) == 1 - direction;
    }
}
