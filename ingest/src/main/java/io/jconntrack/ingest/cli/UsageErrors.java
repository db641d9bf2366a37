/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells what is wrong with a command line in a line or two and where the help is, which would push the error off the
 * screen. The exit code is 2.
 */
public final class UsageErrors implements IParameterExceptionHandler {
    /** For any command line. */
    public UsageErrors() {
        // nothing to keep
    }

    @Override
    public int handleParseException(final ParameterException wrong, final String[] args) {
        final CommandLine line = wrong.getCommandLine();
        final String name = line.getCommandSpec().qualifiedName();
        final PrintWriter err = line.getErr();
        err.println(name + ": " + message(wrong));
        final List<String> suggestions = wrong instanceof final UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions() : List.of();
        if (!suggestions.isEmpty()) {
            err.println("did you mean: " + String.join(", ", suggestions) + "?");
        }
        err.println("see: " + name + " --help");
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Picocli's sentence, or ours, behind a name and a colon. */
    private static String message(final ParameterException wrong) {
        final String message = wrong instanceof final UnmatchedArgumentException unmatched
            ? (unmatched.isUnknownOption() ? "unknown option '" : "unexpected argument '")
                + unmatched.getUnmatched().getFirst() + "'"
            : wrong.getMessage();
        return message.length() > 1 && Character.isLowerCase(message.charAt(1))
            ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
    }
}
