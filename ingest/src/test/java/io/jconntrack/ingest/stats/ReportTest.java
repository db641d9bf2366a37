/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerProcess;
import io.jconntrack.net.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The figures of a tracker in every form, against traffic of which the numbers are known.
 */
class ReportTest {
    private static final long START = 1000;
    private static final int WORKERS = 2;

    @TempDir
    private Path shared;

    private TrackerFiles files() {
        return new TrackerFiles("one", shared);
    }

    /** Worker 0: three connections, one of two packets, a damaged one, a fragment, no IP. Worker 1: two connections. */
    private Report known() throws IOException {
        try (Traffic traffic = new Traffic(files(), WORKERS)) {
            traffic.udp(0, 1).udp(0, 2).udp(0, 3).udp(0, 3).damaged(0).fragment(0).notIp(0);
            traffic.udp(1, 1).udp(1, 2);
            traffic.await(Metric.FRAMES, 0, null, 7);
            traffic.await(Metric.FRAMES, 1, null, 2);
            // the last NEW is told a little later, and a worker's counters are written one by one: reasons at the end
            traffic.await(Metric.EVENTS, 1, null, 3);
            traffic.await(Metric.EVENTS, 0, null, 4);
            return traffic.await(Metric.INVALID_PACKETS, 0, "ip_checksum", 1);
        }
    }

    private static long value(final Report report, final Metric metric, final int worker, final String value) {
        assertTrue(report.samples().stream().anyMatch(s -> s.isOf(new Sample(metric, worker, value, "", 0))),
            () -> metric + " " + worker + " " + value);
        return report.get(metric, worker, value);
    }

    @Test
    void shouldCountWhatWasSent() throws IOException {
        try (TrackerProcess tracker = Traffic.start(files(), WORKERS, 1000)) {
            final Report report = known();
            assertTrue(tracker.isWhole());
            assertEquals(4, value(report, Metric.PACKETS, 0, "new"));
            assertEquals(1, value(report, Metric.PACKETS, 0, "invalid"));
            assertEquals(1, value(report, Metric.PACKETS, 0, "fragment"));
            assertEquals(1, value(report, Metric.INVALID_PACKETS, 0, "ip_checksum"));
            assertEquals(1, value(report, Metric.FRAMES_NOT_IP, 0, null));
            assertEquals(3, value(report, Metric.OPENED, 0, null));
            assertEquals(3, value(report, Metric.ENTRIES, 0, null));
            assertEquals(2, value(report, Metric.ENTRIES, 1, null));
            assertEquals(4, value(report, Metric.EVENTS, 0, null), "START and three times NEW");
            assertEquals(1, value(report, Metric.FRAGMENT_DATAGRAMS, 0, null));
            assertEquals(1024, value(report, Metric.FRAGMENT_BYTES, 0, null));
            assertEquals(7, value(report, Metric.RING_FRAMES, 0, null));
            assertEquals(7 * 42, value(report, Metric.RING_WIRE_BYTES, 0, null));
            assertEquals(0, value(report, Metric.RING_WAITING, 0, null));
            assertEquals(1, value(report, Metric.RING_HELPERS, 0, null));
            assertEquals(6, report.latencies().get(0).getTotalCount());
            assertEquals(1000, value(report, Metric.ENTRIES_LIMIT, Sample.ALL, null));
            assertEquals(Files.size(files().table()), value(report, Metric.FILE_BYTES, Sample.ALL, "table"));
            assertEquals(1, value(report, Metric.UP, Sample.ALL, null));
            assertEquals(334, Stream.of("0", "1", "2", "3", "4", "5", "6", "7")
                .mapToLong(keys -> value(report, Metric.INDEX_BUCKETS, Sample.ALL, keys)).sum());
            assertEquals(5, value(report, Metric.INDEX_ENTRIES, Sample.ALL, "1"));
            assertEquals(1, value(report, Metric.INDEX_LONGEST_PROBE, Sample.ALL, null));
            for (final Reason reason : Reason.values()) {
                if (reason != Reason.NONE) {
                    value(report, reason.refuses() ? Metric.INVALID_PACKETS : Metric.IGNORED_PACKETS, 1,
                        SampleList.lower(reason));
                }
            }
        }
        assertEquals(0, value(Report.read(files(), false), Metric.UP, Sample.ALL, null));
    }

    @Test
    void shouldBeAnObjectThatAStrictParserReads() throws IOException {
        final JsonNode json;
        try (TrackerProcess tracker = Traffic.start(files(), WORKERS, 1000)) {
            assertTrue(tracker.isWhole());
            final String text = JsonForm.of(known());
            assertEquals(1, text.lines().count());
            json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).readTree(text);
        }
        assertEquals("one", json.get("name").asText());
        assertEquals("linux", json.get("profile").asText());
        assertEquals(2, json.get("workers").size());
        assertEquals(4, json.at("/workers/0/packets/new").asLong());
        assertEquals(6, json.at("/sum/packets/new").asLong());
        assertEquals(5, json.at("/sum/entries").asLong());
        assertEquals(1, json.at("/sum/invalid_packets/ip_checksum").asLong());
        assertEquals(8, json.at("/sum/wire_to_verdict_nanos/count").asLong());
        assertEquals(5, json.at("/index_entries/1").asLong());
        assertTrue(Math.abs(json.get("start_time_seconds").asDouble() - System.currentTimeMillis() / 1e3) < START);
    }

    @Test
    void shouldBeTextThatPrometheusReads() throws IOException {
        try (TrackerProcess tracker = Traffic.start(files(), WORKERS, 1000)) {
            assertTrue(tracker.isWhole());
            assertPrometheus(PrometheusForm.text(known()));
        }
    }

    private static void assertPrometheus(final String text) {
        final PrometheusText read = new PrometheusText(text);
        assertEquals(4, read.get("jconntrack_packets_total{verdict=new,worker=0}"));
        assertEquals(2, read.get("jconntrack_packets_total{verdict=new,worker=1}"));
        assertEquals(1, read.get("jconntrack_invalid_packets_total{reason=ip_checksum,worker=0}"));
        assertEquals(0, read.get("jconntrack_ignored_packets_total{reason=tcp_seq_below_window,worker=0}"));
        assertEquals(3, read.get("jconntrack_entries{worker=0}"));
        assertEquals(1000, read.get("jconntrack_entries_limit"));
        assertEquals(0, read.get("jconntrack_ring_lost_frames_total{cause=ring_full,worker=1}"));
        assertEquals(1024, read.get("jconntrack_fragment_bytes{worker=0}"));
        assertEquals(1, read.get("jconntrack_up"));
        assertEquals(6, read.get("jconntrack_wire_to_verdict_seconds_count{worker=0}"));
        assertEquals("histogram", read.types.get("jconntrack_wire_to_verdict_seconds"));
        for (final Metric metric : Metric.values()) {
            if (metric.scope() != Metric.Scope.INDEX) {
                assertEquals(metric.type().name().toLowerCase(java.util.Locale.ROOT),
                    read.types.get(metric.prometheusName()));
                assertEquals(metric.help(), read.helps.get(metric.prometheusName()));
            }
        }
    }

    private static HttpResponse<String> get(final String url, final String accept) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).build(),
                HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void shouldServeThemOverHttpAndSayWhenThereIsNoTracker() throws Exception {
        try (MetricsServer server = MetricsServer.start(files(), ListenAddress.parse(":0"), false)) {
            assertTrue(server.url().startsWith("http://127.0.0.1:"), server.url());
            assertEquals(0, new PrometheusText(get(server.url(), "text/plain").body()).get("jconntrack_up"));
            try (TrackerProcess tracker = Traffic.start(files(), WORKERS, 1000)) {
                assertTrue(tracker.isWhole());
                known();
                final HttpResponse<String> text = get(server.url(), "text/plain");
                assertEquals(200, text.statusCode());
                assertTrue(text.headers().firstValue("Content-Type").orElse("").contains("version=0.0.4"));
                assertPrometheus(text.body());
                final HttpResponse<String> open = get(server.url(), "application/openmetrics-text; version=1.0.0");
                assertTrue(open.body().endsWith("# EOF\n"), open.body());
            }
            final PrometheusText ended = new PrometheusText(get(server.url(), "text/plain").body());
            assertEquals(0, ended.get("jconntrack_up"));
            assertEquals(4, ended.get("jconntrack_packets_total{verdict=new,worker=0}"), "how it ended");
            final ListenAddress taken = new ListenAddress(null, URI.create(server.url()).getPort());
            assertEquals(taken + ": can't listen there: Address already in use", assertThrows(IOException.class,
                () -> MetricsServer.start(files(), taken, false)).getMessage());
        }
    }

    @Test
    void shouldPrintLinesForEachWorkerAndSums() throws IOException {
        try (TrackerProcess tracker = Traffic.start(files(), WORKERS, 1000)) {
            assertTrue(tracker.isWhole());
            final Report before = Report.read(files(), false);
            final Report report = known();
            final List<String> lines = LinesForm.of(report).lines().map(String::strip).toList();
            for (final String line : new String[] {"7 worker 0: frames", "4 worker 0: packets NEW",
                "3 worker 0: entries", "2 worker 1: entries", "5 workers: entries",
                "6 workers: packets NEW", "9 rings: frames captured",
                "1 worker 0: reason ip_checksum", "5 entries found after buckets: 1", "1000 entries at most"}) {
                assertTrue(lines.contains(line), () -> line + " is not in " + lines);
            }
            assertFalse(lines.stream().anyMatch(line -> line.contains("0 worker 0: reason")), lines::toString);
            final List<String> rates = LinesForm.rates(before, report, 2).lines().map(String::strip).toList();
            assertTrue(rates.contains("3.5 /s worker 0: frames"), rates::toString);
            assertTrue(rates.contains("5    workers: entries"), rates::toString);
            assertFalse(rates.toString().contains("early drops"), rates::toString);
        }
    }

    @Test
    void shouldLookLikeConntracksStatistics() throws IOException {
        try (TrackerProcess tracker = Traffic.start(files(), 1, 16); Traffic traffic = new Traffic(files(), 1)) {
            assertTrue(tracker.isWhole());
            for (int port = 1; port <= 20; port++) {
                traffic.udp(0, port);
            }
            final Report report = traffic.damaged(0).await(Metric.FRAMES, 0, null, 21);
            final long early = report.get(Metric.REMOVED, 0, "early_drop");
            final long full = report.get(Metric.REFUSED, 0, null);
            assertEquals(4, early + full);
            assertEquals("cpu=0   \tfound=0 invalid=" + (1 + full) + " insert=" + (20 - full) + " insert_failed=0 drop="
                + full + " early_drop=" + early + " error=0 search_restart=0 clash_resolve=0 chaintoolong=0 \n",
                ConntrackForm.of(report));
        }
    }

    @Test
    void shouldReadOrRefuseDamagedFiles() throws IOException {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("ReportTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        Traffic.start(files(), WORKERS, 1000).close();
        for (final Path file : List.of(files().table(), files().cnc())) {
            final byte[] good = Files.readAllBytes(file);
            for (int round = 0; round < 40; round++) {
                final byte[] bad = good.clone();
                final int changes = random.nextInt(1, bad.length / 8);
                for (int i = 0; i < changes; i++) {
                    bad[random.nextInt(round % 2 == 0 ? 4096 : 64, bad.length)] = (byte)random.nextInt();
                }
                Files.write(file, bad, StandardOpenOption.WRITE);
                try {
                    final Report report = Report.read(files(), true);
                    new PrometheusText(PrometheusForm.text(report));
                    new ObjectMapper().readTree(JsonForm.of(report));
                    assertTrue(LinesForm.of(report).lines().count() > 10, "seed=" + seed);
                    ConntrackForm.of(report);
                } catch (final IOException refused) {
                    assertTrue(refused.getMessage().contains("/"), "names a file: " + refused + " seed=" + seed);
                }
            }
            Files.write(file, good, StandardOpenOption.WRITE);
        }
    }
}
