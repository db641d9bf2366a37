/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;

/**
 * A terminal that is drawn on in place: of each picture only the lines that differ, in one piece, so that nothing
 * flickers. Used by one thread.
 */
public final class Screen implements AutoCloseable {
    private final Terminal terminal;
    private final OutputStream out;
    private final boolean isColoured;
    private final Attributes before;
    private List<AttributedString> shown = new ArrayList<>();
    private int width;
    private int height;
    private boolean isStale = true;

    /**
     * Take the terminal: no echo, each key at once, another screen than the shell's.
     *
     * @param terminal to draw on.
     * @param out the terminal's output: at a signal JLine closes the terminal on another thread, perhaps before this is
     *     closed, and what is written to it then is lost.
     * @param isColoured whether lines have their colours; else they are bold and inverse alone.
     */
    public Screen(final Terminal terminal, final OutputStream out, final boolean isColoured) {
        this.terminal = terminal;
        this.out = out;
        this.isColoured = isColoured;
        before = terminal.getAttributes();
        final Attributes raw = new Attributes(before);
        // Ctrl-C comes as a key, and Ctrl-Z does not leave a shell with this screen
        for (final LocalFlag flag : List.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG, LocalFlag.IEXTEN)) {
            raw.setLocalFlag(flag, false);
        }
        raw.setInputFlag(InputFlag.IXON, false);
        raw.setInputFlag(InputFlag.ICRNL, false);
        raw.setControlChar(Attributes.ControlChar.VMIN, 1);
        raw.setControlChar(Attributes.ControlChar.VTIME, 0);
        terminal.setAttributes(raw);
        write(sequences(Capability.enter_ca_mode, Capability.keypad_xmit, Capability.cursor_invisible));
    }

    private String sequences(final Capability... capabilities) {
        final StringBuilder all = new StringBuilder();
        for (final Capability capability : capabilities) {
            final String sequence = terminal.getStringCapability(capability);
            all.append(sequence == null ? "" : Curses.tputs(sequence));
        }
        return all.toString();
    }

    /** A terminal that is gone shows in its input. */
    private void write(final String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (final IOException gone) {
            isStale = true;
        }
    }

    /** Look how large the terminal is; true when that has changed. */
    boolean measure() {
        final Size size;
        try {
            size = terminal.getSize();
        } catch (final IllegalStateException e) {
            // the Java machine is ending, and the terminal's own hook was faster
            return false;
        }
        final int columns = size.getColumns() > 0 ? size.getColumns() : 80;
        final int rows = size.getRows() > 0 ? size.getRows() : 24;
        if (columns == width && rows == height) {
            return false;
        }
        width = columns;
        height = rows;
        isStale = true;
        return true;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Write all lines next time. */
    void redraw() {
        isStale = true;
    }

    /** Show lines. */
    void show(final List<AttributedString> lines) {
        final StringBuilder picture = new StringBuilder(1 << 12);
        // a terminal that knows synchronized output shows all of it at once; others pass it over
        picture.append("\033[?2026h");
        if (isStale) {
            picture.append("\033[0m\033[2J");
            shown = new ArrayList<>();
            isStale = false;
        }
        final int empty = picture.length();
        for (int row = 0; row < Math.max(lines.size(), shown.size()); row++) {
            final AttributedString line = row < lines.size() ? lines.get(row) : AttributedString.EMPTY;
            if (row >= shown.size() || !line.equals(shown.get(row))) {
                picture.append("\033[").append(row + 1).append(";1H").append(text(line));
                if (line.columnLength() < width) {
                    picture.append("\033[0m\033[K");
                }
            }
        }
        if (picture.length() > empty || shown.isEmpty()) {
            write(picture.append("\033[?2026l").toString());
        }
        shown = new ArrayList<>(lines);
    }

    private String text(final AttributedString line) {
        return isColoured ? line.toAnsi(terminal) : Monochrome.ansi(line);
    }

    /** Give the terminal back as it was. */
    @Override
    public void close() {
        write(sequences(Capability.cursor_normal, Capability.keypad_local, Capability.exit_ca_mode));
        try {
            terminal.setAttributes(before);
        } catch (final IllegalStateException e) {
            // the Java machine is ending, and the terminal's own hook was faster: it has given the attributes back
        }
    }
}
