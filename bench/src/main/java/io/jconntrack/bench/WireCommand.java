/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static io.jconntrack.bench.Ranges.require;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code wire}: live tracking from a cable to the verdict.
 */
@Command(name = "wire", mixinStandardHelpOptions = true,
    description = "Least-size frames through a virtual cable to a capture helper and a tracker, three processes: "
        + "the highest rate without loss, and times from wire to verdict at some rates. Needs root.")
final class WireCommand implements Callable<Integer> {
    private static final double PART_OF_HIGHEST = 0.8;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "10000",
        description = "Established ones. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--ring-version", paramLabel = "2|3", split = ",", defaultValue = "2,3",
        description = "Versions of the kernel's ring to measure. Default: ${DEFAULT-VALUE}.")
    private List<Integer> versions;

    @Option(names = "--queues", paramLabel = "N", split = ",", defaultValue = "1,2",
        description = "Numbers of queues, and workers, to measure. Default: ${DEFAULT-VALUE}.")
    private List<Integer> queues;

    @Option(names = "--rates", paramLabel = "N", split = ",", defaultValue = "10000,100000",
        description = "Packets per second at which times are taken, beside 80 %% of the highest rate. "
            + "Default: ${DEFAULT-VALUE}.")
    private List<Integer> rates;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "3",
        description = "How long a rate is held. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--kernel-ring", paramLabel = "MIB", defaultValue = "16",
        description = "Memory of the kernel's ring of each queue: what it holds while the helper is held up. "
            + "Default: ${DEFAULT-VALUE}.")
    private int kernelRing;

    @Option(names = "--sleep", description = "Helper and tracker sleep when nothing comes, instead of spinning.")
    private boolean sleep;

    @Option(names = "--user", paramLabel = "NAME",
        description = "User that helper and tracker become. Default: who called sudo, or else nobody.")
    private String user;

    @Option(names = "--json", description = "Print one JSON object for each configuration, as the last lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        require(spec, connections >= 1 && connections <= 1_000_000, "--connections", connections, "1 to 1000000");
        require(spec, seconds > 0 && seconds <= 600, "--seconds", seconds, "above 0, up to 600");
        require(spec, kernelRing >= 1 && kernelRing <= 1024, "--kernel-ring", kernelRing, "1 to 1024");
        versions.forEach(version -> require(spec, version == 2 || version == 3, "--ring-version", version, "2 or 3"));
        queues.forEach(count -> require(spec, count >= 1 && count <= 16, "--queues", count, "1 to 16"));
        rates.forEach(rate -> require(spec, rate >= 1 && rate <= 20_000_000, "--rates", rate, "1 to 20000000"));
        final PrintWriter out = spec.commandLine().getOut();
        final List<Map<String, Object>> reports = new ArrayList<>();
        try (Cable cable = new Cable()) {
            for (final int version : versions) {
                for (final int count : queues) {
                    reports.add(measure(cable, version, count, out));
                }
            }
        }
        if (json) {
            reports.forEach(report -> out.println(Json.of(report)));
        }
        out.flush();
        return 0;
    }

    private Map<String, Object> measure(final Cable cable, final int version, final int count, final PrintWriter out)
        throws IOException {
        out.printf("wire, TPACKET_V%d, %d queue%s, kernel's ring of %d MiB, %d connections, %s%n", version, count,
            count == 1 ? "" : "s", kernelRing, connections, sleep ? "sleeping" : "spinning");
        out.flush();
        final Map<String, Object> report = new LinkedHashMap<>();
        report.put("benchmark", "wire");
        report.put("connections", connections);
        report.put("ring_version", version);
        report.put("queues", count);
        report.put("kernel_ring_mib", kernelRing);
        report.put("idle", sleep ? "sleep" : "spin");
        final WireProcesses.Setup setup =
            new WireProcesses.Setup(count, version, kernelRing, connections, sleep, user);
        try (Wire wire = new Wire(cable, setup, seconds)) {
            // once for the compiler
            wire.run(0);
            final Wire.Run highest = wire.highestWithoutLoss();
            add(report, "highest_without_loss", highest, out);
            add(report, "flat_out", wire.run(0), out);
            for (final int rate : rates) {
                add(report, "rate_" + rate, wire.run(rate), out);
            }
            final int part = (int)(PART_OF_HIGHEST * highest.sentPerSecond());
            add(report, "rate_80_percent", wire.run(part), out);
        }
        return report;
    }

    private static void add(final Map<String, Object> report, final String name, final Wire.Run run,
        final PrintWriter out) {
        report.put(name, run.fields());
        out.printf(Locale.ROOT, "  %-22s %9.0f packets/s sent, %9.0f tracked, lost: %d before the capture, "
            + "%d in the kernel's ring, %d at a full ring; wire to verdict: %s%n", name.replace('_', ' '),
            run.sentPerSecond(), run.trackedPerSecond(), run.beforeCapture(), run.kernelDrops(), run.ringFull(),
            Latencies.line(run.latencies()));
        out.flush();
    }
}
