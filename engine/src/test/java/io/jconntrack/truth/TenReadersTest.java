/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Conntrack;
import io.jconntrack.SharedTable;
import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table changes at full speed while ten processes list it: no line that never existed. More lines for each of them:
 * {@code -Djconntrack.lines=10000000}.
 */
class TenReadersTest {
    private static final int READERS = 10;
    private static final long LINES = Long.getLong("jconntrack.lines", 20_000);
    private static final String CAPACITY = "600";
    private static final long NOW = 5_000_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void shouldShowNoLineThatNeverExisted() throws Exception {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("TenReadersTest: -Djconntrack.seed=" + seed);
        final Settings settings =
            new Settings(Profile.LINUX).set("max", CAPACITY).set("acct", "1").set("checksum", "0");
        final Path file = directory.resolve("table.dat");
        final Path numbers = directory.resolve("window.dat");
        final Window window = new Window(numbers);
        final AtomicBoolean isOver = new AtomicBoolean();
        final List<Process> readers = new ArrayList<>();
        try (SharedTable table = Conntrack.builder().settings(settings).workers(Truth.WORKERS).columns(Column.MARK)
            .open(file, NOW)) {
            final List<TruthGenerator> generators = new ArrayList<>();
            final List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int worker = 0; worker < Truth.WORKERS; worker++) {
                final TruthGenerator generator = new TruthGenerator(table.worker(worker), worker, window, NOW,
                    new SplittableRandom(seed + worker));
                generators.add(generator);
                final CompletableFuture<Void> run = new CompletableFuture<>();
                running.add(run);
                Thread.ofPlatform().daemon().name("generator-" + worker).start(() -> run(generator, isOver, run));
            }
            try {
                for (int i = 0; i < READERS; i++) {
                    readers.add(start(file, numbers));
                }
                report(readers.stream().map(TenReadersTest::result).toList(), generators);
            } finally {
                isOver.set(true);
                readers.forEach(Process::destroyForcibly);
                for (final CompletableFuture<Void> run : running) {
                    run.get();
                }
            }
            for (final TruthGenerator generator : generators) {
                assertTrue(generator.ended() > 1000, "few have gone: " + generator.ended());
            }
        }
    }

    private static void run(final TruthGenerator generator, final AtomicBoolean isOver,
        final CompletableFuture<Void> run) {
        try {
            while (!isOver.get()) {
                for (int i = 0; i < 1000; i++) {
                    generator.step();
                }
            }
            run.complete(null);
        } catch (final Throwable wrong) {
            run.completeExceptionally(wrong);
        }
    }

    private static void report(final List<String> results, final List<TruthGenerator> generators) {
        results.forEach(result -> assertTrue(result.startsWith("DONE "), result));
        final List<long[]> counts = results.stream().map(result -> result.substring(5).split(" "))
            .map(words -> new long[] {Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])})
            .toList();
        final Function<Integer, Long> sum = i -> counts.stream().collect(Collectors.summingLong(c -> c[i]));
        System.out.println("TenReadersTest: " + sum.apply(0) + " lines checked in " + sum.apply(2)
            + " dumps, of " + sum.apply(1) + " connections (each reader's own counted); opened "
            + generators.stream().mapToLong(TruthGenerator::opened).sum());
        assertEquals(READERS, counts.size());
        counts.forEach(c -> assertTrue(c[0] >= LINES && c[1] > 0, "a reader saw nothing"));
    }

    private Process start(final Path file, final Path numbers) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX")).forEach(command::add);
        command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), TruthReader.class.getName(), file.toString(), numbers.toString(),
            "" + NOW, "" + LINES));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String result(final Process process) {
        try (BufferedReader out =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return out.lines().reduce((first, second) -> second).orElse("nothing");
        } catch (final IOException e) {
            return e.toString();
        }
    }
}
