/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.packet.Packet;

/**
 * An entry as a JSON object, on one line.
 */
public final class JsonEntry {
    private JsonEntry() {
    }

    /**
     * Append an entry.
     *
     * @param out to append to.
     * @param c the entry, of a tracker's own table or of another process's.
     * @param nowNanos time from which the remaining seconds count.
     */
    public static void append(final StringBuilder out, final Connection c, final long nowNanos) {
        final Ascii line = new Ascii(Ascii.LINE);
        append(line, c, nowNanos, 0);
        out.append(line);
    }

    /** Append an entry; what is added to the tracker's time gives nanoseconds since 1970. */
    static void append(final Ascii out, final Connection c, final long nowNanos, final long toEpochNanos) {
        append(out, c, nowNanos, false, null, toEpochNanos);
    }

    /** Append an entry right after a packet, with the name of the time-out that it applied, or null for none. */
    static void appendAfterPacket(final Ascii out, final Connection c, final long nowNanos,
        final String refresh) {
        append(out, c, nowNanos, true, refresh, 0);
    }

    private static void append(final Ascii out, final Connection c, final long nowNanos,
        final boolean afterPacket, final String refresh, final long toEpochNanos) {
        out.append("{\"l3\":").append(c.l3()).append(",\"proto\":").append(c.protocol()).append(",\"l4\":\"")
            .append(c.protocolName()).append('"');
        if (c.state() != null) {
            out.append(",\"state\":\"").append(c.state()).append('"');
        }
        out.append(",\"timeout\":").append(c.secondsLeft(nowNanos));
        if (afterPacket) {
            out.append(",\"refresh\":");
            if (refresh == null) {
                out.append("null");
            } else {
                out.append('"').append(refresh).append('"');
            }
        }
        out.append(",\"status\":[");
        final int status = c.status();
        boolean first = true;
        for (int bit = 0; Status.name(bit) != null; bit++) {
            if ((status >>> bit & 1) != 0) {
                out.append(first ? "\"" : ",\"").append(Status.name(bit)).append('"');
                first = false;
            }
        }
        if (Status.helper(status) != 0) {
            out.append(first ? "\"HELPER\"" : ",\"HELPER\"");
        }
        out.append("],\"orig\":");
        tuple(out, c, 0);
        out.append(",\"reply\":");
        tuple(out, c, 1);
        out.append(",\"zone\":").append(c.zone());
        if (!afterPacket) {
            beside(out, c, toEpochNanos);
        }
        if (c.has(Column.ACCOUNTING)) {
            out.append(",\"packets\":[").append(c.packets(0)).append(',').append(c.packets(1)).append("],\"bytes\":[")
                .append(c.bytes(0)).append(',').append(c.bytes(1)).append(']');
        }
        if (c.isTcp()) {
            out.append(",\"wscale\":[").append(c.windowScale(0)).append(',').append(c.windowScale(1))
                .append("],\"tcpflags\":[").append(c.tcpFlags(0)).append(',').append(c.tcpFlags(1)).append(']');
        } else if (c.protocol() == Packet.SCTP) {
            out.append(",\"vtag\":[").append(c.vtag(0)).append(',').append(c.vtag(1)).append(']');
        }
        out.append('}');
    }

    private static void beside(final Ascii out, final Connection c, final long toEpochNanos) {
        if (c.helper() != null) {
            out.append(",\"helper\":\"").append(c.helper()).append('"');
        }
        out.append(",\"id\":").append(c.id()).append(",\"mark\":").append(Integer.toUnsignedLong(c.mark()));
        if (c.has(Column.LABELS)) {
            Labels.append(out.append(",\"labels\":["), c, "", "", ",");
            out.append(']');
        }
        if (c.has(Column.TIMESTAMP)) {
            JsonFormat.seconds(out.append(",\"start\":"), Math.max(0, toEpochNanos + c.startNanos()));
        }
    }

    private static void tuple(final Ascii out, final Connection c, final int direction) {
        address(out.append("{\"src\":\""), c, direction);
        address(out.append("\",\"dst\":\""), c, 1 - direction);
        out.append('"');
        if (c.isIcmp()) {
            out.append(",\"type\":").append(c.icmpType(direction)).append(",\"code\":").append(c.icmpCode())
                .append(",\"id\":").append(c.icmpId());
        } else if (c.hasPorts()) {
            out.append(",\"sport\":").append(c.sourcePort(direction)).append(",\"dport\":")
                .append(c.destinationPort(direction));
        } else if (c.protocol() == Packet.GRE) {
            out.append(",\"srckey\":").append(c.sourcePort(direction)).append(",\"dstkey\":")
                .append(c.destinationPort(direction));
        }
        out.append('}');
    }

    private static void address(final Ascii out, final Connection c, final int direction) {
        if (c.l3() == 4) {
            Addresses.appendV4(out, c.sourceLow(direction));
        } else {
            Addresses.appendV6Short(out, c.sourceHigh(direction), c.sourceLow(direction));
        }
    }
}
