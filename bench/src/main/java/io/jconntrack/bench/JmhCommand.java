/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.util.concurrent.Callable;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code jmh}: the micro-benchmarks, through JMH's own command line.
 */
@Command(name = "jmh", description = "Micro-benchmarks; all that follows is JMH's, for example -l, -h, -prof gc.")
final class JmhCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JMH-ARGUMENT", arity = "0..*", description = "Names of benchmarks and options of JMH.")
    private String[] arguments = {};

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments);
        return 0;
    }
}
