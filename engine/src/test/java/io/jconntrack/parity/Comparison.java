/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The engine's answers against the kernel's, packet by packet and field by field.
 */
final class Comparison {
    /** The first packet that differs. */
    record Difference(int number, Answer kernel, Answer ours, Map<Answer.Field, String> fields) {
    }

    /**
     * What a comparison found.
     *
     * @param first of all packets that differ; null when none does.
     * @param flows first packet that differs of each flow that has one, in order.
     */
    record Result(int packets, int skipped, int differing, List<Integer> flows, Difference first,
        List<String> table) {
        boolean same() {
            return first == null && table.isEmpty();
        }
    }

    /** Where the kernel's table comes from, once its answers are read. */
    interface TableSource {
        List<String> table() throws IOException;
    }

    private static final Pattern SECONDS = Pattern.compile("^(\\S+ +\\d+ \\S+ +\\d+ )(\\d+)");

    private static final Pattern ADDRESSES = Pattern.compile("src[=:]([0-9a-f.:]+)[ ,]dst[=:]([0-9a-f.:]+)");

    private Comparison() {
    }

    /**
     * Compare.
     *
     * @param kernel its answers, in order.
     * @param table the kernel's final table, or null to leave it out.
     * @param coverage told of every packet, or null.
     */
    static Result compare(final Capture capture, final Map<String, String> settings, final Iterator<Answer> kernel,
        final TableSource table, final Coverage coverage) throws IOException {
        int skipped = 0;
        int differing = 0;
        long lastAhead = 0;
        Difference first = null;
        final Map<String, Integer> flows = new LinkedHashMap<>();
        final Set<String> unattended = new HashSet<>();
        try (EngineAnswers engine = new EngineAnswers(capture, settings)) {
            for (int i = 0; i < capture.size(); i++) {
                final Answer wanted = kernel.next();
                final Answer ours = engine.next();
                if (!wanted.usable() || wanted.lookupFailed(ours)
                    && !"FRAGMENT".equals(wanted.get(Answer.Field.VERDICT))) {
                    // the oracle distrusts its clock, or does not know of the entry: what follows would differ as well
                    unattended.add(ours.get(Answer.Field.ORIG));
                }
                if (!wanted.usable()
                    || ours.get(Answer.Field.ORIG) != null && unattended.contains(ours.get(Answer.Field.ORIG))) {
                    skipped++;
                    continue;
                }
                if (coverage != null) {
                    coverage.packet(capture, i, wanted);
                }
                final Map<Answer.Field, String> fields = wanted.differences(ours);
                // an entry too many is one difference, not one in every packet after it
                final long ahead = ours.count() - wanted.count();
                if (ahead == lastAhead) {
                    fields.remove(Answer.Field.COUNT);
                }
                lastAhead = ahead;
                if (!fields.isEmpty()) {
                    differing++;
                    flows.putIfAbsent(PacketText.flow(capture, i), i);
                    if (first == null) {
                        first = new Difference(i, wanted, ours, fields);
                    }
                }
            }
            final Set<String> leftOut = unattended.stream().filter(Objects::nonNull).map(Comparison::addresses)
                .collect(Collectors.toSet());
            final List<String> tables = table == null ? List.of()
                : tableDifferences(table.table(), engine.table()).stream()
                    .filter(line -> !leftOut.contains(addresses(line))).toList();
            return new Result(capture.size(), skipped, differing, List.copyOf(flows.values()), first,
                tables);
        }
    }

    /** The addresses of an original tuple, in a line of the table or of an answer. */
    private static String addresses(final String text) {
        final Matcher matcher = ADDRESSES.matcher(text);
        return matcher.find() ? InetAddress.ofLiteral(matcher.group(1)) + " " + InetAddress.ofLiteral(matcher.group(2))
            : text;
    }

    /** Lines of only one of the tables, or with seconds that differ by more than one; the order does not matter. */
    static List<String> tableDifferences(final List<String> kernel, final List<String> ours) {
        final Map<String, Long> wanted = secondsByLine(kernel);
        final Map<String, Long> found = secondsByLine(ours);
        final Set<String> differing = new TreeSet<>();
        wanted.forEach((line, seconds) -> {
            if (!found.containsKey(line)) {
                differing.add("kernel only: " + line);
            } else if (Math.abs(found.get(line) - seconds) > 1) {
                differing.add("kernel " + seconds + " s, ours " + found.get(line) + " s: " + line);
            }
        });
        found.keySet().stream().filter(line -> !wanted.containsKey(line))
            .forEach(line -> differing.add("ours only: " + line));
        return List.copyOf(differing);
    }

    private static Map<String, Long> secondsByLine(final List<String> lines) {
        final Map<String, Long> seconds = new TreeMap<>();
        for (final String line : lines) {
            final Matcher matcher = SECONDS.matcher(line);
            if (!matcher.find()) {
                throw new IllegalArgumentException("not a line of the table: " + line);
            }
            seconds.put(matcher.group(1) + "*" + line.substring(matcher.end()), Long.parseLong(matcher.group(2)));
        }
        return seconds;
    }
}
