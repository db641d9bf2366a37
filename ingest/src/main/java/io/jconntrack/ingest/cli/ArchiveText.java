/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.entry.Status;
import io.jconntrack.ingest.archive.Change;
import io.jconntrack.ingest.archive.History;
import io.jconntrack.ingest.archive.Observation;
import io.jconntrack.ingest.archive.SnapshotInfo;
import io.jconntrack.text.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;

/**
 * What the archive tells, for people and as JSON.
 */
final class ArchiveText {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ArchiveText() {
    }

    static void snapshot(final StringBuilder out, final SnapshotInfo s) {
        out.append('#').append(s.number()).append(' ').append(time(s.epochNanos())).append(' ')
            .append(plain(s.source())).append(' ');
        if (s.isComplete()) {
            out.append(s.size()).append(s.size() == 1 ? " connection\n" : " connections\n");
        } else {
            out.append("incomplete\n");
        }
    }

    static void snapshotJson(final StringBuilder out, final SnapshotInfo s) {
        seconds(out.append("{\"snapshot\":").append(s.number()).append(",\"t\":"), s.epochNanos());
        string(out.append(",\"tracker\":"), s.source());
        out.append(",\"complete\":").append(s.isComplete()).append(",\"size\":")
            .append(s.isComplete() ? Long.toString(s.size()) : "null").append("}\n");
    }

    /** The life of a connection, a line for each change. */
    static void life(final StringBuilder out, final Tuple tuple, final History history, final List<Change> changes) {
        out.append(tuple).append('\n');
        if (history.dropped() > 0) {
            out.append(history.dropped()).append(" older observations gave way to newer ones\n");
        }
        for (final Change change : changes) {
            out.append(time(change.snapshot().epochNanos())).append(' ')
                .append(plain(change.snapshot().source())).append(" #").append(change.snapshot().number()).append(' ');
            switch (change.kind()) {
                case FIRST -> whole(out.append(history.dropped() > 0 ? "oldest kept:" : "first seen:"), change.now());
                case CHANGED -> difference(out.append("changed:"), change.before(), change.now());
                case REPLACED -> whole(out.append("replaced by another connection of this tuple:"), change.now());
                case GONE -> out.append("gone");
                case AGAIN -> whole(out.append("seen again:"), change.now());
                case LAST -> whole(out.append("last seen:"), change.now());
                default -> throw new AssertionError(change);
            }
            out.append('\n');
        }
    }

    private static void whole(final StringBuilder out, final Observation o) {
        if (o.state() != null) {
            out.append(' ').append(o.state());
        }
        for (int bit = 0; Status.name(bit) != null; bit++) {
            if ((o.status() >>> bit & 1) != 0 && 1 << bit != Status.CONFIRMED) {
                out.append(' ').append(Status.name(bit));
            }
        }
        out.append(' ').append(o.secondsLeft()).append(" s left");
        if (o.isCounted()) {
            out.append(", packets ").append(o.packets()).append('/').append(o.replyPackets()).append(", bytes ")
                .append(o.bytes()).append('/').append(o.replyBytes());
        }
        if (o.isMarked() && o.mark() != 0) {
            out.append(", mark ").append(Integer.toUnsignedString(o.mark()));
        }
    }

    private static void difference(final StringBuilder out, final Observation before, final Observation now) {
        String comma = " ";
        if (!Objects.equals(before.state(), now.state())) {
            out.append(comma).append(before.state()).append(" -> ").append(now.state());
            comma = ", ";
        }
        for (int bit = 0; Status.name(bit) != null; bit++) {
            if (((before.status() ^ now.status()) >>> bit & 1) != 0) {
                out.append(comma).append((now.status() >>> bit & 1) != 0 ? '+' : '-').append(Status.name(bit));
                comma = ", ";
            }
        }
        if (before.packets() != now.packets() || before.replyPackets() != now.replyPackets()) {
            out.append(comma).append("packets +").append(now.packets() - before.packets()).append("/+")
                .append(now.replyPackets() - before.replyPackets());
            comma = ", ";
        }
        if (before.bytes() != now.bytes() || before.replyBytes() != now.replyBytes()) {
            out.append(comma).append("bytes +").append(now.bytes() - before.bytes()).append("/+")
                .append(now.replyBytes() - before.replyBytes());
            comma = ", ";
        }
        if (before.mark() != now.mark()) {
            out.append(comma).append("mark ").append(Integer.toUnsignedString(before.mark())).append(" -> ")
                .append(Integer.toUnsignedString(now.mark()));
        }
    }

    /** The same as JSON, an object a line; the first tells of the history. */
    static void lifeJson(final StringBuilder out, final Tuple tuple, final History history,
        final List<Change> changes) {
        string(out.append("{\"tuple\":"), tuple.toString());
        out.append(",\"observations\":").append(history.observations().size()).append(",\"dropped\":")
            .append(history.dropped()).append(",\"damaged\":").append(history.damaged()).append("}\n");
        for (final Change change : changes) {
            seconds(out.append("{\"change\":\"").append(change.kind().name().toLowerCase(java.util.Locale.ROOT))
                .append("\",\"t\":"), change.snapshot().epochNanos());
            string(out.append(",\"tracker\":"), change.snapshot().source());
            out.append(",\"snapshot\":").append(change.snapshot().number());
            observation(out.append(",\"now\":"), change.now());
            observation(out.append(",\"before\":"), change.before());
            out.append("}\n");
        }
    }

    private static void observation(final StringBuilder out, final Observation o) {
        if (o == null) {
            out.append("null");
            return;
        }
        seconds(out.append("{\"t\":"), o.epochNanos());
        out.append(",\"snapshot\":").append(o.snapshot()).append(",\"id\":").append(o.id()).append(",\"state\":");
        out.append(o.state() == null ? "null" : '"' + o.state() + '"').append(",\"timeout\":").append(o.secondsLeft())
            .append(",\"status\":[");
        String comma = "";
        for (int bit = 0; Status.name(bit) != null; bit++) {
            if ((o.status() >>> bit & 1) != 0) {
                out.append(comma).append('"').append(Status.name(bit)).append('"');
                comma = ",";
            }
        }
        out.append(']');
        if (o.startNanos() != 0) {
            seconds(out.append(",\"start\":"), o.startNanos());
        }
        if (o.isCounted()) {
            out.append(",\"packets\":[").append(o.packets()).append(',').append(o.replyPackets())
                .append("],\"bytes\":[").append(o.bytes()).append(',').append(o.replyBytes()).append(']');
        }
        if (o.isMarked()) {
            out.append(",\"mark\":").append(Integer.toUnsignedString(o.mark()));
        }
        out.append('}');
    }

    /** Names come from files: none may send anything to a terminal but itself. */
    private static String plain(final String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String time(final long epochNanos) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(epochNanos, NANOS_PER_SECOND),
            Math.floorMod(epochNanos, NANOS_PER_SECOND)));
    }

    private static void seconds(final StringBuilder out, final long nanos) {
        out.append(java.math.BigDecimal.valueOf(nanos / 1000, 6).toPlainString());
    }

    /** Names of files may hold anything; what is not ASCII is escaped, so that any terminal can show it. */
    private static void string(final StringBuilder out, final String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int)c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
