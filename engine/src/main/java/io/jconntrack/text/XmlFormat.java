/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.TcpState;
import java.util.Set;

/**
 * An entry as an element of the document that {@code conntrack -L -o xml} prints. It has no ICMP types and ids, and
 * names the states of SCTP as if their numbers were TCP's, because conntrack does.
 */
final class XmlFormat {
    /** Before the first element. */
    static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<conntrack>\n";
    /** Behind the last. */
    static final String FOOT = "</conntrack>\n";

    private final boolean withStart;
    private final boolean withLabels;
    private final long toEpochNanos;

    /**
     * A format.
     *
     * @param toEpochNanos what has to be added to the tracker's time to have nanoseconds since 1970.
     */
    XmlFormat(final Set<Form.Option> options, final long toEpochNanos) {
        withStart = options.contains(Form.Option.KTIMESTAMP);
        withLabels = options.contains(Form.Option.LABELS);
        this.toEpochNanos = toEpochNanos;
    }

    /** Append one element, without an end of the line. */
    void append(final Ascii out, final Connection c, final long nowNanos) {
        out.append("<flow>");
        tuples(out, c, c.has(Column.ACCOUNTING));
        out.append("<meta direction=\"independent\">");
        if (c.state() != null) {
            element(out, "state", stateName(c));
        }
        element(out, "timeout", c.secondsLeft(nowNanos));
        element(out, "mark", Integer.toUnsignedLong(c.mark()));
        if (withLabels && c.has(Column.LABELS)) {
            final int before = out.length();
            out.append("<labels>");
            if (Labels.append(out, c, "<label>", "</label>", "") == 0) {
                out.setLength(before);
            } else {
                out.append("</labels>");
            }
        }
        if (c.zone() != 0) {
            element(out, "zone", c.zone());
        }
        out.append("<use>1</use>");
        element(out, "id", c.id());
        flags(out, c);
        if (c.has(Column.TIMESTAMP)) {
            if (withStart) {
                element(out.append("<timestamp>"), "start", c.startNanos() + toEpochNanos);
                out.append("</timestamp>");
            }
            element(out, "deltatime", ConntrackFormat.age(c, nowNanos, toEpochNanos));
        }
        out.append("</meta>");
        if (c.helper() != null) {
            element(out, "helper", c.helper());
        }
        out.append("</flow>");
    }

    static void flags(final Ascii out, final Connection c) {
        final int status = c.status();
        if ((status & Status.ASSURED) != 0) {
            out.append("<assured/>");
        }
        if ((status & Status.SEEN_REPLY) == 0) {
            out.append("<unreplied/>");
        }
    }

    static String stateName(final Connection c) {
        return c.isTcp() ? c.state() : TcpState.name(c.stateNumber(), false);
    }

    static void element(final Ascii out, final String name, final String value) {
        out.append('<').append(name).append('>').append(value).append("</").append(name).append('>');
    }

    static void element(final Ascii out, final String name, final long value) {
        out.append('<').append(name).append('>').append(value).append("</").append(name).append('>');
    }

    static void tuples(final Ascii out, final Connection c, final boolean counters) {
        tuple(out.append("<meta direction=\"original\">"), c, 0, counters);
        tuple(out.append("</meta><meta direction=\"reply\">"), c, 1, counters);
        out.append("</meta>");
    }

    private static void tuple(final Ascii out, final Connection c, final int direction,
        final boolean counters) {
        out.append(c.l3() == 4 ? "<layer3 protonum=\"2\" protoname=\"ipv4\"><src>"
            : "<layer3 protonum=\"10\" protoname=\"ipv6\"><src>");
        ProcFormat.address(out, c, direction, true);
        out.append("</src><dst>");
        ProcFormat.address(out, c, 1 - direction, true);
        out.append("</dst></layer3><layer4 protonum=\"").append(c.protocol()).append("\" protoname=\"")
            .append(c.protocolName()).append("\">");
        if (c.hasPorts()) {
            element(out, "sport", c.sourcePort(direction));
            element(out, "dport", c.destinationPort(direction));
        } else if (c.protocol() == Packet.GRE) {
            out.append("<srckey>0x").append(Integer.toHexString(c.sourcePort(direction))).append("</srckey><dstkey>0x")
                .append(Integer.toHexString(c.destinationPort(direction))).append("</dstkey>");
        }
        out.append("</layer4>");
        if (counters) {
            element(out.append("<counters>"), "packets", c.packets(direction));
            element(out, "bytes", c.bytes(direction));
            out.append("</counters>");
        }
    }
}
