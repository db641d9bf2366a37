/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong on the command line is said in one sentence, with status 2; what fails later has status 1.
 */
final class CommandLineTest {
    private static final String[] SMALL = {"steady", "--connections", "100", "--packets", "640", "--repeats", "1"};

    private static CommandRun small(final String... more) {
        final String[] args = java.util.Arrays.copyOf(SMALL, SMALL.length + more.length);
        System.arraycopy(more, 0, args, SMALL.length, more.length);
        return CommandRun.of(args);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                            | a benchmark is missing",
        "stedy                                         | jconntrack-bench: unexpected argument 'stedy'",
        "steady --batch 65                             | --batch 65 is not 1 to 64",
        "steady --batch 0                              | --batch 0 is not 1 to 64",
        "steady --batch many                           | jconntrack-bench steady: invalid value for option '--batch'",
        "steady --connections 0                        | --connections 0 is not 1 to 100000000",
        "steady --packets 31                           | --packets 31 is not at least one batch",
        "steady --repeats 0                            | --repeats 0 is not at least 1",
        "steady --ipv6 101                             | --ipv6 101 is not 0 to 100",
        "steady --udp -1                               | --udp -1 is not 0 to 100",
        "steady --set tcp_lose=1                       | unknown setting 'tcp_lose'; did you mean 'tcp_loose'?",
        "steady --peers redis                          | --peers redis is not all, or some of [hashmap, chronicle",
        "steady --spread 5                             | jconntrack-bench steady: unknown option '--spread'",
        "churn --udp 5                                 | --udp 5 is not 0: churn is TCP alone",
        "churn --connections 100 --spread 51           | --spread 51 is not 0 to 50",
        "flood --assured 101                           | --assured 101 is not 0 to 100",
        "latency --rate 0                              | --rate 0.0 is not above 0, up to 1000",
        "workers --threads 0                           | --threads 0 is not 1 to 1024",
        "workers --peers all                           | --peers [all] is not for workers",
        "expiry --connections 60000000                 | --connections 60000000 is not 1 to 50000000 for expiry",
        "capture --send a --receive b --ring-version 4 | --ring-version 4 is not 2 or 3",
        "capture --send a --receive b --seconds 0      | --seconds 0.0 is not above 0, below 3600",
        "soak --readers 65                             | --readers 65 is not 0 to 64",
        "faults --tries 0                              | --tries 0 is not at least 1",
        "wire --ring-version 1                         | --ring-version 1 is not 2 or 3",
        "wire --queues 0                               | --queues 0 is not 1 to 16",
        "wire --rates 0                                | --rates 0 is not 1 to 20000000",
        "wire --kernel-ring 0                          | --kernel-ring 0 is not 1 to 1024",
        "all --connections 100                         | --connections 100 is not 6400 or more for all",
    })
    void shouldRefuseWhenTheCommandLineIsWrong(final String args, final String message) {
        final CommandRun run = CommandRun.of(args.isEmpty() ? new String[0] : args.split(" "));
        assertEquals(2, run.status, run.err);
        assertTrue(run.err.contains(message), run.err);
        assertTrue(run.err.lines().count() <= 3, run.err);
        assertEquals("", run.out);
    }

    @Test
    void shouldPutAnExternalCommandIntoTheTable() throws Exception {
        final CommandRun run = small("--external", "echo warming up; echo 436.5", "--json");
        assertEquals(0, run.status, run.err);
        final var external = run.json().getFirst().get("peers").get(0);
        assertEquals("external: echo warming up; echo 436.5", external.get("tracker").asText());
        assertEquals(436.5, external.get("ns_per_packet").asDouble());
        assertTrue(run.out.contains("436.5 ns per packet, 2.29 Mpps"), run.out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "exit 3                | external command failed: status=3 command=exit 3",
        "echo 5; false         | external command failed: status=1 command=echo 5; false",
        "true                  | external command printed nothing: command=true",
        "echo 12 ns            | is not a number of nanoseconds per packet: line=12 ns command=echo 12 ns",
        "echo -1               | is not a number of nanoseconds per packet: line=-1 command=echo -1",
        "echo NaN              | is not a number of nanoseconds per packet: line=NaN command=echo NaN",
    })
    void shouldFailWhenAnExternalCommandDoes(final String command, final String message) {
        final CommandRun run = small("--external", command);
        assertEquals(1, run.status);
        assertTrue(run.err.contains(message), run.err);
    }

    @Test
    void shouldFailWhenTheTableIsTooSmallForItsConnections() {
        final CommandRun run = small("--set", "max=50");
        assertEquals(1, run.status);
        assertTrue(run.err.matches("jconntrack-bench: jconntrack: connection=\\d+ was not opened: .*\\R"), run.err);
    }
}
