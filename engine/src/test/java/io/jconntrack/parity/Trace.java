/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Packets and the kernel's answers to them, recorded: {@code PACKETS.pcap.gz} and {@code NAME.answers.gz}. The latter
 * has lines {@code # text}, {@code packets PACKETS}, {@code set name=value}, then one line for each packet in the form
 * of {@link Answer#line()}, then {@code table} and the lines of the final table.
 */
record Trace(String packets, String note, Map<String, String> settings, Capture capture, List<Answer> answers,
    List<String> table) {
    static final String SUFFIX = ".answers.gz";

    private static final String PACKETS = ".pcap.gz";
    private static final String TABLE = "table";

    static Trace read(final Path directory, final String name) throws IOException {
        String packets = name;
        final StringBuilder note = new StringBuilder();
        final Map<String, String> settings = new LinkedHashMap<>();
        final List<Answer> answered = new ArrayList<>();
        final List<String> table = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(directory.resolve(name + SUFFIX))),
                StandardCharsets.UTF_8))) {
            boolean inTable = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (inTable) {
                    table.add(line);
                } else if (line.equals(TABLE)) {
                    inTable = true;
                } else if (line.startsWith("# ")) {
                    note.append(line, 2, line.length());
                } else if (line.startsWith("packets ")) {
                    packets = line.substring(8);
                } else if (line.startsWith("set ")) {
                    final int equals = line.indexOf('=');
                    settings.put(line.substring(4, equals), line.substring(equals + 1));
                } else {
                    answered.add(Answer.ofLine(line));
                }
            }
        }
        final Capture capture;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(directory.resolve(packets + PACKETS)))) {
            capture = Capture.read(in);
        }
        if (answered.size() != capture.size()) {
            throw new IOException(answered.size() + " answers to " + capture.size() + " packets");
        }
        return new Trace(packets, note.toString(), settings, capture, answered, table);
    }

    void write(final Path directory, final String name) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve(packets + PACKETS)))) {
            capture.write(out);
        }
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(
            Files.newOutputStream(directory.resolve(name + SUFFIX))), StandardCharsets.UTF_8))) {
            out.write("# " + note + "\npackets " + packets + "\n");
            for (final Map.Entry<String, String> setting : settings.entrySet()) {
                out.write("set " + setting.getKey() + "=" + setting.getValue() + "\n");
            }
            for (final Answer answer : answers) {
                out.write(answer.line() + "\n");
            }
            out.write(TABLE + "\n");
            for (final String line : table) {
                out.write(line + "\n");
            }
        }
    }

    /** Ask the kernel. */
    static Trace record(final KernelOracle oracle, final String packets, final String note,
        final Map<String, String> settings, final Capture capture) throws IOException {
        try (KernelOracle.Run run = oracle.run(capture, settings, false)) {
            final List<Answer> answers = new ArrayList<>();
            run.forEachRemaining(answers::add);
            return new Trace(packets, note, settings, capture, answers, run.table());
        }
    }

    Comparison.Result compare() throws IOException {
        return Comparison.compare(capture, settings, answers.iterator(), () -> table, null);
    }
}
