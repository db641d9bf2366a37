/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.Statistics;
import io.jconntrack.ingest.capture.CaptureOptions;
import io.jconntrack.ingest.capture.PacketSocket;
import io.jconntrack.ingest.pcap.CaptureReader;
import io.jconntrack.ingest.ring.FrameSink;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Counts the packets of an interface, or those of a capture file, and serves the counters to Prometheus.
 * <p>
 * Statistics are the tracker's thread's alone. It copies them into an array now and then, which costs less than a
 * microsecond; who answers a request reads the array, and the packets wait for nobody.
 */
public final class Exporter {
    private static final int CONNECTIONS = 100_000;
    private static final int EXPIRED_PER_TURN = 64;
    private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BATCH = 64;

    private static final ConnState[] STATES = ConnState.values();
    private static final Reason[] REASONS = Reason.values();
    /** Places in the array: states, reasons, then these. */
    private static final int OPENED = STATES.length + REASONS.length;
    private static final int EXPIRED = OPENED + 1;
    private static final int EARLY_DROPS = OPENED + 2;
    private static final int NOW = OPENED + 3;

    private final Conntrack conntrack;
    private final AtomicLongArray published = new AtomicLongArray(NOW + 1);
    private long publishNanos = System.nanoTime();

    private Exporter(final Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    /**
     * Serve the counters until the process is ended.
     *
     * @param args name of an interface, which needs CAP_NET_RAW, or of a capture file; port on this machine's loopback
     *     interface, 0 for any that is free.
     */
    public static void main(final String[] args) {
        if (args.length != 2 || !args[1].matches("[0-9]{1,5}")) {
            System.err.println("usage: exporter INTERFACE|CAPTURE PORT");
            System.exit(2);
        }
        // on their way to a card, packets have no checksum yet
        final Settings settings = new Settings(Profile.LINUX).set(Setting.CHECKSUM, 0);
        try (Conntrack conntrack = Conntrack.builder().settings(settings).capacity(CONNECTIONS).build()) {
            final Exporter exporter = new Exporter(conntrack);
            final HttpServer server = exporter.serve(Integer.parseInt(args[1]));
            final Path file = Path.of(args[0]);
            if (Files.exists(file)) {
                exporter.readThenWait(file, server);
            } else {
                exporter.capture(args[0], server);
            }
        } catch (final IOException | IllegalArgumentException e) {
            System.err.println("exporter: " + e.getMessage());
            System.exit(1);
        }
    }

    private void capture(final String name, final HttpServer server) throws IOException {
        try (PacketSocket socket = PacketSocket.open(CaptureOptions.builder(name).build())) {
            final Sink sink = new Sink();
            socket.start();
            start(server);
            while (true) {
                sink.nowNanos = System.nanoTime();
                if (socket.poll(sink, BATCH) == 0) {
                    socket.await(1);
                }
                turn(sink.nowNanos);
            }
        }
    }

    /** A capture is what happened until now; from here on its connections grow old. */
    private void readThenWait(final Path file, final HttpServer server) throws IOException {
        long now = 0;
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next()) {
                now = Math.max(now, reader.timestampNanos());
                conntrack.poll(now, Integer.MAX_VALUE);
                conntrack.processFrame(reader.buffer(), reader.offset(), reader.capturedLength(),
                    reader.originalLength(), reader.linkType(), now);
            }
        }
        // the tracker reads no clock: any will do, if it goes on where the last one ended
        final long sinceNanos = now - System.nanoTime();
        publish();
        start(server);
        while (true) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            turn(sinceNanos + System.nanoTime());
        }
    }

    /** What the tracker's thread does beside packets. */
    private void turn(final long nowNanos) {
        conntrack.poll(nowNanos, EXPIRED_PER_TURN);
        if (System.nanoTime() - publishNanos > PUBLISH_NANOS) {
            publishNanos = System.nanoTime();
            publish();
        }
    }

    private void publish() {
        final Statistics statistics = conntrack.statistics();
        for (int i = 0; i < STATES.length; i++) {
            published.setRelease(i, statistics.packets(STATES[i]));
        }
        for (int i = 0; i < REASONS.length; i++) {
            published.setRelease(STATES.length + i, statistics.packets(REASONS[i]));
        }
        published.setRelease(OPENED, statistics.opened());
        published.setRelease(EXPIRED, statistics.expired());
        published.setRelease(EARLY_DROPS, statistics.earlyDrops());
        published.setRelease(NOW, conntrack.count());
    }

    private HttpServer serve(final int port) throws IOException {
        final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/metrics", this::answer);
        return server;
    }

    private static void start(final HttpServer server) {
        server.start();
        System.out.println("http://localhost:" + server.getAddress().getPort() + "/metrics");
    }

    /** Another thread's work: it never touches the tracker. */
    private void answer(final HttpExchange exchange) throws IOException {
        final byte[] page = page().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    private String page() {
        final StringBuilder page = new StringBuilder();
        head(page, "appliance_packets_total", "counter", "Packets by verdict.");
        for (int i = 0; i < STATES.length; i++) {
            line(page, "appliance_packets_total", "verdict", STATES[i].name(), i);
        }
        head(page, "appliance_refused_packets_total", "counter", "Packets that were INVALID, by reason.");
        for (int i = 0; i < REASONS.length; i++) {
            if (REASONS[i].refuses()) {
                line(page, "appliance_refused_packets_total", "reason", REASONS[i].name(), STATES.length + i);
            }
        }
        single(page, "appliance_connections_opened_total", "counter", "Connections that packets opened.", OPENED);
        single(page, "appliance_connections_expired_total", "counter", "Connections whose time was over.", EXPIRED);
        single(page, "appliance_connections_dropped_early_total", "counter",
            "Connections that made room in a full table.", EARLY_DROPS);
        single(page, "appliance_connections", "gauge", "Connections now.", NOW);
        return page.toString();
    }

    private static void head(final StringBuilder page, final String name, final String type, final String help) {
        page.append("# HELP ").append(name).append(' ').append(help).append('\n')
            .append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(final StringBuilder page, final String name, final String label, final String value,
        final int at) {
        page.append(name).append('{').append(label).append("=\"").append(value.toLowerCase(Locale.ROOT))
            .append("\"} ").append(published.getAcquire(at)).append('\n');
    }

    private void single(final StringBuilder page, final String name, final String type, final String help,
        final int at) {
        head(page, name, type, help);
        page.append(name).append(' ').append(published.getAcquire(at)).append('\n');
    }

    /** Gives the tracker the frames of a socket, all that came together at one time. */
    private final class Sink implements FrameSink {
        private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
        private long nowNanos;

        @Override
        public void frame(final long timestampNanos, final long address, final int capturedLength,
            final int originalLength, final int linkType, final int flags, final int vlan) {
            frame.wrap(address, capturedLength);
            conntrack.processFrame(frame, 0, capturedLength, originalLength, linkType, nowNanos);
        }

        @Override
        public void flush() {
            // every frame is tracked when it is taken
        }
    }
}
