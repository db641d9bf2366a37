/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.Expectation;
import io.jconntrack.entry.Status;
import io.jconntrack.helper.ConnectionHelper;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.EntryDescriptor;
import io.jconntrack.table.ExpectationTable;
import io.jconntrack.table.TupleKey;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * One worker's helpers and its view of what is expected.
 */
public final class Helpers {
    /** Helpers that there can be, by number from 1. */
    public static final int MAX = 15;
    /** Number of the FTP helper, registered or not. */
    public static final int FTP = 1;
    /** Number of the TFTP helper, registered or not. */
    public static final int TFTP = 2;

    private static final int DEFAULT_MAX = 4096;
    private static final String[] NAMES = {"", "ftp", "tftp"};

    private final ConnectionTable connections;
    private final ExpectationTable expectations;
    private final ShownPacket packet;
    private final Expectation found = new Expectation();
    private final ConnectionHelper[] helpers = new ConnectionHelper[MAX + 1];
    /** Protocol and port, and which helper their connections have. */
    private int[] ports = {};
    private int[] portHelpers = {};
    private int count = TFTP;
    private int sweepAt;
    private long taken;
    private long buried;

    /**
     * The helpers that settings ask for.
     *
     * @param connections of the worker; they have expectations.
     * @param settings in force; read once.
     */
    public Helpers(final ConnectionTable connections, final Settings settings) {
        this.connections = connections;
        expectations = connections.expectations();
        packet = new ShownPacket(connections);
        helpers[FTP] = new FtpHelper(settings.get(Setting.FTP_LOOSE) != 0);
        helpers[TFTP] = new TftpHelper();
        final int ftp = port(settings, Setting.HELPER_FTP, FtpHelper.PORT);
        if (ftp != 0) {
            assign(FTP, Packet.TCP, ftp);
        }
        final int tftp = port(settings, Setting.HELPER_TFTP, TftpHelper.PORT);
        if (tftp != 0) {
            assign(TFTP, Packet.UDP, tftp);
        }
    }

    private static int port(final Settings settings, final Setting setting, final int wellKnown) {
        final int port = (int)settings.get(setting);
        return port == 0 && settings.get(Setting.HELPER) != 0 ? wellKnown : port;
    }

    /**
     * How many connections may be expected.
     *
     * @param settings in force.
     * @return 0 when nothing can be, so that nobody needs helpers.
     */
    public static int maxExpectations(final Settings settings) {
        final int max = (int)settings.get(Setting.EXPECT_MAX);
        return max == 0 && (port(settings, Setting.HELPER_FTP, FtpHelper.PORT)
            | port(settings, Setting.HELPER_TFTP, TftpHelper.PORT)) != 0 ? DEFAULT_MAX : max;
    }

    /**
     * Name of a helper that comes with the tracker.
     *
     * @param number 1 to {@link #MAX}.
     * @return its name, or its number where only the embedder knows its name.
     */
    public static String name(final int number) {
        return number < NAMES.length ? NAMES[number] : Integer.toString(number);
    }

    /**
     * Register a helper, on all trackers of a table in the same order.
     *
     * @param helper of this tracker alone.
     * @return its number.
     * @throws IllegalArgumentException when it may expect nothing.
     * @throws IllegalStateException when there are {@link #MAX} already.
     */
    public int register(final ConnectionHelper helper) {
        if (count == MAX) {
            throw new IllegalStateException("no more helpers: max=" + MAX);
        }
        if (helper.maxExpected() < 1) {
            throw new IllegalArgumentException("a helper expects 1 connection or more: maxExpected="
                + helper.maxExpected());
        }
        helpers[++count] = helper;
        return count;
    }

    /**
     * Give a helper to new connections to a port.
     *
     * @param number of the helper.
     * @param protocol IP protocol number.
     * @param port 1 to 65535.
     */
    public void assign(final int number, final int protocol, final int port) {
        if (number < 1 || number > count) {
            throw new IllegalArgumentException("no such helper: number=" + number);
        }
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port must be 1 to 65535: port=" + port);
        }
        ports = Arrays.copyOf(ports, ports.length + 1);
        portHelpers = Arrays.copyOf(portHelpers, ports.length);
        ports[ports.length - 1] = protocol << 16 | port;
        portHelpers[ports.length - 1] = number;
    }

    /**
     * A packet opens a connection: see whether it was expected, and which helper it has.
     *
     * @param entry that is new.
     * @param key of the packet.
     * @param nowNanos its time.
     */
    public void open(final long entry, final TupleKey key, final long nowNanos) {
        final boolean isExpected = !expectations.isEmpty() && expectations.take(key, nowNanos, found);
        final int helper = helperOf(key, isExpected);
        if (!isExpected && helper == 0) {
            return;
        }
        final int number = connections.number(entry);
        expectations.rows().begin(number, isExpected ? found : null);
        int status = Status.ofHelper(helper);
        if (isExpected) {
            taken++;
            status |= Status.EXPECTED;
            if (connections.columns().has(Column.MARK)) {
                connections.columns().mark(number, connections.columns().mark(found.master()));
            }
        }
        UnsafeApi.putInt(entry + EntryDescriptor.STATUS, UnsafeApi.getInt(entry + EntryDescriptor.STATUS) | status);
    }

    private int helperOf(final TupleKey key, final boolean isExpected) {
        final int port = key.protocol() << 16 | key.port(!key.isFromHi());
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] == port) {
                return portHelpers[i];
            }
        }
        return isExpected ? found.helper() : 0;
    }

    /**
     * A packet that would have opened a connection is refused: as in Linux, it was the one that was expected.
     *
     * @param key of the packet.
     * @param nowNanos its time.
     */
    public void refuse(final TupleKey key, final long nowNanos) {
        if (!expectations.isEmpty() && expectations.take(key, nowNanos, found)) {
            taken++;
        }
    }

    /**
     * Show an accepted packet to its connection's helper.
     *
     * @param number of the connection's entry.
     * @param status bits of it, after the packet.
     * @param direction of the packet.
     * @param shown the packet.
     * @param zone of it.
     * @param nowNanos its time.
     * @return what the helper says.
     */
    public Reason help(final int number, final int status, final int direction, final Packet shown, final int zone,
        final long nowNanos) {
        final ConnectionHelper helper = helpers[Status.helper(status)];
        expectations.rows().beginOnce(number);
        return helper != null && packet.show(shown, helper, number, status, direction, zone, nowNanos)
            ? helper.help(packet) : Reason.NONE;
    }

    /**
     * Remove some of the expectations that have died.
     *
     * @param nowNanos the caller's time.
     * @param limit expectations to look at.
     */
    public void sweep(final long nowNanos, final int limit) {
        if (expectations.isEmpty()) {
            return;
        }
        for (int i = Math.min(limit, expectations.bound()); i > 0; i--) {
            buried += expectations.bury(sweepAt, nowNanos) ? 1 : 0;
            sweepAt = sweepAt + 1 == expectations.bound() ? 0 : sweepAt + 1;
        }
    }

    /**
     * Expect a connection.
     *
     * @param wanted what is expected.
     * @param master number of the entry that it belongs to; of this worker.
     * @param most expectations that the master may have.
     * @param nowNanos the caller's time.
     * @return what {@link ExpectationTable#add} gives.
     */
    public long expect(final Expectation wanted, final int master, final int most, final long nowNanos) {
        return packet.add(wanted, master, most, nowNanos);
    }

    /**
     * All that is expected.
     *
     * @return the table that this worker shares.
     */
    public ExpectationTable expectations() {
        return expectations;
    }

    /**
     * Expectations that were added here.
     *
     * @return count since the start.
     */
    public long added() {
        return packet.added();
    }

    /**
     * Expectations that were refused here.
     *
     * @return count since the start.
     */
    public long refused() {
        return packet.refused();
    }

    /**
     * Packets that were expected.
     *
     * @return count since the start.
     */
    public long taken() {
        return taken;
    }

    /**
     * Expectations that were found dead here, by time or because their master had gone.
     *
     * @return count since the start.
     */
    public long buried() {
        return buried;
    }
}
