/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * Compares the engine with the running kernel: fresh random traffic, captures, or a corpus with recorded answers.
 * See {@code engine/src/parity/compare-with-kernel --help}.
 */
final class CompareWithKernel {
    private static final int MAX_PACKETS_PER_SEED = 20_000;
    private static final String USAGE = """
        usage: compare-with-kernel [OPTION...]

        Sends packets to the tracker of the running kernel and to the engine, and compares what they answer. Needs root.

          --seeds N            random captures to compare (default 5)
          --packets N          packets of each, up to 20000 (default 20000)
          --seed S             first seed (default: a fresh one); the others follow it
          --profile KIND       tcp, datagrams, sctp, fragments or mixed (default: tcp for even seeds, else mixed)
          --set NAME=VALUE     a setting, for both (repeatable)
          --vary               TCP settings by the seed
          --capture FILE...    compare these pcap files (gzipped or not) instead
          --corpus DIR         compare with the answers recorded in DIR: G.pcap.gz, G.json, G.jsonl.gz, G.table
          --oracle PATH        the oracle: its directory or its binary (default: JCONNTRACK_ORACLE)
          --save DIR           write the shrunk captures to DIR
          --shrink N           shrink the first differences of N flows (default 1; 0: none)

        exit code: 0 no difference, 1 differences, 2 usage
        """;

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Path> captures = new ArrayList<>();
    private final Coverage coverage = new Coverage();
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private int seeds = 5;
    private int packets = MAX_PACKETS_PER_SEED;
    private long seed = new SplittableRandom().nextInt(1, 1_000_000_000);
    private TrafficGenerator.Kind kind;
    private boolean vary;
    private int shrink = 1;
    private Path corpus;
    private Path save;
    private int saved;
    private KernelOracle oracle;
    private int differing;

    private CompareWithKernel() {
    }

    static void main(final String[] args) throws IOException {
        final CompareWithKernel comparison = new CompareWithKernel();
        try {
            if (!comparison.read(args)) {
                System.out.print(USAGE);
                return;
            }
        } catch (final IllegalArgumentException | IOException e) {
            System.err.println("compare-with-kernel: " + e.getMessage());
            System.exit(2);
        }
        comparison.run();
        System.exit(comparison.differing == 0 ? 0 : 1);
    }

    private boolean read(final String[] args) throws IOException {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "-h", "--help" -> {
                    return false;
                }
                case "--vary" -> vary = true;
                case "--capture" -> {
                    while (i + 1 < args.length && !args[i + 1].startsWith("--")) {
                        captures.add(Path.of(args[++i]));
                    }
                }
                case "--seeds", "--packets", "--seed", "--profile", "--set", "--corpus", "--oracle",
                    "--save", "--shrink" -> {
                    if (i + 1 == args.length) {
                        throw new IllegalArgumentException(args[i] + " needs a value");
                    }
                    option(args[i], args[++i]);
                }
                default -> throw new IllegalArgumentException("unknown option " + args[i] + "; see --help");
            }
        }
        for (final Map.Entry<String, String> setting : settings.entrySet()) {
            new Settings(Profile.LINUX)
                .set(setting.getKey(), setting.getValue());
        }
        if (corpus == null || shrink > 0 && KernelOracle.missing() == null) {
            oracle = KernelOracle.open();
        }
        return true;
    }

    private void option(final String name, final String value) {
        switch (name) {
            case "--seeds" -> seeds = Integer.parseUnsignedInt(value);
            case "--packets" -> {
                packets = Integer.parseUnsignedInt(value);
                if (packets < 1 || packets > MAX_PACKETS_PER_SEED) {
                    throw new IllegalArgumentException("--packets must be 1 to " + MAX_PACKETS_PER_SEED);
                }
            }
            case "--save" -> save = Path.of(value);
            case "--shrink" -> shrink = Integer.parseUnsignedInt(value);
            case "--seed" -> seed = Long.parseLong(value);
            case "--profile" -> kind = TrafficGenerator.Kind.valueOf(value.toUpperCase(Locale.ROOT));
            case "--corpus" -> corpus = Path.of(value);
            case "--oracle" -> System.setProperty("jconntrack.oracle", value);
            default -> {
                final int equals = value.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("--set needs NAME=VALUE");
                }
                settings.put(value.substring(0, equals), value.substring(equals + 1));
            }
        }
    }

    private void run() throws IOException {
        if (corpus != null) {
            corpus();
        } else if (!captures.isEmpty()) {
            for (final Path file : captures) {
                final Capture capture = readCapture(file);
                if (capture == null) {
                    System.out.println(file + ": skipped: neither pcap nor of a link type that the oracle reads");
                } else {
                    live(file.toString(), capture, settings);
                }
            }
        } else {
            final List<Map.Entry<String, Map<String, String>>> variants =
                List.copyOf(Variants.tcp().entrySet());
            for (int i = 0; i < seeds; i++) {
                final TrafficGenerator.Kind chosen = kind != null ? kind
                    : (seed + i & 1) == 0 ? TrafficGenerator.Kind.TCP : TrafficGenerator.Kind.MIXED;
                final Map<String, String> changed = new LinkedHashMap<>();
                String name = chosen.name().toLowerCase(Locale.ROOT) + " seed " + (seed + i);
                if (vary) {
                    final Map.Entry<String, Map<String, String>> variant =
                        variants.get((int)Math.floorMod(seed + i, (long)variants.size()));
                    changed.putAll(variant.getValue());
                    name += " " + variant.getKey();
                }
                changed.putAll(settings);
                live(name, TrafficGenerator.generate(chosen, seed + i, packets), changed);
            }
        }
        coverage.print(System.out);
    }

    private void live(final String name, final Capture capture, final Map<String, String> changed)
        throws IOException {
        progress(name + ": " + capture.size() + " packets ");
        final Comparison.Result result;
        try (KernelOracle.Run run = oracle.run(capture, changed, false)) {
            coverage.nextCapture();
            result = Comparison.compare(capture, changed, run, run::table, coverage);
        }
        report(name, capture, changed, result);
    }

    private void corpus() throws IOException {
        final List<Path> groups;
        try (var files = Files.list(corpus)) {
            groups = files.filter(f -> f.toString().endsWith(".jsonl.gz")).sorted().toList();
        }
        for (final Path group : groups) {
            final String name = group.getFileName().toString().replace(".jsonl.gz", "");
            final Map<String, String> changed = new LinkedHashMap<>();
            final String list = Json.word(Json.fields(Files.readString(corpus.resolve(name + ".json"))
                .replaceAll("\\s*\n\\s*", "").replaceAll("\":\\s+", "\":").replaceAll(",\\s+\"", ",\"").strip())
                .get("sysctls"));
            for (final String set : list.isEmpty() ? new String[0] : list.split(",")) {
                changed.put(set.substring(0, set.indexOf('=')), set.substring(set.indexOf('=') + 1));
            }
            final Capture capture = readCapture(corpus.resolve(name + ".pcap.gz"));
            progress(name + ": " + capture.size() + " packets ");
            coverage.nextCapture();
            final Comparison.Result result;
            try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(
                Files.newInputStream(group)), StandardCharsets.UTF_8))) {
                final Path table = corpus.resolve(name + ".table");
                result = Comparison.compare(capture, changed, lines.lines().map(Answer::ofJson).iterator(),
                    () -> Files.readAllLines(table), coverage);
            }
            report(name, capture, changed, result);
        }
    }

    private void report(final String name, final Capture capture, final Map<String, String> changed,
        final Comparison.Result result) throws IOException {
        progress(null);
        System.out.printf("%s: %d packets, %d skipped, %d differ in %d flows, %d lines of the table differ%n", name,
            result.packets(), result.skipped(), result.differing(), result.flows().size(), result.table().size());
        if (result.same()) {
            return;
        }
        differing++;
        if (result.first() == null) {
            result.table().forEach(line -> System.out.println("  " + line));
        } else {
            System.out.println("first difference: "
                + new PacketText().line(capture, result.first().number()).strip());
            System.out.println("  kernel " + result.first().kernel() + "\n  ours   " + result.first().ours());
            for (final int number : result.flows()) {
                if (shrink > 0 && oracle != null) {
                    shrink--;
                    shrink(capture, changed, number);
                }
            }
        }
    }

    private void shrink(final Capture capture, final Map<String, String> changed, final int number)
        throws IOException {
        progress("shrinking ");
        final Capture small = new Shrinker(oracle, changed).shrink(capture, number);
        progress(null);
        if (small == null) {
            System.out.println("packet " + number + " alone does not show the difference again");
        } else {
            System.out.println("shrunk to " + small.size() + " packets, settings " + changed + ":");
            Shrinker.print(System.out, oracle, small, changed);
            if (save != null) {
                Files.createDirectories(save);
                final Path file = save.resolve("difference-" + ++saved + ".pcap");
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    small.write(out);
                }
                System.out.println("saved as " + file);
            }
        }
    }

    private static Capture readCapture(final Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
            InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw)
                : new BufferedInputStream(raw, 1 << 16)) {
            final Capture capture = Capture.read(in);
            return switch (capture.linkType()) {
                case 0, 1, 12, 14, 101, 108, 113, 228, 229, 276 -> capture;
                default -> null;
            };
        } catch (final EOFException e) {
            return null;
        } catch (final IOException e) {
            if ("not a pcap file".equals(e.getMessage())) {
                return null;
            }
            throw e;
        }
    }

    private void progress(final String what) {
        if (terminal) {
            System.err.print(what == null ? "\r\033[K" : "\r\033[K" + what);
        }
    }
}
