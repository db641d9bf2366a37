/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reader of a document does next, with what it says about it.
 *
 * @param line where it stands, from 1.
 * @param kind what it is.
 * @param text a command, or a file's path.
 * @param body what the command is to print, or the file's content: lines, each with its end.
 */
record DocumentStep(int line, Kind kind, String text, String body) {
    /** What a step is. */
    enum Kind {
        /** A line behind a {@code $} in a block of kind {@code console}, and what it prints. */
        RUN,
        /** A line of a block of kind {@code sh}: it wants root or hardware that is not everywhere. */
        SHOWN,
        /** A block below a line that is nothing but a path in backticks and a colon. */
        FILE
    }

    private static final Pattern NAMED = Pattern.compile("`([^` ]+)`:");

    /**
     * The steps of a document, in their order.
     *
     * @throws IllegalArgumentException when there is a block that is none of the kinds.
     */
    static List<DocumentStep> of(final List<String> lines) {
        final List<DocumentStep> steps = new ArrayList<>();
        String named = "";
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i);
            if (line.startsWith("```")) {
                final int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                add(steps, i, line.substring(3), named, lines.subList(i + 1, end));
                i = end;
                named = "";
            } else if (line.startsWith("    ")) {
                throw new IllegalArgumentException("line " + (i + 1) + ": an indented block: is it run?");
            } else if (!line.isEmpty()) {
                final Matcher matcher = NAMED.matcher(line);
                named = matcher.matches() ? matcher.group(1) : "";
            }
        }
        return steps;
    }

    private static void add(final List<DocumentStep> steps, final int fence, final String kind, final String named,
        final List<String> block) {
        if (!named.isEmpty()) {
            steps.add(new DocumentStep(fence, Kind.FILE, named, String.join("\n", block) + '\n'));
        } else if (kind.equals("sh")) {
            for (int i = 0; i < block.size(); i++) {
                steps.add(new DocumentStep(fence + 2 + i, Kind.SHOWN, block.get(i), ""));
            }
        } else if (kind.equals("console")) {
            addCommands(steps, fence, block);
        } else {
            throw new IllegalArgumentException("line " + (fence + 1) + ": a block of kind " + kind + " without a file");
        }
    }

    private static void addCommands(final List<DocumentStep> steps, final int fence, final List<String> block) {
        int i = 0;
        while (i < block.size()) {
            final int first = i;
            if (!block.get(i).startsWith("$ ")) {
                throw new IllegalArgumentException("line " + (fence + 2 + i) + ": output without a command");
            }
            final StringBuilder command = new StringBuilder(block.get(i++).substring(2));
            while (command.charAt(command.length() - 1) == '\\') {
                command.append('\n').append(block.get(i++));
            }
            final StringBuilder output = new StringBuilder();
            while (i < block.size() && !block.get(i).startsWith("$ ")) {
                output.append(block.get(i++)).append('\n');
            }
            steps.add(new DocumentStep(fence + 2 + first, Kind.RUN, command.toString(), output.toString()));
        }
    }

    /** Whether a command printed what it is to: {@code ...} is any text, alone on a line any lines; gaps may differ. */
    boolean isPrinted(final String output) {
        final StringBuilder pattern = new StringBuilder();
        for (final String expected : body.lines().toList()) {
            if (expected.equals("...")) {
                pattern.append("(?:.*\n)*");
            } else {
                for (final String part : expected.splitWithDelimiters("\\.{3}| {2,}", -1)) {
                    pattern.append(part.equals("...") ? ".*" : part.isBlank() ? " *" : Pattern.quote(part));
                }
                pattern.append(" *\n");
            }
        }
        return Pattern.matches(pattern.toString(), output);
    }
}
