/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page in the language of man(7), of what the help says: one of a command with all its verbs.
 */
final class ManPage {
    private final StringBuilder page = new StringBuilder(1 << 14);

    private ManPage() {
    }

    /**
     * The page of a command.
     *
     * @param line with all that is known about its verbs.
     */
    static String of(final CommandLine line) {
        final ManPage man = new ManPage();
        man.write(line.getCommandSpec());
        return man.page.toString();
    }

    private void write(final CommandSpec spec) {
        final String name = spec.qualifiedName("-");
        macro("TH", name.toUpperCase(Locale.ROOT), "1", "", spec.root().version()[0], "User Commands");
        // as they are, neither hyphenated nor stretched: names and values are to be found and copied
        page.append(".nh\n.ad l\n");
        macro("SH", "NAME");
        text(name + " - " + firstSentence(spec));
        macro("SH", "SYNOPSIS");
        synopsis(spec);
        macro("SH", "DESCRIPTION");
        paragraphs(spec.usageMessage().description());
        arguments(spec);
        if (!spec.subcommands().isEmpty()) {
            macro("SH", "VERBS");
            verbs(spec);
        }
        status(spec.root().usageMessage().exitCodeList());
        paragraphs(spec.usageMessage().footer());
    }

    private void verbs(final CommandSpec spec) {
        // an alias is a further key of the same verb
        spec.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct()
            .filter(verb -> !verb.usageMessage().hidden()).forEach(this::verb);
    }

    private void verb(final CommandSpec spec) {
        final List<String> names = new ArrayList<>(List.of(spec.qualifiedName()));
        names.addAll(Arrays.asList(spec.aliases()));
        macro("SS", String.join(", ", names));
        synopsis(spec);
        paragraphs(spec.usageMessage().header());
        paragraphs(spec.usageMessage().description());
        arguments(spec);
        verbs(spec);
    }

    private void synopsis(final CommandSpec spec) {
        text(spec.commandLine().getHelp().synopsis(0).strip().replaceAll("\\s+", " "));
    }

    private void arguments(final CommandSpec spec) {
        for (final PositionalParamSpec argument : spec.positionalParameters()) {
            argument(argument, argument.paramLabel());
        }
        for (final OptionSpec option : spec.options()) {
            final String names = String.join(", ", option.names());
            argument(option, option.arity().max() == 0 ? names : names + ' ' + option.paramLabel());
        }
    }

    private void argument(final ArgSpec argument, final String names) {
        if (!argument.hidden()) {
            macro("TP");
            macro("B", names);
            text(String.join(" ", argument.description()));
        }
    }

    private void status(final Map<String, String> meanings) {
        macro("SH", "EXIT STATUS");
        meanings.forEach((code, meaning) -> {
            macro("TP");
            macro("B", code);
            text(meaning);
        });
    }

    private void paragraphs(final String[] lines) {
        if (lines.length > 0) {
            macro("PP");
            text(String.join(" ", lines));
        }
    }

    private void macro(final String name, final String... arguments) {
        page.append('.').append(name);
        for (final String argument : arguments) {
            page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    private void text(final String text) {
        // as the help does: %n and %% have a meaning
        final String plain = Ansi.OFF.string(String.format(text)).strip();
        if (!plain.isEmpty()) {
            // a line that starts with a dot or a quote would be a macro
            page.append("\\&").append(escaped(plain).replaceAll("\\s*\n\\s*", "\n.br\n\\\\&")).append('\n');
        }
    }

    private static String escaped(final String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
            .replace("^", "\\(ha").replace("~", "\\(ti");
    }

    private static String firstSentence(final CommandSpec spec) {
        final String text = String.join(" ", spec.usageMessage().description());
        final int end = text.indexOf(". ");
        final String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
