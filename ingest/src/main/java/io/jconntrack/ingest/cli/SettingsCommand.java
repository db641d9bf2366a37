/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.settings.SettingsPrinter;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack settings}: every tunable with value, default, unit and meaning.
 */
@Command(name = "settings", mixinStandardHelpOptions = true,
    description = "Print all settings with value, default, unit and meaning.")
final class SettingsCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private SettingsOptions options;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final java.io.PrintWriter out = spec.commandLine().getOut();
        SettingsPrinter.print(options.read(), out);
        out.flush();
        return 0;
    }
}
