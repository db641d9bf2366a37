/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import io.jconntrack.Connection;
import io.jconntrack.snapshot.Dump;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Writes the connections of a dump as one HTML page that needs nothing else: plots of what there is, and a table that
 * sorts and filters. Used by one thread, for one page.
 * <p>
 * The dump is read once, and only a block of 65 536 connections is held at a time, whatever its size.
 */
public final class SnapshotPage {
    /** Connections that a page holds unless it is told otherwise: as many as a browser sorts in about a second. */
    public static final long DEFAULT_MAX = 1_000_000;

    private final String title;
    private final long max;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private String filter = "";

    /**
     * A page.
     *
     * @param title of it: the name of the tracker or of the file; any text.
     * @param max number of connections to show, 1 and up.
     */
    public SnapshotPage(final String title, final long max) {
        if (max < 1) {
            throw new IllegalArgumentException("max=" + max + " is below 1");
        }
        this.title = title;
        this.max = max;
    }

    /**
     * Say on the page which connections were asked for.
     *
     * @param description of the filter for people; empty when there is none.
     * @return this.
     */
    public SnapshotPage filteredBy(final String description) {
        filter = description;
        return this;
    }

    /**
     * Show something more that is known of the tracker, beside the figures that come from the connections.
     *
     * @param name of it, such as "invalid packets".
     * @param value as it is to be shown.
     * @return this.
     */
    public SnapshotPage fact(final String name, final String value) {
        facts.put(name, value);
        return this;
    }

    /**
     * Write the page.
     *
     * @param dump whose connections are shown; read to its end, not closed.
     * @param wanted which of them.
     * @param out to write to, in UTF-8; not closed.
     * @return how many are in the page and how many were left out.
     * @throws IOException when the dump can't be read or the page not written.
     */
    public Written write(final Dump dump, final Predicate<Connection> wanted, final OutputStream out)
        throws IOException {
        final Instant moment = Instant.EPOCH.plus(dump.epochNanos(), ChronoUnit.NANOS);
        final PageTemplate template = new PageTemplate(title, moment.truncatedTo(ChronoUnit.MILLIS).toString());
        final StateNumbers states = new StateNumbers();
        final PageMeta meta = new PageMeta();
        final long start = System.nanoTime();
        out.write(template.before().getBytes(StandardCharsets.UTF_8));
        List<PageColumn> columns = PageColumn.of(null, states, 0);
        PageBlock block = null;
        long rows = 0;
        long leftOut = 0;
        while (dump.next()) {
            final Connection c = dump.connection();
            if (!wanted.test(c)) {
                continue;
            }
            if (rows == max) {
                leftOut++;
                continue;
            }
            if (block == null) {
                columns = PageColumn.of(c, states, dump.epochNanos() - dump.nowNanos());
                block = new PageBlock(columns);
            }
            meta.note(c);
            block.add(c, dump.nowNanos());
            rows++;
            if (block.isFull()) {
                block.flush(out);
            }
        }
        if (block != null) {
            block.flush(out);
        }
        out.write(meta.element(columns, states, dump.settings().profile().label(), filter, facts, rows, leftOut)
            .getBytes(StandardCharsets.US_ASCII));
        out.write(template.behind().getBytes(StandardCharsets.UTF_8));
        out.flush();
        return new Written(rows, leftOut, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /**
     * What was written.
     *
     * @param shown number of connections in the page.
     * @param leftOut number of wanted connections that are not, because there were more than allowed.
     * @param millis that it took.
     */
    public record Written(long shown, long leftOut, long millis) {
    }
}
