/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.entry.Status;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.UnsafeApi;

/**
 * The protocols without a state machine: UDP, UDP-Lite, ICMP and ICMPv6 queries, GRE, and any other.
 * <pre>
 *   72                80
 *  +-----------------+
 *  | stream after    |   UDP: time from which on the flow counts as a stream, nanoseconds
 *  +-----------------+
 * </pre>
 */
public final class DatagramTracker {
    private static final int STREAM_AFTER = EntryDescriptor.PROTOCOL;
    private static final long STREAM_AGE_NANOS = 2_000_000_000L;
    private static final int HEADER_LENGTH = 8;

    private final Lifetimes lifetimes;
    private final boolean checksum;
    private final int udpLitePseudoProtocol;
    private final Setting udpLite;
    private final Setting udpLiteStream;
    private final long[] nanos = new long[Setting.values().length];

    /**
     * A tracker.
     *
     * @param settings in force; read once.
     * @param lifetimes that deadlines and counters go through.
     */
    public DatagramTracker(final Settings settings, final Lifetimes lifetimes) {
        this.lifetimes = lifetimes;
        checksum = settings.get(Setting.CHECKSUM) != 0;
        // Linux has no sysctl for UDP-Lite: it follows UDP's
        final boolean linux = settings.profile() == Profile.LINUX;
        udpLite = linux ? Setting.UDP_TIMEOUT : Setting.UDPLITE_TIMEOUT;
        // and sums it up with UDP's number in the pseudo header, so that it refuses what RFC 3828 calls right
        udpLitePseudoProtocol = linux ? Packet.UDP : Packet.UDPLITE;
        udpLiteStream = linux ? Setting.UDP_TIMEOUT_STREAM : Setting.UDPLITE_TIMEOUT_STREAM;
        for (final Setting setting : new Setting[] {Setting.UDP_TIMEOUT, Setting.UDP_TIMEOUT_STREAM,
            Setting.UDPLITE_TIMEOUT, Setting.UDPLITE_TIMEOUT_STREAM, Setting.ICMP_TIMEOUT, Setting.ICMPV6_TIMEOUT,
            Setting.GRE_TIMEOUT, Setting.GRE_TIMEOUT_STREAM, Setting.GENERIC_TIMEOUT}) {
            nanos[setting.ordinal()] = settings.timeoutNanos(setting);
        }
    }

    /**
     * Move the times that stand in the protocol's own area, when an entry comes to another clock.
     *
     * @param entry address of a copy that no table knows.
     * @param protocol of it; those with a state machine have no times there.
     * @param byNanos is added.
     */
    public static void shift(final long entry, final int protocol, final long byNanos) {
        if (protocol == Packet.UDP) {
            UnsafeApi.putLong(entry + STREAM_AFTER, UnsafeApi.getLong(entry + STREAM_AFTER) + byNanos);
        }
    }

    /**
     * Check the header of a UDP or UDP-Lite datagram (RFC 768, RFC 3828).
     *
     * @param p the packet.
     * @return {@link Reason#NONE} or why the packet is refused.
     */
    public Reason read(final Packet p) {
        final int length = p.transportLength();
        if (length < HEADER_LENGTH || !p.captured(0, HEADER_LENGTH)) {
            return Reason.TRANSPORT_TRUNCATED;
        }
        final int field = p.transportShort(4);
        final int sum = p.transportShort(6);
        if (p.protocol() == Packet.UDPLITE) {
            if (field != 0 && (field < HEADER_LENGTH || field > length)) {
                return Reason.UDPLITE_COVERAGE;
            }
            if (sum == 0) {
                return Reason.UDPLITE_NO_CHECKSUM;
            }
            final int coverage = field == 0 ? length : field;
            return checksum && p.needsChecksum() && !p.checksumIsRight(udpLitePseudoProtocol, coverage)
                ? Reason.TRANSPORT_CHECKSUM : Reason.NONE;
        }
        if (field < HEADER_LENGTH || field > length) {
            return Reason.UDP_LENGTH;
        }
        return checksum && sum != 0 && p.needsChecksum() && !p.checksumIsRight()
            ? Reason.TRANSPORT_CHECKSUM : Reason.NONE;
    }

    /**
     * Move the flow on.
     *
     * @param entry its address.
     * @param fresh whether this packet created it.
     * @param direction 0 original, 1 reply.
     * @param p the packet.
     * @param nowNanos its time.
     */
    public void track(final long entry, final boolean fresh, final int direction, final Packet p,
        final long nowNanos) {
        switch (p.protocol()) {
            case Packet.UDP:
                if (fresh) {
                    UnsafeApi.putLong(entry + STREAM_AFTER, nowNanos + STREAM_AGE_NANOS);
                }
                stream(entry, direction, p, nowNanos, nowNanos > UnsafeApi.getLong(entry + STREAM_AFTER),
                    Setting.UDP_TIMEOUT, Setting.UDP_TIMEOUT_STREAM);
                break;
            case Packet.UDPLITE:
                stream(entry, direction, p, nowNanos, true, udpLite, udpLiteStream);
                break;
            case Packet.GRE:
                stream(entry, direction, p, nowNanos, true, Setting.GRE_TIMEOUT, Setting.GRE_TIMEOUT_STREAM);
                break;
            case Packet.ICMP:
                refresh(entry, direction, p, Setting.ICMP_TIMEOUT, nowNanos);
                break;
            case Packet.ICMPV6:
                refresh(entry, direction, p, Setting.ICMPV6_TIMEOUT, nowNanos);
                break;
            default:
                refresh(entry, direction, p, Setting.GENERIC_TIMEOUT, nowNanos);
                break;
        }
    }

    private void stream(final long entry, final int direction, final Packet p, final long nowNanos,
        final boolean oldEnough, final Setting unreplied, final Setting replied) {
        final int status = UnsafeApi.getInt(entry + EntryDescriptor.STATUS);
        final boolean isStream = oldEnough && (status & Status.SEEN_REPLY) != 0;
        refresh(entry, direction, p, isStream ? replied : unreplied, nowNanos);
        if (isStream && (status & Status.ASSURED) == 0) {
            UnsafeApi.putInt(entry + EntryDescriptor.STATUS, status | Status.ASSURED);
        }
    }

    private void refresh(final long entry, final int direction, final Packet p, final Setting setting,
        final long nowNanos) {
        lifetimes.refresh(entry, direction, p.ipLength(), setting.ordinal(), nanos[setting.ordinal()], nowNanos);
    }
}
