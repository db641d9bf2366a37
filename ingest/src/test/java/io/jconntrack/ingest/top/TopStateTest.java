/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Connection;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TopStateTest {
    private static final Predicate<Connection> TCP = Connection::isTcp;

    private final TopState state = new TopState(text -> {
        if (!text.equals("-p tcp")) {
            throw new IllegalArgumentException("Unknown option: " + text);
        }
        return TCP;
    });

    private void type(final String keys) {
        keys.chars().forEach(state::press);
    }

    @Test
    void shouldLookAtOnceWhenSortGroupOrOrderChange() {
        for (final char key : "cpbPBgsdor".toCharArray()) {
            state.press(key);
            assertTrue(state.takeLook(), () -> "key " + key);
            assertFalse(state.takeLook());
        }
        assertEquals(SortKey.BYTE_RATE, state.query().sort());
        assertEquals(Group.PORT, state.query().group());
        assertTrue(state.query().isReversed());
    }

    @Test
    void shouldTakeAFilterThatIsTyped() {
        type("f-p udx");
        state.press(Key.BACKSPACE);
        assertEquals("filter: -p ud", state.promptLine());
        state.press(Key.KILL_LINE);
        type("-p tcp\r");
        assertNull(state.promptLine());
        assertSame(TCP, state.query().wanted());
        assertEquals("-p tcp", state.filterText());
    }

    @Test
    void shouldSayWhatIsWrongWithAFilterAndKeepTheOneBefore() {
        state.filter("-p tcp", TCP);
        type("f --bogus\r");
        assertEquals("Unknown option: -p tcp --bogus", state.message());
        assertEquals("filter: -p tcp --bogus", state.promptLine(), "it can be put right");
        state.press(Key.ESCAPE);
        assertNull(state.promptLine());
        assertSame(TCP, state.query().wanted());
    }

    @Test
    void shouldTakeAnInterval() {
        type("i2.5\r");
        assertEquals(2.5, state.seconds());
        type("i0\r");
        assertEquals("not 0.1 to 3600 seconds: 0.0", state.message());
        type("x");
        state.press(Key.KILL_LINE);
        type("x\r");
        assertEquals("not a number: x", state.message());
        assertEquals(2.5, state.seconds());
        assertThrows(IllegalArgumentException.class, () -> state.seconds(Double.NaN));
    }

    @Test
    void shouldNotScrollBeyondTheRows() {
        state.shown(10, 25);
        state.press(Key.PAGE_DOWN);
        assertEquals(10, state.scroll());
        state.press(Key.END);
        state.shown(10, 25);
        assertEquals(15, state.scroll());
        state.press(Key.UP);
        assertEquals(14, state.scroll());
        state.press(Key.HOME);
        assertEquals(0, state.scroll());
    }

    @Test
    void shouldPauseHelpAndEnd() {
        type(" ");
        assertTrue(state.isPaused());
        type("h");
        assertTrue(state.isHelp());
        type("q");
        assertFalse(state.isHelp() || state.isEnd(), "any key leaves the help");
        type("q");
        assertTrue(state.isEnd());
    }

    @Test
    void shouldEndAtCtrlCWhateverIsBeingTyped() {
        type("f-p");
        state.press(Key.INTERRUPT);
        assertTrue(state.isEnd());
    }
}
