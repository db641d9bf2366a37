/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.ingest.page.SnapshotPage;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.snapshot.SnapshotReader;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    private static final Set<String> NO_FILTERS = Set.of("--name", "--max");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private FilterOptions filter;

    @Option(names = "--max", paramLabel = "N", defaultValue = "" + SnapshotPage.DEFAULT_MAX,
        description = "Show no more than N connections; the page tells how many it leaves out. "
            + "Default: ${DEFAULT-VALUE}.")
    private long max;

    @Parameters(arity = "1..2", paramLabel = "[SNAPSHOT] PAGE",
        description = "A snapshot to show instead of the tracker's table, - is standard input; and the file to write, "
            + "such as page.html, - is standard output.")
    private List<String> files;
    private Path page;

    @Override
    public Integer call() throws IOException {
        if (max < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--max: " + max + " is below 1");
        }
        final boolean saved = files.size() > 1;
        if (saved && spec.commandLine().getParseResult().hasMatchedOption("--name")) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--name and a snapshot exclude each other");
        }
        page = Path.of(files.getLast());
        final ConnectionFilter wanted = filter.read();
        if (saved) {
            final String file = files.getFirst();
            try (SnapshotReader dump = SnapshotFiles.open(file)) {
                final boolean named = !dump.trackerName().isEmpty();
                final SnapshotPage writer = page(named ? dump.trackerName() : SnapshotFiles.name(file));
                write(named ? writer.fact("snapshot", SnapshotFiles.name(file)) : writer, dump, wanted);
            }
        } else {
            try (Dump dump = TrackerTable.open(name.files())) {
                write(TrackerFacts.add(name.files(), page(name.files().name())), dump, wanted);
            }
        }
        return 0;
    }

    private SnapshotPage page(final String title) {
        return new SnapshotPage(title, max).filteredBy(filterWords());
    }

    private void write(final SnapshotPage writer, final Dump dump, final ConnectionFilter wanted) throws IOException {
        if (page.toString().equals("-")) {
            toOutput(writer, dump, wanted);
        } else {
            toFile(writer, dump, wanted);
        }
    }

    /** The filter's options as they were given. */
    private String filterWords() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
            .filter(option -> !NO_FILTERS.contains(option.names()[0]))
            .map(option -> option.names()[0] + " " + String.join(",", option.originalStringValues()))
            .distinct().collect(Collectors.joining(" "));
    }

    /** It ends quietly when nobody reads any more. */
    private void toOutput(final SnapshotPage writer, final Dump dump, final ConnectionFilter wanted)
        throws IOException {
        final OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER);
        try {
            report(writer.write(dump, wanted, out));
        } catch (final IOException e) {
            if (!ClosedPipe.isStandardOutput()) {
                throw e;
            }
        }
    }

    /** A page is there as a whole or not at all: an older one stays until the new one is complete. */
    private void toFile(final SnapshotPage writer, final Dump dump, final ConnectionFilter wanted)
        throws IOException {
        final boolean special = Files.exists(page) && !Files.isRegularFile(page);
        final Path draft = special ? page
            : page.resolveSibling("." + page.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        // beside the page may be a directory of everybody's: nobody's file is written to
        final OpenOption[] options = special ? new OpenOption[]{StandardOpenOption.WRITE}
            : new OpenOption[]{StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW};
        boolean made = false;
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft, options), BUFFER)) {
                made = !special;
                report(writer.write(dump, wanted, out));
            }
            if (made) {
                Files.move(draft, page, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                made = false;
            }
        } finally {
            if (made) {
                Files.deleteIfExists(draft);
            }
        }
    }

    private void report(final SnapshotPage.Written written) {
        spec.commandLine().getErr().println(String.format(Locale.ROOT, "%d connections in %.1f s", written.shown(),
            written.millis() / 1000.0) + (written.leftOut() == 0 ? ""
                : "; left out, being more than --max " + max + ": " + written.leftOut()));
    }
}
