/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A terminal of a given size, with a shell in it, as a user has it. Skips the test where there is no tmux.
 */
final class Tmux implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String socket = "jconntrack-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    Tmux(final int columns, final int lines) {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(directory ->
            Files.isExecutable(Path.of(directory, "tmux"))), "there is no tmux");
        tmux("-f", "/dev/null", "new-session", "-d", "-x", String.valueOf(columns), "-y", String.valueOf(lines),
            "env -u NO_COLOR PS1='$ ' sh");
        await("the shell is there", screen -> screen.contains("$"));
    }

    private String tmux(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("tmux", "-L", socket));
        command.addAll(Arrays.asList(arguments));
        try {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Type text, as it is. */
    Tmux type(final String text) {
        tmux("send-keys", "-l", "--", text);
        return this;
    }

    /** Press keys by tmux's names. */
    Tmux press(final String... keys) {
        for (final String key : keys) {
            tmux("send-keys", key);
        }
        return this;
    }

    void resize(final int columns, final int lines) {
        tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(lines));
    }

    String screen() {
        return tmux("capture-pane", "-p");
    }

    /** The screen with its colours. */
    String colouredScreen() {
        return tmux("capture-pane", "-p", "-e");
    }

    /** What tmux knows of the terminal, such as {@code #{alternate_on}}. */
    String ask(final String format) {
        return tmux("display-message", "-p", format).strip();
    }

    /** Wait until the screen is as wanted; gives it. */
    String await(final String what, final Predicate<String> wanted) {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        String screen = screen();
        while (!wanted.test(screen)) {
            if (System.nanoTime() - deadline > 0) {
                fail("it does not come true that " + what + "\n" + screen);
            }
            try {
                Thread.sleep(50);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            screen = screen();
        }
        return screen;
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
