/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack man}: the help as a manual page.
 */
@Command(name = "man", mixinStandardHelpOptions = true,
    description = "Print a manual page for man(1): jconntrack man > jconntrack.1; man ./jconntrack.1")
final class ManCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "VERB", arity = "0..*", description = "Of this verb alone, such as snapshot save.")
    private List<String> verbs = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLine line = Main.commandLine();
        for (final String verb : verbs) {
            line = line.getSubcommands().get(verb);
            if (line == null) {
                throw new CommandLine.ParameterException(spec.commandLine(), "no such verb: " + verb);
            }
        }
        spec.commandLine().getOut().print(ManPage.of(line));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
