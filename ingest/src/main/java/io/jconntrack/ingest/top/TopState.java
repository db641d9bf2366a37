/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.Connection;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What the user has chosen, and how keys change it. Used by one thread.
 */
public final class TopState {
    /** Rows that are found, so that one can scroll. */
    static final int ROWS = 500;
    private static final double LEAST_SECONDS = 0.1;
    private static final double MOST_SECONDS = 3600;

    private final FilterParser parser;
    private SortKey sort = SortKey.CONNECTIONS;
    private Group group = Group.SOURCE;
    private Pane pane = Pane.BOTH;
    private boolean isReversed;
    private double seconds = 1;
    private String filterText = "";
    private Predicate<Connection> filter = connection -> true;
    private boolean isPaused;
    private boolean isHelp;
    private boolean isEnd;
    private boolean wantsLook;
    private boolean wantsRedraw;
    private int scroll;
    private int page = 10;
    private Prompt prompt;
    private final StringBuilder typed = new StringBuilder();
    private String message;

    /** Which tables are shown. */
    enum Pane {
        BOTH, TALKERS, CONNECTIONS
    }

    /** What is being typed. */
    enum Prompt {
        FILTER("filter: "), INTERVAL("seconds between looks: ");

        private final String text;

        Prompt(final String text) {
            this.text = text;
        }
    }

    /**
     * The state at the beginning.
     *
     * @param parser of filters.
     */
    public TopState(final FilterParser parser) {
        this.parser = parser;
    }

    /**
     * Choose what is sorted by.
     *
     * @param key of it.
     * @return this.
     */
    public TopState sort(final SortKey key) {
        sort = key;
        return this;
    }

    /**
     * Choose what makes a talker.
     *
     * @param by what.
     * @return this.
     */
    public TopState group(final Group by) {
        group = by;
        return this;
    }

    /**
     * Choose the order.
     *
     * @param leastFirst whether the least come first.
     * @return this.
     */
    public TopState reverse(final boolean leastFirst) {
        isReversed = leastFirst;
        return this;
    }

    /**
     * Choose how often to look.
     *
     * @param between looks, in seconds.
     * @return this.
     * @throws IllegalArgumentException when that is below 0.1 or above 3600.
     */
    public TopState seconds(final double between) {
        if (!(between >= LEAST_SECONDS && between <= MOST_SECONDS)) {
            throw new IllegalArgumentException("not 0.1 to 3600 seconds: " + between);
        }
        seconds = between;
        return this;
    }

    /**
     * Choose which connections count.
     *
     * @param text of the filter.
     * @param wanted the filter.
     * @return this.
     */
    public TopState filter(final String text, final Predicate<Connection> wanted) {
        filterText = text;
        filter = wanted;
        return this;
    }

    /**
     * Press a key.
     *
     * @param key a character, or one of {@link Key}.
     */
    void press(final int key) {
        message = null;
        if (key == Key.INTERRUPT) {
            isEnd = true;
        } else if (prompt != null) {
            type(key);
        } else if (isHelp) {
            isHelp = false;
        } else {
            command(key);
        }
    }

    private void command(final int key) {
        switch (key) {
            case 'q', Key.END_OF_INPUT -> isEnd = true;
            case 'h', '?' -> isHelp = true;
            case 'g' -> look(() -> group = Group.values()[(group.ordinal() + 1) % Group.values().length]);
            case 's' -> look(() -> group = Group.SOURCE);
            case 'd' -> look(() -> group = Group.DESTINATION);
            case 'o' -> look(() -> group = Group.PORT);
            case 'r' -> look(() -> isReversed = !isReversed);
            case '\t', 'v' -> {
                pane = Pane.values()[(pane.ordinal() + 1) % Pane.values().length];
                scroll = 0;
            }
            case 'f', '/' -> prompt(Prompt.FILTER, filterText);
            case 'i' -> prompt(Prompt.INTERVAL, "");
            case ' ' -> isPaused = !isPaused;
            case '\n', Key.ENTER -> wantsLook = true;
            case Key.REDRAW -> wantsRedraw = true;
            default -> {
                if (!scroll(key)) {
                    sortBy(key);
                }
            }
        }
    }

    private void look(final Runnable change) {
        change.run();
        scroll = 0;
        wantsLook = true;
    }

    private boolean scroll(final int key) {
        final int by = switch (key) {
            case Key.UP, 'k' -> -1;
            case Key.DOWN, 'j' -> 1;
            case Key.PAGE_UP -> -page;
            case Key.PAGE_DOWN -> page;
            case Key.HOME -> -ROWS;
            case Key.END -> ROWS;
            default -> 0;
        };
        scroll = Math.clamp((long)scroll + by, 0, ROWS);
        return by != 0;
    }

    private void sortBy(final int key) {
        for (final SortKey candidate : SortKey.values()) {
            if (candidate.key() == key) {
                look(() -> sort = candidate);
                return;
            }
        }
        if (key > ' ' && key < Key.BACKSPACE) {
            message = "no such key: " + (char)key + "; h for help";
        }
    }

    private void prompt(final Prompt what, final String text) {
        prompt = what;
        typed.setLength(0);
        typed.append(text);
    }

    private void type(final int key) {
        switch (key) {
            case Key.ESCAPE -> prompt = null;
            case Key.KILL_LINE -> typed.setLength(0);
            case Key.BACKSPACE, '\b' -> typed.setLength(Math.max(0, typed.length() - 1));
            case '\n', Key.ENTER -> enter();
            default -> {
                if (key >= ' ' && key < Key.BACKSPACE) {
                    typed.append((char)key);
                }
            }
        }
    }

    private void enter() {
        final String text = typed.toString().strip();
        try {
            if (prompt == Prompt.FILTER) {
                filter(text, parser.parse(text));
                look(() -> { });
            } else if (!text.isEmpty()) {
                seconds(Double.parseDouble(text));
            }
            prompt = null;
        } catch (final NumberFormatException e) {
            message = "not a number: " + text;
        } catch (final IllegalArgumentException e) {
            message = e.getMessage();
        }
    }

    /**
     * What to find, as far as the rows that can be reached.
     *
     * @return the choices as they are.
     */
    public Query query() {
        return new Query(filter, group, sort, isReversed, ROWS);
    }

    /** How many rows fit, and how many there are: one does not scroll beyond the last. */
    void shown(final int fitting, final int all) {
        page = Math.max(1, fitting);
        scroll = Math.clamp(scroll, 0, Math.max(0, all - fitting));
    }

    SortKey sort() {
        return sort;
    }

    Group group() {
        return group;
    }

    Pane pane() {
        return pane;
    }

    boolean isReversed() {
        return isReversed;
    }

    boolean isPaused() {
        return isPaused;
    }

    boolean isHelp() {
        return isHelp;
    }

    boolean isEnd() {
        return isEnd;
    }

    int scroll() {
        return scroll;
    }

    double seconds() {
        return seconds;
    }

    /** The interval in few digits. */
    String interval() {
        return seconds == Math.rint(seconds) ? String.valueOf((long)seconds)
            : String.format(Locale.ROOT, "%.1f", seconds);
    }

    String filterText() {
        return filterText;
    }

    /** Whether a change wants a look before it is time; asked once. */
    boolean takeLook() {
        final boolean wanted = wantsLook;
        wantsLook = false;
        return wanted;
    }

    /** Whether all of the screen is to be written again; asked once. */
    boolean takeRedraw() {
        final boolean wanted = wantsRedraw;
        wantsRedraw = false;
        return wanted;
    }

    /** What is being typed, behind what is asked for; null when nothing is. */
    String promptLine() {
        return prompt == null ? null : prompt.text + typed;
    }

    /** What is to be told until the next key; or null. */
    String message() {
        return message;
    }
}
