/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import picocli.CommandLine;

/**
 * The filter that commands make of their options, for tests of other packages.
 */
public final class Filters {
    private Filters() {
    }

    @CommandLine.Command(name = "filters")
    private static final class Filtering implements Runnable {
        @CommandLine.Mixin
        private FilterOptions filter;

        @Override
        public void run() {
            throw new AssertionError("is only parsed");
        }
    }

    /** The filter of these options; fails with picocli's exception as a command would. */
    public static ConnectionFilter of(final String... options) {
        final Filtering command = new Filtering();
        new CommandLine(command).parseArgs(options);
        return command.filter.read();
    }
}
