/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetAddress;

/**
 * Gives Prometheus a tracker's figures over HTTP, under {@code /metrics}. They are read from the tracker's files anew
 * for each request, one request at a time, so that a tracker that is started again, or not yet, is found. Not for the
 * tracker's own process: what a request allocates would make its workers wait for the garbage collector.
 */
public final class MetricsServer implements AutoCloseable {
    private final HTTPServer server;
    private final InetAddress address;

    private MetricsServer(final HTTPServer server, final InetAddress address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Start one; threads of its own answer.
     *
     * @param files of the tracker, which need not run.
     * @param listen where.
     * @param withIndex whether each request is to look at all of the table's index too.
     * @return a server that answers.
     * @throws IOException when it can't listen there: the message says why.
     */
    public static MetricsServer start(final TrackerFiles files, final ListenAddress listen, final boolean withIndex)
        throws IOException {
        final PrometheusRegistry registry = new PrometheusRegistry();
        registry.register((MultiCollector)() -> collect(files, withIndex));
        final InetAddress address = listen.address();
        try {
            return new MetricsServer(HTTPServer.builder(PrometheusProperties.get()).inetAddress(address)
                .port(listen.port()).registry(registry).buildAndStart(), address);
        } catch (final IOException e) {
            throw listen.refused(e);
        }
    }

    private static synchronized MetricSnapshots collect(final TrackerFiles files, final boolean withIndex) {
        try {
            return PrometheusForm.of(Report.read(files, withIndex));
        } catch (final IOException notThere) {
            return PrometheusForm.down();
        }
    }

    /**
     * Where it answers.
     *
     * @return a URL.
     */
    public String url() {
        final String host = address.getHostAddress();
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.getPort() + "/metrics";
    }

    @Override
    public void close() {
        server.close();
    }
}
