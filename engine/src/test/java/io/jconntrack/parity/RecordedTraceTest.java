/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the kernel answered when the traces were recorded is what the engine answers.
 */
class RecordedTraceTest {
    private static Path directory() throws URISyntaxException {
        return Path.of(RecordedTraceTest.class.getResource(".").toURI());
    }

    static Stream<String> traces() throws IOException, URISyntaxException {
        // classes and resources of the tests share one directory
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(Trace.SUFFIX))
                .map(name -> name.substring(0, name.length() - Trace.SUFFIX.length())).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("traces")
    void shouldAnswerAsTheKernelDid(final String name) throws IOException, URISyntaxException {
        final Trace trace = Trace.read(directory(), name);
        final Comparison.Result result = trace.compare();
        if (result.first() != null) {
            final Comparison.Difference first = result.first();
            fail(name + " (" + trace.note() + "): " + result.differing() + " of " + result.packets()
                + " packets differ, the first is\n" + new PacketText().line(trace.capture(), first.number())
                + "\nkernel " + first.kernel() + "\nours   " + first.ours());
        }
        assertEquals(List.of(), result.table(), "the final table in /proc/net/nf_conntrack's spelling");
    }

    @Test
    void shouldHaveTracesOfEveryTcpVariant() throws IOException, URISyntaxException {
        final List<String> names = traces().toList();
        for (final String variant : Variants.tcp().keySet()) {
            assertTrue(names.contains("scenarios-" + variant), "no scenarios-" + variant + " among " + names);
        }
    }

    @Test
    void shouldFindAWrongAnswer() throws IOException, URISyntaxException {
        final Trace trace = Trace.read(directory(), "scenarios-default");
        for (final Answer.Field field : Answer.Field.values()) {
            final List<Answer> wrong = new ArrayList<>(trace.answers());
            int number = 0;
            while (number < wrong.size() && wrong.get(number).get(field) == null) {
                number++;
            }
            if (number == wrong.size()) {
                // no TCP packet has this field
                assertEquals(Answer.Field.VTAG, field);
                continue;
            }
            final String[] words = wrong.get(number).line().split(" ");
            words[field.ordinal()] = "99999";
            wrong.set(number, Answer.ofLine(String.join(" ", words)));
            final Comparison.Result result = Comparison.compare(trace.capture(), trace.settings(), wrong.iterator(),
                null, null);
            assertEquals(number, result.first().number(), field.name());
            assertEquals(1, result.differing(), field.name());
        }
    }

    @Test
    void shouldFindAWrongTable() {
        final String line = "ipv4     2 tcp      6 119 SYN_SENT src=10.0.0.1 dst=10.0.0.2 use=2";
        assertEquals(List.of(), Comparison.tableDifferences(List.of(line), List.of(line.replace("119", "120"))));
        assertEquals(1, Comparison.tableDifferences(List.of(line), List.of(line.replace("119", "121"))).size());
        assertEquals(1, Comparison.tableDifferences(List.of(line), List.of()).size());
        assertEquals(2, Comparison.tableDifferences(List.of(line), List.of(line.replace("SENT", "RECV"))).size());
    }

    @Test
    void shouldGenerateTheSamePacketsWhenTheSeedIsTheSame() {
        for (final TrafficGenerator.Kind kind : TrafficGenerator.Kind.values()) {
            final Capture once = TrafficGenerator.generate(kind, 7, 500);
            final Capture again = TrafficGenerator.generate(kind, 7, 500);
            final Capture other = TrafficGenerator.generate(kind, 8, 500);
            assertEquals(once.size(), again.size());
            int differing = 0;
            for (int i = 0; i < once.size(); i++) {
                assertEquals(once.micros(i), again.micros(i));
                assertTrue(Arrays.equals(once.packet(i), again.packet(i)), kind + " packet " + i);
                differing += i < other.size() && !Arrays.equals(once.packet(i), other.packet(i)) ? 1 : 0;
            }
            assertNotEquals(0, differing);
        }
    }
}
