/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import com.sun.management.ThreadMXBean;
import io.jconntrack.PacketBatch;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack-bench}: whole-path benchmarks.
 */
@Command(name = "jconntrack-bench", mixinStandardHelpOptions = true, version = "jconntrack-bench 0.1.0",
    description = "Measure the whole path of a packet: decode, hash, look up, track, expire. Prints medians.")
public final class BenchMain implements Callable<Integer> {
    enum Benchmark { STEADY }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "BENCHMARK",
        description = "steady: established connections, uniformly random, both directions.")
    private Benchmark benchmark;

    @Option(names = "--connections", defaultValue = "1000000", description = "Live ones. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--batch", defaultValue = "32", description = "Packets at a time, 1 to 64. Default: 32.")
    private int batch;

    @Option(names = "--packets", defaultValue = "8000000",
        description = "Packets of each repetition. Default: ${DEFAULT-VALUE}.")
    private int packets;

    @Option(names = "--repeats", defaultValue = "7", description = "Repetitions after two that do not count.")
    private int repeats;

    @Option(names = "--ipv6", defaultValue = "0", description = "Percent of the connections. Default: 0.")
    private int ipv6;

    @Option(names = "--udp", defaultValue = "0", description = "Percent of the connections. Default: 0.")
    private int udp;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    /**
     * Runs a benchmark.
     *
     * @param args of the command line.
     */
    public static void main(final String... args) {
        System.exit(new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public Integer call() {
        require(connections > 0 && connections <= 100_000_000, "--connections", connections, "1 to 100000000");
        require(batch >= 1 && batch <= PacketBatch.CAPACITY, "--batch", batch, "1 to " + PacketBatch.CAPACITY);
        require(packets >= batch, "--packets", packets, "at least one batch");
        require(repeats > 0, "--repeats", repeats, "at least 1");
        final int counted = packets / batch * batch;
        final int ringPackets = Integer.highestOneBit(Math.clamp(connections * 4L, 1 << 10, 1 << 22));
        final double[] nanos = new double[repeats];
        final double[] limits = new double[repeats];
        final long allocated;
        final double bytesPerConnection;
        try (Steady steady = new Steady(settings(), new Traffic(ipv6, udp), connections, ringPackets);
            MemoryLimit limit = new MemoryLimit(connections)) {
            steady.nanosPerPacket(counted, batch);
            limit.nanosPerOperation(counted, batch);
            steady.nanosPerPacket(counted, batch);
            limit.nanosPerOperation(counted, batch);
            final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
            long sum = 0;
            for (int i = 0; i < repeats; i++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                nanos[i] = steady.nanosPerPacket(counted, batch);
                sum += threads.getCurrentThreadAllocatedBytes() - before;
                limits[i] = limit.nanosPerOperation(counted, batch);
            }
            allocated = sum / ((long)counted * repeats);
            bytesPerConnection = steady.bytesPerConnection();
        }
        print(nanos, limits, allocated, bytesPerConnection);
        return 0;
    }

    private Settings settings() {
        final Settings settings = new Settings(Profile.LINUX).set(Setting.MAX, connections);
        try {
            set.forEach(settings::set);
        } catch (final SettingException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return settings;
    }

    private void require(final boolean holds, final String option, final int value, final String range) {
        if (!holds) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + ' ' + value + " is not " + range);
        }
    }

    private void print(final double[] nanos, final double[] limits, final long allocated,
        final double bytesPerConnection) {
        final PrintWriter out = spec.commandLine().getOut();
        final double median = median(nanos);
        final double limit = median(limits);
        out.printf(Locale.ROOT, "%s, %d connections, batch %d: %.1f ns per packet, %.2f Mpps, "
            + "%.2f times the memory's limit of %.1f ns, %d B allocated per packet, %.1f B per connection%n",
            benchmark.name().toLowerCase(Locale.ROOT), connections, batch, median, 1000 / median, median / limit, limit,
            allocated, bytesPerConnection);
        if (json) {
            out.printf(Locale.ROOT, "{\"benchmark\":\"%s\",\"connections\":%d,\"batch\":%d,\"ns_per_packet\":%.2f,"
                + "\"mpps\":%.3f,\"bytes_per_connection\":%.1f,\"alloc_bytes_per_packet\":%d,\"memory_limit_ns\":%.2f,"
                + "\"repeats\":%d,\"ns_per_packet_each\":%s,\"memory_limit_ns_each\":%s}%n",
                benchmark.name().toLowerCase(Locale.ROOT), connections, batch, median, 1000 / median,
                bytesPerConnection, allocated, limit, repeats, array(nanos), array(limits));
        }
        out.flush();
    }

    private static String array(final double[] values) {
        final StringBuilder text = new StringBuilder("[");
        for (final double value : values) {
            text.append(text.length() == 1 ? "" : ",").append(String.format(Locale.ROOT, "%.2f", value));
        }
        return text.append(']').toString();
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
