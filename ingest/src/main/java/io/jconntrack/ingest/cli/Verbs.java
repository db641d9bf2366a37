/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The verbs of a command, of which only those that a command line names are looked into. Reading the options of all of
 * them takes most of the time that a short command has; of the others the name and the description are enough, for the
 * list in the help and for the guess at what a misspelled word was meant to be.
 */
final class Verbs {
    private Verbs() {
    }

    /**
     * A command with its verbs.
     *
     * @param command object of a class with a {@link Command} annotation and neither options nor arguments of its own.
     * @param words of the command line; null: all verbs are looked into.
     */
    static CommandLine of(final Runnable command, final List<String> words) {
        final Command annotation = command.getClass().getAnnotation(Command.class);
        final CommandSpec spec = described(CommandSpec.wrapWithoutInspection(command), annotation);
        spec.version(annotation.version()).mixinStandardHelpOptions(annotation.mixinStandardHelpOptions());
        spec.usageMessage().footer(annotation.footer()).exitCodeListHeading(annotation.exitCodeListHeading())
            .exitCodeList(UsageMessageSpec.keyValuesMap(annotation.exitCodeList()));
        // a word may stand for a file of words
        final boolean all = words == null || words.stream().anyMatch(word -> word.startsWith("@"));
        for (final Class<?> verb : annotation.subcommands()) {
            final Command its = verb.getAnnotation(Command.class);
            final boolean named = all || words.contains(its.name()) || List.of(its.aliases()).stream()
                .anyMatch(words::contains);
            spec.addSubcommand(its.name(), named ? new CommandLine(verb)
                : new CommandLine(described(CommandSpec.create(), its)));
        }
        return new CommandLine(spec);
    }

    private static CommandSpec described(final CommandSpec spec, final Command annotation) {
        spec.name(annotation.name()).aliases(annotation.aliases());
        spec.usageMessage().header(annotation.header()).description(annotation.description())
            .hidden(annotation.hidden());
        return spec;
    }
}
