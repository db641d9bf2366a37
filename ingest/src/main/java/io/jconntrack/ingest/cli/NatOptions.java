/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * conntrack(8)'s filters of translated addresses, of which there are none: verbs that it has too say so, rather than
 * that they don't know the option.
 */
final class NatOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-n", "--src-nat", "-g", "--dst-nat", "-j", "--any-nat"}, arity = "0..1", hidden = true)
    private void refuse(final String address) {
        throw new CommandLine.ParameterException(spec.commandLine(),
            "-n, -g, -j: jconntrack translates no addresses, there is nothing to find");
    }
}
