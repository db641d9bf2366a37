/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ingest.ring.RingDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The whole-path benchmarks as commands.
 */
final class Commands {
    private Commands() {
    }

    /** {@code steady}. */
    @Command(name = "steady", mixinStandardHelpOptions = true,
        description = "Established connections, uniformly random, both directions.")
    static final class SteadyCommand extends BenchCommand {
        @Override
        void measure(final Consumer<Report> found) {
            found.accept(Benchmarks.steady(options));
        }
    }

    /** {@code churn}. */
    @Command(name = "churn", mixinStandardHelpOptions = true,
        description = "Whole lives of connections: SYN, SYN/ACK, ACK, data, FIN, FIN/ACK, ACK, TIME_WAIT.")
    static final class ChurnCommand extends BenchCommand {
        @Option(names = "--spread", paramLabel = "N",
            description = "Connections that are open at a time; the others are in TIME_WAIT. Default: half of the live "
                + "ones. 0: a connection's packets follow one another.")
        private Integer spread;

        @Override
        void measure(final Consumer<Report> found) {
            final int most = options.connections / 2;
            options.require(options.connections >= 64, "--connections", options.connections, "64 or more for churn");
            options.require(spread == null || spread >= 0 && spread <= most, "--spread", spread, "0 to " + most);
            options.require(options.udp == 0, "--udp", options.udp, "0: churn is TCP alone");
            found.accept(Benchmarks.churn(options, spread == null ? most : spread));
        }
    }

    /** {@code flood}. */
    @Command(name = "flood", mixinStandardHelpOptions = true,
        description = "A SYN flood of random sources into a full table; fails when an assured connection is lost.")
    static final class FloodCommand extends BenchCommand {
        @Option(names = "--assured", paramLabel = "PERCENT", defaultValue = "90",
            description = "Percent of the table's connections that are assured. Default: ${DEFAULT-VALUE}.")
        private int assured;

        @Override
        void measure(final Consumer<Report> found) {
            options.require(assured >= 0 && assured <= 100, "--assured", assured, "0 to 100");
            options.require(options.udp == 0, "--udp", options.udp, "0: the flood is TCP alone");
            found.accept(Benchmarks.flood(options, assured));
        }
    }

    /** {@code siege}. */
    @Command(name = "siege", mixinStandardHelpOptions = true,
        description = "Packets of assured connections in a full table at an offered rate, with and without a SYN flood "
            + "between them: times from when they were due. Fails when one gets another verdict.")
    static final class SiegeCommand extends BenchCommand {
        @Option(names = "--assured", paramLabel = "PERCENT", defaultValue = "90",
            description = "Percent of the table's connections that are assured. Default: ${DEFAULT-VALUE}.")
        private int assured;

        @Option(names = "--rate", paramLabel = "MPPS", defaultValue = "1",
            description = "Million packets of assured connections per second. Default: ${DEFAULT-VALUE}.")
        private double rate;

        @Option(names = "--syns", paramLabel = "MPPS", defaultValue = "1",
            description = "Million SYNs per second. Default: ${DEFAULT-VALUE}.")
        private double syns;

        @Override
        void measure(final Consumer<Report> found) {
            options.require(assured >= 1 && assured <= 100, "--assured", assured, "1 to 100");
            options.require(options.connections >= 100, "--connections", options.connections, "100 or more for siege");
            options.require(rate > 0 && rate <= 1000, "--rate", rate, "above 0, up to 1000");
            options.require(syns > 0 && syns <= 1000, "--syns", syns, "above 0, up to 1000");
            options.require(options.udp == 0, "--udp", options.udp, "0: the siege is TCP alone");
            options.require(options.peers().isEmpty(), "--peers", options.peers, "for siege: leave it out");
            found.accept(Siege.measure(options, assured, rate, syns));
        }
    }

    /** {@code latency}. */
    @Command(name = "latency", mixinStandardHelpOptions = true,
        description = "Steady traffic at an offered rate: times of batches, from when they were due.")
    static final class LatencyCommand extends BenchCommand {
        @Option(names = "--rate", paramLabel = "MPPS", defaultValue = "10",
            description = "Million packets per second. Default: ${DEFAULT-VALUE}.")
        private double rate;

        @Override
        void measure(final Consumer<Report> found) {
            options.require(rate > 0 && rate <= 1000, "--rate", rate, "above 0, up to 1000");
            found.accept(Latency.measure(options, rate));
        }
    }

    /** {@code workers}. */
    @Command(name = "workers", mixinStandardHelpOptions = true,
        description = "Steady traffic through several threads at once.")
    static final class WorkersCommand extends BenchCommand {
        @Option(names = "--threads", paramLabel = "N", split = ",", defaultValue = "1,2",
            description = "Numbers of threads to compare. Default: ${DEFAULT-VALUE}.")
        private List<Integer> threads;

        @Override
        void measure(final Consumer<Report> found) {
            for (final int count : threads) {
                options.require(count >= 1 && count <= 1024 && count <= options.connections, "--threads", count,
                    "1 to 1024, and no more than connections");
            }
            options.require(options.peers().isEmpty(), "--peers", options.peers, "for workers: leave it out");
            found.accept(Workers.measure(options, threads));
        }
    }

    /** {@code expiry}. */
    @Command(name = "expiry", mixinStandardHelpOptions = true,
        description = "As many entries as --connections become due at once while packets of as many others flow.")
    static final class ExpiryCommand extends BenchCommand {
        @Override
        void measure(final Consumer<Report> found) {
            options.require(options.connections <= 50_000_000, "--connections", options.connections,
                "1 to 50000000 for expiry");
            options.require(options.udp == 0, "--udp", options.udp, "0: expiry is TCP alone");
            found.accept(Expiry.measure(options));
        }
    }

    /** {@code ring}. */
    @Command(name = "ring", mixinStandardHelpOptions = true,
        description = "Steady traffic from another thread through the packet ring in shared memory, and the ring "
            + "alone. --batch is the packets of a message; without it 1, 8, 32 and 64 are measured.")
    static final class RingCommand extends BenchCommand {
        @Option(names = "--capacity", paramLabel = "BYTES", defaultValue = "" + RingPath.CAPACITY,
            description = "Capacity of the ring, a power of two. Default: ${DEFAULT-VALUE}.")
        private int capacity;

        @Override
        void measure(final Consumer<Report> found) throws IOException {
            options.require(options.peers().isEmpty(), "--peers", options.peers, "for ring: leave it out");
            options.require(RingDescriptor.isCapacity(capacity) && capacity >= RingPath.MIN_CAPACITY, "--capacity",
                capacity, "a power of two from " + RingPath.MIN_CAPACITY + " on");
            final boolean one = options.spec.commandLine().getParseResult().hasMatchedOption("--batch");
            try (RingPath path = new RingPath(options, capacity)) {
                for (final int batch : one ? new int[] {options.batch} : new int[] {1, 8, 32, 64}) {
                    options.batch = batch;
                    found.accept(path.measure());
                }
            }
        }
    }

    /** {@code all}. */
    @Command(name = "all", mixinStandardHelpOptions = true,
        description = "Steady at 1 %%, 10 %% and all of --connections, and one at a time; then each of the others.")
    static final class AllCommand extends BenchCommand {
        @Override
        void measure(final Consumer<Report> found) throws IOException {
            final int connections = options.connections;
            final int batch = options.batch;
            options.require(connections >= 6400, "--connections", connections, "6400 or more for all");
            options.require(options.udp == 0, "--udp", options.udp, "0: all but steady is TCP alone");
            for (final int divisor : new int[] {100, 10, 1}) {
                options.connections = connections / divisor;
                found.accept(Benchmarks.steady(options));
            }
            options.batch = 1;
            found.accept(Benchmarks.steady(options));
            options.batch = batch;
            found.accept(Benchmarks.churn(options, connections / 2));
            found.accept(Benchmarks.flood(options, 90));
            found.accept(Latency.measure(options, 10));
            found.accept(Workers.measure(options, List.of(1, 2)));
            found.accept(Expiry.measure(options));
            try (RingPath path = new RingPath(options, RingPath.CAPACITY)) {
                found.accept(path.measure());
            }
        }
    }
}
