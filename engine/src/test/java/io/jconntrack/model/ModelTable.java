/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A transition table as it is printed: columns are the states that a packet finds, rows are who sent which kind of
 * segment, cells are the states that it leads to.
 */
final class ModelTable {
    /** The classic machine's, from the specification. A SYN/ACK counts as a SYN there. */
    static final ModelTable CLASSIC = new ModelTable("""
    from  NONE        ESTABLISHED SYN_SENT SYN_RECV    FIN_WAIT  TIME_WAIT CLOSE    CLOSE_WAIT LAST_ACK LISTEN
    0/SYN SYN_SENT    ESTABLISHED SYN_SENT SYN_RECV    SYN_SENT  SYN_SENT  SYN_SENT SYN_SENT   SYN_SENT LISTEN
    0/FIN TIME_WAIT   FIN_WAIT    SYN_SENT TIME_WAIT   FIN_WAIT  TIME_WAIT CLOSE    TIME_WAIT  LAST_ACK LISTEN
    0/ACK ESTABLISHED ESTABLISHED SYN_SENT ESTABLISHED FIN_WAIT  TIME_WAIT CLOSE    CLOSE_WAIT LAST_ACK ESTABLISHED
    0/RST CLOSE       CLOSE       SYN_SENT CLOSE       CLOSE     TIME_WAIT CLOSE    CLOSE      CLOSE    CLOSE
    1/SYN SYN_RECV    ESTABLISHED SYN_RECV SYN_RECV    SYN_RECV  SYN_RECV  SYN_RECV SYN_RECV   SYN_RECV SYN_RECV
    1/FIN CLOSE       CLOSE_WAIT  SYN_SENT TIME_WAIT   TIME_WAIT TIME_WAIT CLOSE    CLOSE_WAIT LAST_ACK LISTEN
    1/ACK CLOSE       ESTABLISHED SYN_SENT SYN_RECV    FIN_WAIT  TIME_WAIT CLOSE    CLOSE_WAIT CLOSE    LISTEN
    1/RST CLOSE       CLOSE       CLOSE    CLOSE       CLOSE     CLOSE     CLOSE    CLOSE      LAST_ACK LISTEN
    """);

    /** Linux's, as observed. */
    static final ModelTable LINUX = new ModelTable("""
    from      NONE        SYN_SENT  SYN_SENT2 SYN_RECV    ESTABLISHED FIN_WAIT   CLOSE_WAIT LAST_ACK  TIME_WAIT CLOSE
    0/SYN     SYN_SENT    SYN_SENT  SYN_SENT2 IGNORED     IGNORED     IGNORED    IGNORED    IGNORED   SYN_SENT  SYN_SENT
    0/SYN_ACK INVALID     INVALID   SYN_RECV  SYN_RECV    INVALID     INVALID    INVALID    INVALID   INVALID   INVALID
    0/FIN     INVALID     INVALID   INVALID   FIN_WAIT    FIN_WAIT    LAST_ACK   LAST_ACK   LAST_ACK  TIME_WAIT CLOSE
    0/ACK     ESTABLISHED INVALID   INVALID   ESTABLISHED ESTABLISHED CLOSE_WAIT CLOSE_WAIT TIME_WAIT TIME_WAIT CLOSE
    0/RST     INVALID     CLOSE     CLOSE     CLOSE       CLOSE       CLOSE      CLOSE      CLOSE     CLOSE     CLOSE
    1/SYN     INVALID     SYN_SENT2 SYN_SENT2 INVALID     INVALID     INVALID    INVALID    INVALID   SYN_SENT  INVALID
    1/SYN_ACK INVALID     SYN_RECV  SYN_RECV  IGNORED     IGNORED     IGNORED    IGNORED    IGNORED   IGNORED   IGNORED
    1/FIN     INVALID     INVALID   INVALID   FIN_WAIT    FIN_WAIT    LAST_ACK   LAST_ACK   LAST_ACK  TIME_WAIT CLOSE
    1/ACK     INVALID     IGNORED   IGNORED   SYN_RECV    ESTABLISHED CLOSE_WAIT CLOSE_WAIT TIME_WAIT TIME_WAIT CLOSE
    1/RST     INVALID     CLOSE     CLOSE     CLOSE       CLOSE       CLOSE      CLOSE      CLOSE     CLOSE     CLOSE
    """);

    /** A cell of a table. */
    record Cell(ModelState from, int direction, ModelKind kind) {
    }

    private final List<ModelState> columns;
    private final Map<ModelKind, List<ModelState>> original = new EnumMap<>(ModelKind.class);
    private final Map<ModelKind, List<ModelState>> reply = new EnumMap<>(ModelKind.class);

    private ModelTable(final String text) {
        final List<String> lines = text.lines().toList();
        columns = states(lines.getFirst());
        for (final String line : lines.subList(1, lines.size())) {
            final ModelKind kind = ModelKind.valueOf(line.substring(2, line.indexOf(' ')));
            (line.charAt(0) == '0' ? original : reply).put(kind, states(line));
        }
    }

    private static List<ModelState> states(final String line) {
        return Arrays.stream(line.split(" +")).skip(1).map(ModelState::valueOf).toList();
    }

    ModelState next(final ModelState from, final int direction, final ModelKind kind) {
        return (direction == 0 ? original : reply).get(kind).get(columns.indexOf(from));
    }

    List<Cell> cells() {
        return columns.stream().flatMap(from -> original.keySet().stream().flatMap(
            kind -> Stream.of(new Cell(from, 0, kind), new Cell(from, 1, kind)))).toList();
    }
}
