/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import picocli.CommandLine;

/**
 * What the values of options have to be.
 */
public final class Ranges {
    private Ranges() {
    }

    /**
     * Refuse a value.
     *
     * @param command whose option it is.
     * @param holds whether it is right.
     * @param option that has it, with its dashes.
     * @param value of the option.
     * @param range that is right, in words.
     * @throws CommandLine.ParameterException when it is not right: wrong usage, exit status 2.
     */
    public static void require(final CommandLine.Model.CommandSpec command, final boolean holds, final String option,
        final Object value, final String range) {
        if (!holds) {
            throw new CommandLine.ParameterException(command.commandLine(), option + ' ' + value + " is not " + range);
        }
    }
}
