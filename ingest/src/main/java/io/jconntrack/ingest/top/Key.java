/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

/**
 * Keys that are no characters, as numbers beside them.
 */
final class Key {
    static final int ENTER = '\r';
    static final int ESCAPE = 27;
    static final int BACKSPACE = 127;
    static final int INTERRUPT = 3;
    static final int END_OF_INPUT = 4;
    static final int KILL_LINE = 21;
    static final int REDRAW = 12;
    static final int UP = -10;
    static final int DOWN = -11;
    static final int PAGE_UP = -12;
    static final int PAGE_DOWN = -13;
    static final int HOME = -14;
    static final int END = -15;
    /** One that means nothing here. */
    static final int UNKNOWN = -16;

    private Key() {
    }

    /** The key that sends ESC and then this. */
    static int ofSequence(final String sequence) {
        return switch (sequence) {
            case "" -> ESCAPE;
            case "[A", "OA" -> UP;
            case "[B", "OB" -> DOWN;
            case "[5~" -> PAGE_UP;
            case "[6~" -> PAGE_DOWN;
            case "[H", "OH", "[1~", "[7~" -> HOME;
            case "[F", "OF", "[4~", "[8~" -> END;
            default -> UNKNOWN;
        };
    }
}
