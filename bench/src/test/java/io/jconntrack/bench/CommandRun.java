/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * A run of the command line, in this process.
 */
final class CommandRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    final int status;
    final String out;
    final String err;

    private CommandRun(final int status, final String out, final String err) {
        this.status = status;
        this.out = out;
        this.err = err;
    }

    static CommandRun of(final String... args) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine line = BenchMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        final int status = line.execute(args);
        return new CommandRun(status, out.toString(), err.toString());
    }

    /** The JSON objects that were printed. */
    List<JsonNode> json() throws JsonProcessingException {
        final List<JsonNode> objects = new ArrayList<>();
        for (final String text : out.lines().filter(line -> line.startsWith("{")).toList()) {
            objects.add(JSON.readTree(text));
        }
        return objects;
    }
}
