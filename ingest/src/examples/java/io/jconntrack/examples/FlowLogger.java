/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.entry.Column;
import io.jconntrack.event.EventCause;
import io.jconntrack.event.EventHandler;
import io.jconntrack.event.EventReader;
import io.jconntrack.event.EventRecord;
import io.jconntrack.event.EventRing;
import io.jconntrack.event.EventRingDescriptor;
import io.jconntrack.event.EventType;
import io.jconntrack.ingest.agent.TrackerEvents;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.pcap.CaptureReader;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.AddressText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a line for each flow that has ended, from the events of a tracker: of one of its own that reads a capture, or
 * of a live one in another process, which does not wait for it.
 * <p>
 * A flow's end is when its connection left the table: for one that expired, its last packet is a time-out older.
 */
public final class FlowLogger implements EventHandler {
    private static final int CONNECTIONS = 1_000_000;
    private static final int EVENTS = 1 << 16;
    private static final String COLUMNS = "start,end,protocol,source,source_port,destination,destination_port,"
        + "packets,bytes,reply_packets,reply_bytes,state,reason";

    private final PrintStream out;
    private final boolean json;
    private final Connection connection = new Connection();
    /** From the tracker's time to that since 1970; a capture's is that. */
    private long epochNanos;

    /** Why a flow has ended, by its number in IPFIX (RFC 5102, flowEndReason). */
    private enum End {
        /** Nothing more was heard of it. */
        IDLE(1),
        /** Its protocol closed it. */
        CLOSED(3),
        /** Somebody deleted it, or the log ended. */
        FORCED(4),
        /** It made room for another one. */
        LACK_OF_RESOURCES(5);

        private final int number;

        End(final int number) {
            this.number = number;
        }
    }

    /** A log in one of the two forms. */
    FlowLogger(final PrintStream out, final boolean json) {
        this.out = out;
        this.json = json;
        if (!json) {
            out.println(COLUMNS);
        }
    }

    /**
     * Log flows to standard output.
     *
     * @param args --json for one JSON object a line rather than comma-separated values; name of a capture file, or
     *     --tracker and the name of a live one.
     */
    public static void main(final String[] args) {
        final List<String> words = new ArrayList<>(List.of(args));
        final boolean json = words.remove("--json");
        final boolean live = words.remove("--tracker");
        if (words.size() != 1 || words.getFirst().startsWith("-")) {
            System.err.println("usage: flows [--json] CAPTURE, or flows [--json] --tracker NAME");
            System.exit(2);
        }
        final PrintStream out =
            new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.US_ASCII);
        try {
            final FlowLogger logger = new FlowLogger(out, json);
            if (live) {
                logger.follow(new TrackerFiles(words.getFirst()));
            } else {
                logger.read(Path.of(words.getFirst()));
            }
        } catch (final IOException | IllegalArgumentException e) {
            System.err.println("flows: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Log the flows of a capture, in its time; those that go on when it ends are ended. */
    void read(final Path file) throws IOException {
        final Settings settings = new Settings(Profile.LINUX).set(Setting.ACCT, 1).set(Setting.TIMESTAMP, 1);
        try (Conntrack conntrack = Conntrack.builder().settings(settings).capacity(CONNECTIONS).build();
            CaptureReader reader = CaptureReader.open(file)) {
            // where packets come by themselves, another thread or process reads the ring, and they wait for nobody
            final UnsafeBuffer ring = new UnsafeBuffer(ByteBuffer.allocateDirect(EventRingDescriptor.length(EVENTS)));
            conntrack.listener(new EventRing(ring, conntrack.table(), settings.profile(), 0));
            final EventReader events = new EventReader(ring);
            long now = 0;
            while (reader.next() && (reader.records() % EVENTS != 0 || !out.checkError())) {
                now = Math.max(now, reader.timestampNanos());
                conntrack.poll(now, EVENTS / 2);
                conntrack.processFrame(reader.buffer(), reader.offset(), reader.capturedLength(),
                    reader.originalLength(), reader.linkType(), now);
                events.poll(this, EVENTS);
            }
            if (reader.warning() != null) {
                System.err.println("flows: " + reader.warning());
            }
            // polls with a limit leave the last 67 ms alone
            conntrack.poll(now, Integer.MAX_VALUE);
            events.poll(this, EVENTS);
            final Connection left = new Connection(conntrack);
            for (int next = 0; (next = left.moveToNext(next, now)) >= 0; next++) {
                conntrack.delete(next, now);
                events.poll(this, EVENTS);
            }
        }
        out.flush();
    }

    /** Log the flows of a live tracker until it ends. */
    private void follow(final TrackerFiles files) throws IOException {
        try (TrackerEvents events = new TrackerEvents(files)) {
            boolean alive = true;
            while (alive && !out.checkError()) {
                epochNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
                if (events.poll(this, EVENTS) == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                    alive = files.isAlive();
                }
            }
        }
    }

    @Override
    public void onLoss(final long count) {
        System.err.println("flows: " + count + " events lost: this log is too slow");
    }

    @Override
    public void onEvent(final EventRecord event) {
        if (event.type() != EventType.DESTROY) {
            return;
        }
        connection.moveTo(event);
        final String start = connection.has(Column.TIMESTAMP) ? time(connection.startNanos()) : "";
        final String end = time(event.nowNanos());
        if (json) {
            printJson(start, end, endOf(event));
        } else {
            printLine(start, end, endOf(event));
        }
    }

    private String time(final long nanos) {
        return Instant.EPOCH.plusNanos(epochNanos + nanos).toString();
    }

    private End endOf(final EventRecord event) {
        return switch (event.cause()) {
            case EventCause.EARLY_DROP -> End.LACK_OF_RESOURCES;
            case EventCause.DELETED, EventCause.DISCARDED -> End.FORCED;
            case EventCause.PROTOCOL -> End.CLOSED;
            default -> isClosed() ? End.CLOSED : End.IDLE;
        };
    }

    /** An expired connection that was only kept for late packets. */
    private boolean isClosed() {
        final String state = connection.state();
        return connection.isTcp() && (state.equals("TIME_WAIT") || state.equals("CLOSE"));
    }

    private void printLine(final String start, final String end, final End why) {
        final boolean ports = connection.hasPorts();
        final String state = connection.state();
        out.println(String.join(",", start, end, connection.protocolName(), source(),
            ports ? String.valueOf(connection.sourcePort(0)) : "", destination(),
            ports ? String.valueOf(connection.destinationPort(0)) : "",
            String.valueOf(connection.packets(0)), String.valueOf(connection.bytes(0)),
            String.valueOf(connection.packets(1)), String.valueOf(connection.bytes(1)),
            state == null ? "" : state, why.name()));
    }

    /** Names are those of IPFIX's information elements; "reverse" as in RFC 5103. */
    private void printJson(final String start, final String end, final End why) {
        final String ip = connection.l3() == 4 ? "IPv4" : "IPv6";
        final StringBuilder line = new StringBuilder(512).append('{');
        if (!start.isEmpty()) {
            text(line, "flowStartNanoseconds", start);
        }
        text(line, "flowEndNanoseconds", end);
        number(line, "protocolIdentifier", connection.protocol());
        text(line, "source" + ip + "Address", source());
        text(line, "destination" + ip + "Address", destination());
        if (connection.hasPorts()) {
            number(line, "sourceTransportPort", connection.sourcePort(0));
            number(line, "destinationTransportPort", connection.destinationPort(0));
        } else if (connection.isIcmp()) {
            number(line, "icmpType" + ip, connection.icmpType(0));
            number(line, "icmpCode" + ip, connection.icmpCode());
        }
        number(line, "packetTotalCount", connection.packets(0));
        number(line, "octetTotalCount", connection.bytes(0));
        number(line, "reversePacketTotalCount", connection.packets(1));
        number(line, "reverseOctetTotalCount", connection.bytes(1));
        number(line, "flowEndReason", why.number);
        line.setCharAt(line.length() - 1, '}');
        out.println(line);
    }

    private static void text(final StringBuilder line, final String name, final String value) {
        line.append('"').append(name).append("\":\"").append(value).append("\",");
    }

    private static void number(final StringBuilder line, final String name, final long value) {
        line.append('"').append(name).append("\":").append(value).append(',');
    }

    private String source() {
        return AddressText.of(connection.l3(), connection.sourceHigh(0), connection.sourceLow(0));
    }

    private String destination() {
        return AddressText.of(connection.l3(), connection.sourceHigh(1), connection.sourceLow(1));
    }
}
