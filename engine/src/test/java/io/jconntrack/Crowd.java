/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jconntrack.entry.ConnectionKey;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.ProcFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Many connections of all protocols over IPv4 and IPv6. All about one follows from its number, so that an entry
 * can be told from one that never existed.
 */
final class Crowd {
    /** Steps of a connection; what a step sends depends on the protocol. */
    static final int STEPS = 7;
    /** Steps after which a connection is established. */
    static final int HANDSHAKE = 4;
    static final int LINK_TYPE = 101;

    private static final int[] PROTOCOLS =
        {Packet.TCP, Packet.UDP, Packet.TCP, Packet.ICMP, Packet.SCTP, Packet.GRE, Packet.UDP, 200, Packet.TCP};
    private static final int CLIENT_NET = 0x0A000000;
    private static final int SERVER_NET = 0x64400000;
    private static final long CLIENT_NET6 = 0xFD00_0000_0000_0001L;
    private static final long SERVER_NET6 = 0xFD00_0000_0000_0002L;
    private static final int ROOM = 256;

    /** Holds the packet that was written last. */
    final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(ROOM));

    static Settings settings(final Profile profile, final String... values) {
        final Settings settings = new Settings(profile).set("checksum", "0");
        for (final String value : values) {
            settings.set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        return settings;
    }

    private static boolean isV6(final int id) {
        return id % 4 == 3;
    }

    static int protocol(final int id) {
        final int protocol = PROTOCOLS[id % PROTOCOLS.length];
        return protocol == Packet.ICMP && isV6(id) ? Packet.ICMPV6 : protocol;
    }

    private static int clientPort(final int id) {
        return 1024 + id % 60_000;
    }

    private static int serverPort(final int id) {
        return 1 + id % 1000;
    }

    private static int server(final int id) {
        return (int)((id * 0x9E37_79B9L >>> 8) & 0xFFFF);
    }

    /** Send a step's packet; gives the verdict. */
    long send(final Conntrack conntrack, final int id, final int step, final long nowNanos) {
        final int length = write(id, step);
        return conntrack.process(buffer, 0, length, nowNanos);
    }

    /** Send a packet of a random connection below a number; gives the verdict. */
    long sendAny(final Conntrack conntrack, final SplittableRandom random, final int from, final int to,
        final long nowNanos) {
        return send(conntrack, random.nextInt(from, to), random.nextInt(STEPS), nowNanos);
    }

    /** Establish a connection. */
    void establish(final Conntrack conntrack, final int id, final long nowNanos) {
        for (int step = 0; step < HANDSHAKE; step++) {
            send(conntrack, id, step, nowNanos);
        }
    }

    private int write(final int id, final int step) {
        final boolean v6 = isV6(id);
        final boolean fromClient = step % 2 == 0;
        final int at = v6 ? 40 : 20;
        buffer.setMemory(0, ROOM, (byte)0);
        final int length = at + writeTransport(at, id, step, fromClient);
        if (v6) {
            buffer.putInt(0, 0x60000000, BIG_ENDIAN);
            buffer.putShort(4, (short)(length - 40), BIG_ENDIAN);
            buffer.putByte(6, (byte)protocol(id));
            buffer.putByte(7, (byte)64);
            buffer.putLong(fromClient ? 8 : 24, CLIENT_NET6, BIG_ENDIAN);
            buffer.putLong(fromClient ? 16 : 32, id, BIG_ENDIAN);
            buffer.putLong(fromClient ? 24 : 8, SERVER_NET6, BIG_ENDIAN);
            buffer.putLong(fromClient ? 32 : 16, server(id), BIG_ENDIAN);
        } else {
            buffer.putInt(0, 0x45000000 | length, BIG_ENDIAN);
            buffer.putInt(8, 64 << 24 | protocol(id) << 16, BIG_ENDIAN);
            buffer.putInt(fromClient ? 12 : 16, CLIENT_NET | id, BIG_ENDIAN);
            buffer.putInt(fromClient ? 16 : 12, SERVER_NET | server(id), BIG_ENDIAN);
            Tester.putIpv4Checksum(buffer, 0);
        }
        return length;
    }

    private int writeTransport(final int at, final int id, final int step, final boolean fromClient) {
        switch (protocol(id)) {
            case Packet.TCP -> {
                ports(at, id, fromClient);
                return writeTcp(at, step);
            }
            case Packet.UDP -> {
                ports(at, id, fromClient);
                buffer.putShort(at + 4, (short)(8 + step), BIG_ENDIAN);
                return 8 + step;
            }
            case Packet.SCTP -> {
                ports(at, id, fromClient);
                return writeSctp(at, step);
            }
            case Packet.ICMP -> buffer.putByte(at, (byte)(fromClient ? 8 : 0));
            case Packet.ICMPV6 -> buffer.putByte(at, (byte)(fromClient ? 128 : 129));
            default -> {
                return 16;
            }
        }
        buffer.putShort(at + 4, (short)id, BIG_ENDIAN);
        return 16;
    }

    private void ports(final int at, final int id, final boolean fromClient) {
        buffer.putShort(at + (fromClient ? 0 : 2), (short)clientPort(id), BIG_ENDIAN);
        buffer.putShort(at + (fromClient ? 2 : 0), (short)serverPort(id), BIG_ENDIAN);
    }

    /** SYN, SYN/ACK, ACK, ACK, FIN, FIN, RST. */
    private int writeTcp(final int at, final int step) {
        final boolean fromClient = step % 2 == 0;
        final int first = step < 2 ? 0 : 1;
        final int flags = switch (step) {
            case 0 -> 0x02;
            case 1 -> 0x12;
            case 4, 5 -> 0x11;
            case 6 -> 0x04;
            default -> 0x10;
        };
        buffer.putInt(at + 4, (fromClient ? 1000 : 5000) + first, BIG_ENDIAN);
        buffer.putInt(at + 8, step == 0 ? 0 : (fromClient ? 5000 : 1000) + 1, BIG_ENDIAN);
        buffer.putByte(at + 12, (byte)0x50);
        buffer.putByte(at + 13, (byte)flags);
        buffer.putShort(at + 14, (short)1000, BIG_ENDIAN);
        return 20;
    }

    /** INIT, INIT ACK, COOKIE ECHO, COOKIE ACK, SHUTDOWN, SHUTDOWN ACK, SHUTDOWN COMPLETE. */
    private int writeSctp(final int at, final int step) {
        final int[] types = {1, 2, 10, 11, 7, 8, 14};
        final boolean isInit = step < 2;
        final int length = isInit ? 20 : 8;
        buffer.putInt(at + 4, step == 0 ? 0 : step % 2 == 0 ? 0x2222 : 0x1111, BIG_ENDIAN);
        buffer.putByte(at + 12, (byte)types[step]);
        buffer.putShort(at + 14, (short)length, BIG_ENDIAN);
        if (isInit) {
            buffer.putInt(at + 16, step == 0 ? 0x1111 : 0x2222, BIG_ENDIAN);
            buffer.putInt(at + 20, 0xFFFF, BIG_ENDIAN);
            buffer.putInt(at + 24, 0x000A000A, BIG_ENDIAN);
            buffer.putInt(at + 28, 1, BIG_ENDIAN);
        }
        return 12 + length;
    }

    /** Set the key of a connection with ports, as its client's packets have it. */
    static void key(final ConnectionKey key, final int id) {
        final boolean v6 = isV6(id);
        key.set(v6 ? 6 : 4, protocol(id), 0, v6 ? CLIENT_NET6 : 0, v6 ? id : CLIENT_NET | id, clientPort(id),
            v6 ? SERVER_NET6 : 0, v6 ? server(id) : SERVER_NET | server(id), serverPort(id), 0);
    }

    /** Number of the connection that an entry stands for; -1 when there never was such a connection. */
    static int id(final Connection c) {
        // whoever was seen first is the original direction's source
        final int from = isClient(c, 0) ? 0 : 1;
        final int id = (int)c.sourceLow(from) & 0xFF_FFFF;
        return isClient(c, from) && isServer(c, 1 - from, id) && c.zone() == 0 && c.protocol() == protocol(id)
            && (c.l3() == 6) == isV6(id) && isPorts(c, from, id) ? id : -1;
    }

    private static boolean isClient(final Connection c, final int direction) {
        return c.l3() == 4 ? (c.sourceLow(direction) & 0xFF00_0000L) == CLIENT_NET
            : c.sourceHigh(direction) == CLIENT_NET6 && c.sourceLow(direction) >>> 24 == 0;
    }

    private static boolean isServer(final Connection c, final int direction, final int id) {
        return c.l3() == 4 ? c.sourceLow(direction) == (SERVER_NET | server(id))
            : c.sourceHigh(direction) == SERVER_NET6 && c.sourceLow(direction) == server(id);
    }

    private static boolean isPorts(final Connection c, final int from, final int id) {
        if (c.isIcmp()) {
            return c.icmpId() == (id & 0xFFFF) && c.icmpCode() == 0;
        }
        return !c.hasPorts() ? c.sourcePort(0) == 0 && c.sourcePort(1) == 0
            : c.sourcePort(from) == clientPort(id) && c.sourcePort(1 - from) == serverPort(id);
    }

    /** What a view shows whose time is not over, as sorted lines of /proc. */
    static List<String> lines(final Connection c, final Settings settings, final long nowNanos) {
        final ProcFormat format = new ProcFormat(settings.profile() == Profile.LINUX, settings);
        final List<String> lines = new ArrayList<>();
        for (int n = c.moveToNext(0, nowNanos); n >= 0; n = c.moveToNext(n + 1, nowNanos)) {
            final StringBuilder line = new StringBuilder();
            format.append(line, c, nowNanos);
            lines.add(line.toString());
        }
        Collections.sort(lines);
        return lines;
    }
}
