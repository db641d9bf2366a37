/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes a differing capture small, by asking the kernel and the engine again about parts of it.
 */
final class Shrinker {
    private static final int MAX_TRIALS = 400;

    private final KernelOracle oracle;
    private final Map<String, String> settings;
    private int trials;

    Shrinker(final KernelOracle oracle, final Map<String, String> settings) {
        this.oracle = oracle;
        this.settings = settings;
    }

    /** The shortest part that still differs that was found; null when the difference does not show again. */
    Capture shrink(final Capture capture, final int differing) throws IOException {
        final String flow = PacketText.flow(capture, differing);
        final int[] sameFlow = IntStream.rangeClosed(0, differing)
            .filter(i -> PacketText.flow(capture, i).equals(flow)).toArray();
        Capture best = cut(capture.only(sameFlow));
        if (best == null) {
            best = cut(capture.only(IntStream.rangeClosed(0, differing).toArray()));
        }
        if (best == null) {
            return null;
        }
        int chunk = Math.max(1, best.size() / 2);
        while (trials < MAX_TRIALS) {
            boolean smaller = false;
            // from the back: late packets are the least likely to matter for how the flow came into its state
            for (int end = best.size() - 1; end > 0 && trials < MAX_TRIALS; end -= chunk) {
                final int from = Math.max(0, end - chunk);
                final int to = Math.min(end, best.size() - 1);
                final Capture candidate = cut(without(best, from, to));
                if (candidate != null) {
                    best = candidate;
                    smaller = true;
                }
            }
            if (chunk > 1) {
                chunk = Math.max(1, Math.min(chunk / 2, best.size() / 2));
            } else if (!smaller) {
                break;
            }
        }
        return best;
    }

    private static Capture without(final Capture capture, final int from, final int to) {
        return capture.only(IntStream.range(0, capture.size()).filter(i -> i < from || i >= to).toArray());
    }

    /** The capture up to its first difference; null when there is none. */
    private Capture cut(final Capture capture) throws IOException {
        trials++;
        if (capture.size() == 0) {
            return null;
        }
        try (KernelOracle.Run run = oracle.run(capture, settings, false)) {
            final Comparison.Difference first = Comparison.compare(capture, settings, run, null, null).first();
            return first == null ? null : capture.only(IntStream.rangeClosed(0, first.number()).toArray());
        }
    }

    /** Print a short capture with both answers. */
    static void print(final PrintStream out, final KernelOracle oracle, final Capture capture,
        final Map<String, String> settings) throws IOException {
        final PacketText text = new PacketText();
        try (KernelOracle.Run run = oracle.run(capture, settings, true);
            EngineAnswers engine = new EngineAnswers(capture, settings)) {
            for (int i = 0; i < capture.size(); i++) {
                final Answer kernel = run.next();
                final Answer ours = engine.next();
                out.println(text.line(capture, i));
                out.println("      kernel " + brief(kernel));
                out.println("      ours   " + brief(ours));
                kernel.differences(ours).forEach((field, word) -> out.println("      *** "
                    + field.name().toLowerCase(java.util.Locale.ROOT) + ": kernel " + kernel.get(field) + ", ours "
                    + word));
            }
        }
    }

    private static String brief(final Answer answer) {
        if (!answer.usable()) {
            return "not usable";
        }
        final StringBuilder text = new StringBuilder();
        for (final Answer.Field field : Arrays.asList(Answer.Field.VERDICT, Answer.Field.DIR, Answer.Field.STATE,
            Answer.Field.TIMEOUT, Answer.Field.REFRESH, Answer.Field.STATUS, Answer.Field.PACKETS,
            Answer.Field.WSCALE, Answer.Field.TCPFLAGS, Answer.Field.VTAG)) {
            if (answer.get(field) != null) {
                text.append(answer.get(field)).append(' ');
            }
        }
        return text + (answer.remark == null ? "" : "(" + answer.remark + ")");
    }
}
