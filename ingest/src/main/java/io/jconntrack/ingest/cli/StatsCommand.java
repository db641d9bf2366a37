/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.ingest.ring.RingCounters;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack stats}: every counter of a tracker and of its capture helpers.
 */
@Command(name = "stats", aliases = {"-S", "--stats"}, mixinStandardHelpOptions = true,
    description = "Print the counters of a tracker and its packet rings, running or ended: a value and its name a "
        + "line; those of packets by reason where they are not 0.")
final class StatsCommand implements Callable<Integer> {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final TrackerFiles files = name.files();
        final PrintWriter out = spec.commandLine().getOut();
        try (TrackerStatus status = new TrackerStatus(files)) {
            out.println("# tracker " + files.name() + ": pid=" + status.cnc().pid() + " started="
                + Instant.ofEpochMilli(status.cnc().startedMillis()) + " active="
                + Instant.ofEpochMilli(status.cnc().activeMillis()) + (files.isAlive() ? "" : " ended"));
            status.cnc().counters().forEach((value, id, label) -> {
                if (value != 0 || !label.contains(": reason ")) {
                    print(out, value, label);
                }
            });
            for (int worker = 0; worker < status.rings().size(); worker++) {
                printRing(out, "ring " + worker + ": ", status.rings().get(worker));
            }
            printLatencies(out, status.latencies());
            status.cnc().errors((count, first, last, error) -> out.println("# error, " + count + " times, last at "
                + Instant.ofEpochMilli(last) + ": " + error.lines().findFirst().orElse("")));
        }
        out.flush();
        return 0;
    }

    private static void print(final PrintWriter out, final long value, final String label) {
        out.printf("%15d %s%n", value, label);
    }

    private static void printRing(final PrintWriter out, final String ring, final RingCounters counters) {
        print(out, counters, ring + "helpers attached so far", RingCounters::helperAttachments);
        print(out, counters, ring + "trackers attached so far", RingCounters::trackerAttachments);
        print(out, counters, ring + "frames captured", RingCounters::frames);
        print(out, counters, ring + "bytes on the wire", RingCounters::bytes);
        print(out, counters, ring + "frames cut to their headers", RingCounters::truncatedFrames);
        print(out, counters, ring + "frames left out, not IP", RingCounters::notIpFrames);
        print(out, counters, ring + "frames lost, dropped by the kernel", RingCounters::kernelDrops);
        print(out, counters, ring + "frames lost, ring full", RingCounters::droppedFrames);
        print(out, counters, ring + "frames lost, helper killed", RingCounters::lostInRing);
        print(out, counters, ring + "frames lost, tracker killed", RingCounters::lostAtRestart);
        print(out, counters, ring + "half-written batches skipped", RingCounters::halfWrittenBatches);
        print(out, counters, ring + "damaged batches skipped", RingCounters::corruptBatches);
    }

    private static void print(final PrintWriter out, final RingCounters counters, final String label,
        final ToLongFunction<RingCounters> counter) {
        print(out, counter.applyAsLong(counters), label);
    }

    private static void printLatencies(final PrintWriter out, final Histogram nanos) {
        for (final double percentile : PERCENTILES) {
            print(out, nanos.getValueAtPercentile(percentile),
                "nanoseconds from wire to verdict, percentile " + percentile);
        }
    }
}
