/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/**
 * What the commands of all whole-path benchmarks do: check the options, measure, print, write the report.
 */
abstract class BenchCommand implements Callable<Integer> {
    @Mixin
    Options options;

    /**
     * Measure.
     *
     * @param found takes each report as soon as it is there.
     */
    abstract void measure(Consumer<Report> found) throws IOException, InterruptedException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        options.validate();
        final PrintWriter out = options.spec.commandLine().getOut();
        final List<Report> reports = new ArrayList<>();
        final List<Result> externals = External.measure(options.external);
        measure(report -> {
            final List<Result> results = new ArrayList<>(report.results());
            if (report.limits() != null || !(this instanceof Commands.AllCommand)) {
                // what an external command measured is most likely steady traffic
                results.addAll(externals);
            }
            final Report whole = new Report(report.benchmark(), report.parameters(), results, report.limits());
            reports.add(whole);
            Progress.clear();
            whole.lines().forEach(out::println);
            out.flush();
        });
        if (options.html != null) {
            HtmlReport.write(options.html, reports,
                options.spec.root().commandLine().getParseResult().originalArgs());
        }
        if (options.json) {
            reports.forEach(report -> out.println(report.json()));
        }
        out.flush();
        return 0;
    }
}
