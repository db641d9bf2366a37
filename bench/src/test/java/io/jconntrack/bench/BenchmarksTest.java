/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every benchmark runs, small, and says what it must. A wrong verdict would make it fail; times are not judged.
 */
final class BenchmarksTest {
    private static final List<String> PEERS =
        List.of("ConcurrentHashMap", "Chronicle Map", "Agrona Long2LongHashMap", "early loads");

    private static JsonNode run(final String... args) throws Exception {
        final CommandRun run = CommandRun.of(args);
        assertEquals(0, run.status, run.err);
        final List<JsonNode> objects = run.json();
        assertEquals(1, objects.size(), run.out);
        assertTrue(run.out.stripTrailing().endsWith("}"), "JSON is the last line");
        assertTrue(run.out.lines().findFirst().orElseThrow().contains(" ns per packet, "), run.out);
        return objects.getFirst();
    }

    private static void assertFigures(final JsonNode result) {
        final double nanos = result.get("ns_per_packet").asDouble();
        assertTrue(nanos > 0, result.toString());
        assertEquals(1000 / nanos, result.get("mpps").asDouble(), 0.01 * 1000 / nanos);
        assertEquals(2, result.get("ns_per_packet_each").size());
        assertTrue(result.get("bytes_per_connection").asDouble() >= 128, result.toString());
        assertTrue(result.get("alloc_bytes_per_packet").asDouble() >= 0, result.toString());
    }

    private static void assertPercentiles(final JsonNode times) {
        long before = 0;
        for (final String name : List.of("p50", "p90", "p99", "p99.9", "p99.99", "max")) {
            assertTrue(times.get(name).asLong() >= before, name + " in " + times);
            before = times.get(name).asLong();
        }
        assertTrue(times.get("count").asLong() > 0, times.toString());
    }

    @ParameterizedTest
    @CsvSource({"steady", "churn", "flood", "latency", "expiry"})
    void shouldMeasureAllPeersWhenAsked(final String benchmark) throws Exception {
        final JsonNode json = run(benchmark, "--connections", "1000", "--packets", "6400", "--repeats", "2",
            "--peers", "all", "--json");
        assertEquals(benchmark, json.get("benchmark").asText());
        assertEquals("jconntrack", json.get("tracker").asText());
        assertEquals(1000, json.get("connections").asInt());
        assertEquals(32, json.get("batch").asInt());
        assertEquals(2, json.get("repeats").asInt());
        assertFigures(json);
        assertPercentiles(json.get("batch_ns"));
        final List<String> names = StreamSupport.stream(json.get("peers").spliterator(), false)
            .map(peer -> peer.get("tracker").asText()).toList();
        assertEquals(PEERS, names);
        for (final JsonNode peer : json.get("peers")) {
            assertFigures(peer);
            assertPercentiles(peer.get("batch_ns"));
            assertEquals(peer.get("ns_per_packet").asDouble() / json.get("ns_per_packet").asDouble(),
                peer.get("ratio").asDouble(), 0.02);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void shouldMeasureTheRingWithAndWithoutTracking(final int batch) throws Exception {
        final JsonNode json = run("ring", "--connections", "1000", "--packets", "6400", "--repeats", "2",
            "--ipv6", "30", "--batch", Integer.toString(batch), "--json");
        assertEquals("ring", json.get("benchmark").asText());
        assertEquals(batch, json.get("batch").asInt());
        assertFigures(json);
        assertEquals("the ring alone", json.get("peers").get(0).get("tracker").asText());
        assertTrue(json.get("peers").get(0).get("ns_per_packet").asDouble() > 0, json.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 32, 64})
    void shouldKeepSteadysKeysWhateverTheBatch(final int batch) throws Exception {
        final JsonNode json = run("steady", "--connections", "500", "--batch", Integer.toString(batch), "--packets",
            "5000", "--repeats", "2", "--ipv6", "30", "--udp", "20", "--set", "tcp_loose=0", "--json");
        final Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        assertTrue(names.containsAll(List.of("benchmark", "connections", "batch", "ns_per_packet", "mpps",
            "bytes_per_connection", "alloc_bytes_per_packet", "memory_limit_ns", "repeats", "ns_per_packet_each",
            "memory_limit_ns_each")), names.toString());
        assertFigures(json);
        assertTrue(json.get("memory_limit_ns").asDouble() > 0);
        assertEquals(2, json.get("memory_limit_ns_each").size());
        assertEquals(0, json.get("peers").size());
        assertEquals(30, json.get("ipv6_percent").asInt());
    }

    @ParameterizedTest
    @CsvSource({"500, 1", "500, 32", "0, 32"})
    void shouldKeepTheNumberOfEntriesWhenConnectionsComeAndGo(final int spread, final int batch) throws Exception {
        final JsonNode json = run("churn", "--connections", "1000", "--spread", Integer.toString(spread), "--batch",
            Integer.toString(batch), "--packets", "20000", "--repeats", "2", "--ipv6", "40", "--peers", "all",
            "--json");
        assertEquals(1000, json.get("live").asInt(), 30, "of " + json);
        for (final JsonNode peer : json.get("peers")) {
            assertEquals(1000, peer.get("live").asInt(), 60, "of " + peer);
        }
        assertEquals(1e9 / 7 / json.get("ns_per_packet").asDouble(), json.get("connections_per_second").asDouble(),
            1000 + 0.001 * json.get("connections_per_second").asDouble());
    }

    @Test
    void shouldCountEveryFloodedSynAsDropOrRefusal() throws Exception {
        final JsonNode json = run("flood", "--connections", "2000", "--assured", "75", "--packets", "8192",
            "--repeats", "2", "--peers", "all", "--json");
        assertEquals(1500, json.get("assured").asInt());
        assertFlood(json);
        for (final JsonNode peer : json.get("peers")) {
            assertFlood(peer);
        }
    }

    private static void assertFlood(final JsonNode json) {
        assertEquals(0, json.get("assured_lost").asInt());
        // two rounds of warming up, two that count, one for times; and at least one SYN too many before
        assertTrue(json.get("early_drops").asLong() + json.get("refused").asLong() >= 5 * 8192, json.toString());
        assertTrue(json.get("early_drops").asLong() > json.get("refused").asLong(), json.toString());
    }

    @Test
    void shouldRefuseEverySynWhenAllConnectionsAreAssured() throws Exception {
        final JsonNode json = run("flood", "--connections", "1000", "--assured", "100", "--packets", "2048",
            "--repeats", "2", "--json");
        assertEquals(0, json.get("early_drops").asLong());
        assertTrue(json.get("refused").asLong() >= 5 * 2048, json.toString());
    }

    @Test
    void shouldShowWhatAssuredConnectionsNoticeOfAFlood() throws Exception {
        final JsonNode json = run("siege", "--connections", "1000", "--packets", "64000", "--repeats", "2", "--rate",
            "0.5", "--syns", "0.5", "--json");
        assertPercentiles(json.get("batch_ns"));
        assertPercentiles(json.get("without_flood_ns"));
        assertEquals(0, json.get("assured_lost").asInt());
        // half of four times 64 000
        assertEquals(128_000, json.get("syns").asInt(), 4000);
        assertEquals(json.get("assured_packets").asInt(), json.get("batch_ns").get("count").asInt());
        assertTrue(json.get("early_drops").asInt() > 100_000, json.toString());
    }

    @Test
    void shouldShowTheMachinesPausesBesideTheTimesOfBatches() throws Exception {
        final JsonNode json = run("latency", "--connections", "1000", "--packets", "10000", "--repeats", "2",
            "--rate", "0.5", "--json");
        assertPercentiles(json.get("machine_ns"));
        assertEquals(0.5, json.get("offered_mpps").asDouble());
        final double perBatch = json.get("packets_per_batch").asDouble();
        assertTrue(perBatch >= 1 && perBatch <= 32, json.toString());
        // what is offered is what the schedule allows: no packet comes before its time
        assertTrue(json.get("mpps").asDouble() <= 0.501, json.toString());
    }

    @Test
    void shouldCompareNumbersOfThreads() throws Exception {
        final JsonNode json = run("workers", "--connections", "1000", "--packets", "6400", "--repeats", "2",
            "--threads", "1,2,3", "--json");
        assertEquals("jconntrack, 1 thread", json.get("tracker").asText());
        assertEquals(1, json.get("speedup").asDouble());
        assertEquals(2, json.get("peers").size());
        assertEquals(3, json.get("peers").get(1).get("threads").asInt());
    }

    @Test
    void shouldRunEachBenchmarkWhenAskedForAll() throws Exception {
        final CommandRun run = CommandRun.of("all", "--connections", "6400", "--packets", "6400", "--repeats", "1",
            "--peers", "agrona", "--json");
        assertEquals(0, run.status, run.err);
        final List<String> names = run.json().stream().map(json -> json.get("benchmark").asText()).toList();
        assertEquals(List.of("steady", "steady", "steady", "steady", "churn", "flood", "latency", "workers", "expiry",
            "ring"), names);
        assertEquals(64, run.json().getFirst().get("connections").asInt());
        assertEquals(1, run.json().get(3).get("batch").asInt());
    }
}
