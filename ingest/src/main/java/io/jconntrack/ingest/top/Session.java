/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/**
 * Keys in, pictures out. Looks are taken by another thread, of low priority, so that keys are answered meanwhile.
 */
public final class Session implements AutoCloseable {
    private static final long TICK_MILLIS = 40;

    private final Screen screen;
    private final Keyboard keyboard;
    private final TrackerWatch watch;
    private final TopState state;
    private final TopView view;
    private final ExecutorService looker = Executors.newSingleThreadExecutor(task -> {
        final Thread thread = new Thread(() -> {
            Priority.lower();
            task.run();
        }, "top-look");
        thread.setDaemon(true);
        return thread;
    });
    private Look look;
    private Future<Look> pending;
    private long dueNanos = System.nanoTime();
    private boolean wantsLook;

    /**
     * A session.
     *
     * @param terminal that keys come from.
     * @param screen on it.
     * @param watch of the tracker; from now on used by this alone.
     * @param state to begin with.
     * @param view that draws.
     */
    public Session(final Terminal terminal, final Screen screen, final TrackerWatch watch, final TopState state,
        final TopView view) {
        this.screen = screen;
        this.watch = watch;
        this.state = state;
        this.view = view;
        keyboard = new Keyboard(terminal.reader());
    }

    /**
     * Go on until the user has enough.
     *
     * @param isOver whether something else ends it.
     * @throws IOException when the terminal is gone.
     */
    public void run(final BooleanSupplier isOver) throws IOException {
        while (!state.isEnd() && !isOver.getAsBoolean()) {
            boolean isNew = takeLook();
            final int key = keyboard.read(TICK_MILLIS);
            if (key == NonBlockingReader.EOF) {
                return;
            }
            if (key != NonBlockingReader.READ_EXPIRED) {
                final double seconds = state.seconds();
                state.press(key);
                if (state.seconds() != seconds) {
                    dueNanos = System.nanoTime();
                }
                isNew = true;
            }
            if (state.takeRedraw()) {
                screen.redraw();
                isNew = true;
            }
            if ((screen.measure() || isNew) && look != null) {
                screen.show(view.draw(look, state, screen.width(), screen.height()));
            }
        }
    }

    /** Begin a look when it is time, and take the one that is done; true when there is another. */
    private boolean takeLook() {
        boolean isNew = false;
        if (pending != null && pending.isDone()) {
            look = result(pending);
            pending = null;
            isNew = true;
        }
        wantsLook |= state.takeLook();
        final long now = System.nanoTime();
        final boolean isDue = !state.isPaused() && now - dueNanos >= 0;
        if (pending == null && (isDue || wantsLook)) {
            final boolean isPeek = !isDue && look != null;
            if (isDue) {
                dueNanos = now + Math.round(state.seconds() * 1e9);
            }
            wantsLook = false;
            final Query query = state.query();
            pending = looker.submit(() -> watch.look(query, isPeek));
        }
        return isNew;
    }

    private static Look result(final Future<Look> done) {
        try {
            return done.get();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (final ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
