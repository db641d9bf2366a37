/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack completion}: what a shell needs to complete our words.
 */
@Command(name = "completion", mixinStandardHelpOptions = true,
    description = "Print what lets a shell complete verbs, options and values: source <(jconntrack completion bash)")
final class CompletionCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, or zsh, which takes bash's.")
    private Shell shell;

    /** Shells that take it. */
    enum Shell { BASH, ZSH }

    @Override
    public Integer call() throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        out.println(AutoComplete.bash("jconntrack", Main.commandLine()));
        out.print(values());
        out.flush();
        return 0;
    }

    /** Completion of values that picocli does not know. */
    private static String values() throws IOException {
        try (InputStream in = CompletionCommand.class.getResourceAsStream("completion.bash")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                .replace("@PROFILES@", words(Arrays.stream(Profile.values()).map(Profile::label)))
                .replace("@SETTINGS@", words(Arrays.stream(Setting.values()).map(Setting::shortName)));
        }
    }

    private static String words(final java.util.stream.Stream<String> words) {
        return words.collect(Collectors.joining(" "));
    }
}
