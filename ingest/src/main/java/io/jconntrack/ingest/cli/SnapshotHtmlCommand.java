/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.page.SnapshotPage;
import io.jconntrack.snapshot.Dump;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack snapshot html}: the connections of a tracker as a page to look at.
 */
@Command(name = "html", mixinStandardHelpOptions = true,
    description = "Write the connections of a tracker, running or ended, as one HTML page that needs no network: "
        + "plots, and a table that sorts and filters.")
final class SnapshotHtmlCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;
    @CommandLine.Mixin
    private NameOption name;

    @Option(names = "--max", paramLabel = "N",
        description = "Show no more than N connections; the page tells how many it leaves out. Default: 1000000.")
    private long max = SnapshotPage.DEFAULT_MAX;

    @Parameters(paramLabel = "PAGE", description = "File to write, such as page.html; - is standard output.")
    private Path page;

    @Override
    public Integer call() throws IOException {
        if (max < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--max " + max + " is below 1");
        }
        try (Dump dump = TrackerTable.open(name.files())) {
            final SnapshotPage writer = new SnapshotPage(name.files().name(), max);
            report(page.toString().equals("-") ? toOutput(writer, dump) : toFile(writer, dump));
        }
        return 0;
    }

    private static SnapshotPage.Written toOutput(final SnapshotPage writer, final Dump dump) throws IOException {
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER)) {
            return writer.write(dump, connection -> true, out);
        }
    }

    /** A page is there as a whole or not at all: an older one stays until the new one is complete. */
    private SnapshotPage.Written toFile(final SnapshotPage writer, final Dump dump) throws IOException {
        if (Files.exists(page) && !Files.isRegularFile(page)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(page), BUFFER)) {
                return writer.write(dump, connection -> true, out);
            }
        }
        final Path draft = page.resolveSibling(page.getFileName() + ".part");
        try {
            final SnapshotPage.Written written;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), BUFFER)) {
                written = writer.write(dump, connection -> true, out);
            }
            Files.move(draft, page, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void report(final SnapshotPage.Written written) {
        spec.commandLine().getErr().printf(Locale.ROOT, "%d connections in %.1f s%s%n", written.shown(),
            written.millis() / 1000.0, written.leftOut() == 0 ? ""
                : "; left out: " + written.leftOut() + ", more than --max " + max);
    }
}
