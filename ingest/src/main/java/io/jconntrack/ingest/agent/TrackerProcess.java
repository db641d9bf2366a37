/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.Conntrack;
import io.jconntrack.ConntrackBuilder;
import io.jconntrack.SharedTable;
import io.jconntrack.entry.TableFileException;
import io.jconntrack.event.EventRing;
import io.jconntrack.event.EventRingDescriptor;
import io.jconntrack.ingest.ring.RingFile;
import io.jconntrack.ingest.ring.RingFormatException;
import io.jconntrack.ingest.ring.RingReader;
import io.jconntrack.memory.CutFile;
import io.jconntrack.memory.Region;
import io.jconntrack.memory.SharedFile;
import io.jconntrack.settings.SettingsFile;
import io.jconntrack.snapshot.LoadResult;
import io.jconntrack.snapshot.SnapshotLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A running tracker: its files in shared memory and its workers. What a dead tracker of the same name left is taken
 * over, its connections and the packets that wait in its rings included.
 */
public final class TrackerProcess implements AutoCloseable {
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong toldNanos = new AtomicLong(System.nanoTime() - TELL_NANOS);
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final TrackerFiles files;
    private final TrackerOptions options;
    private final Consumer<String> log;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    /** Workers with a thread of their own. */
    private final List<AgentRunner> runners = new ArrayList<>();
    /** Workers that the caller runs. */
    private final List<AgentInvoker> invokers = new ArrayList<>();

    private final RefusalReport refusals;

    /** Connections that a new table begins with; null for none. */
    private final SnapshotLoader loader;

    private TrackerProcess(final TrackerFiles files, final TrackerOptions options, final Consumer<String> log,
        final SnapshotLoader loader) {
        this.loader = loader;
        this.files = files;
        this.options = options;
        this.log = log;
        refusals = new RefusalReport(options.settings(), log, System.nanoTime());
    }

    /**
     * Start one.
     *
     * @param files of the tracker.
     * @param options how it runs.
     * @param log takes what is worth telling, a line at a time, from any thread.
     * @return a tracker whose workers run.
     * @throws IOException when a tracker of this name lives, or its files can't be used.
     * @throws io.jconntrack.settings.MemoryUnavailableException when there is no room for them.
     */
    public static TrackerProcess start(final TrackerFiles files, final TrackerOptions options,
        final Consumer<String> log) throws IOException {
        return start(files, options, log, null);
    }

    /**
     * Start one that goes on with the connections of a snapshot, unless it takes a table over.
     *
     * @param files of the tracker.
     * @param options how it runs; with one worker, since nobody knows which one the packets of a connection come to.
     * @param log takes what is worth telling, a line at a time, from any thread.
     * @param loader of the snapshot, or null; not closed.
     * @return a tracker whose workers run.
     * @throws IOException when a tracker of this name lives, or its files can't be used, or the snapshot not be read.
     * @throws io.jconntrack.settings.MemoryUnavailableException when there is no room for them.
     * @throws IllegalArgumentException when there are several workers and a snapshot.
     */
    public static TrackerProcess start(final TrackerFiles files, final TrackerOptions options,
        final Consumer<String> log, final SnapshotLoader loader) throws IOException {
        if (loader != null && options.workers() != 1) {
            throw new IllegalArgumentException("a snapshot is loaded by one worker: workers=" + options.workers());
        }
        return start(files, options, log, loader, false);
    }

    /**
     * Start one whose workers have no threads: the caller runs them all with {@link #doWork()}, in a thread that has
     * other things to do as well. Cores of the options are not heeded.
     *
     * @param files of the tracker.
     * @param options how it runs.
     * @param log takes what is worth telling, a line at a time.
     * @return a tracker that waits to be run.
     * @throws IOException when a tracker of this name lives, or its files can't be used.
     * @throws io.jconntrack.settings.MemoryUnavailableException when there is no room for them.
     */
    public static TrackerProcess startInvoked(final TrackerFiles files, final TrackerOptions options,
        final Consumer<String> log) throws IOException {
        return start(files, options, log, null, true);
    }

    private static TrackerProcess start(final TrackerFiles files, final TrackerOptions options,
        final Consumer<String> log, final SnapshotLoader loader, final boolean isInvoked) throws IOException {
        final TrackerProcess process = new TrackerProcess(files, options, log, loader);
        boolean done = false;
        try {
            process.lock();
            process.run(isInvoked);
            done = true;
            return process;
        } finally {
            if (!done) {
                process.close();
            }
        }
    }

    private void lock() throws IOException {
        SharedFiles.directory(files.directory());
        final SharedFile lock = opened(SharedFile.open(files.lock()));
        if (!lock.tryLock()) {
            throw new IOException("a tracker of this name is running: name=" + files.name() + pidOfOther());
        }
        if (Files.notExists(files.lock())) {
            throw new IOException(files.directory() + ": was cleaned away just now; try again");
        }
        SharedFiles.permit(files.directory(), options.isGroupReadable());
        lock.permit(options.isGroupReadable());
    }

    private String pidOfOther() {
        try (CncReader other = CncReader.open(files.cnc())) {
            return " pid=" + other.pid();
        } catch (final IOException stillStarting) {
            return "";
        }
    }

    private void run(final boolean isInvoked) throws IOException {
        final long before = Files.exists(files.table()) ? Files.size(files.table()) : 0;
        final SharedTable table = opened(table());
        if (!table.isNew()) {
            log.accept(files.table() + ": taken over: " + table.recovery());
        } else if (before > 0) {
            log.accept(files.table() + ": made anew: it held no table that was ever ready");
        }
        if (loader != null) {
            load(table);
        }
        // not before: what a killed tracker had loaded in part must not be taken for all of it
        table.ready();
        final Cnc cnc = opened(Cnc.create(files.cnc(), options.workers(), SettingsFile.text(options.settings()),
            options.isGroupReadable(), SystemEpochClock.INSTANCE));
        for (int i = 0; i < options.workers(); i++) {
            final WorkerAgent agent = worker(i, table.worker(i), isInvoked ? -1 : core(i), cnc);
            refusals.add(agent.counters());
            final ErrorHandler onError = error -> fail(cnc, error);
            if (isInvoked) {
                invokers.add(new AgentInvoker(onError, null, agent));
            } else {
                runners.add(new AgentRunner(options.idle().strategy(), onError, null, agent));
            }
        }
        cnc.ready();
        invokers.forEach(AgentInvoker::start);
        runners.forEach(AgentRunner::startOnThread);
    }

    private void load(final SharedTable table) throws IOException {
        if (table.isNew()) {
            final Instant now = Instant.now();
            final LoadResult result = loader.load(table.worker(0), System.nanoTime(),
                ChronoUnit.NANOS.between(Instant.EPOCH, now));
            log.accept(loader.name() + ": " + result);
            if (result.isAllExpired()) {
                final Instant moment = Instant.EPOCH.plus(loader.epochNanos(), ChronoUnit.NANOS);
                log.accept(loader.name() + ": is of " + moment.truncatedTo(ChronoUnit.SECONDS) + ", "
                    + Duration.between(moment, now).toSeconds() + " s ago; time-outs went on by the wall clock, and all"
                    + " are over");
            }
        } else {
            log.accept(loader.name() + ": not loaded: the table that was taken over is newer");
        }
    }

    private SharedTable table() throws IOException {
        try {
            final ConntrackBuilder builder = Conntrack.builder().settings(options.settings())
                .workers(options.workers()).memory(options.memory()).columns(options.columns())
                .groupReadable(options.isGroupReadable()).vectors(options.usesVectors());
            if (options.reserve() > 0) {
                builder.reserve(options.reserve(), options.reserveFor());
            }
            return builder.prepare(files.table(), System.nanoTime());
        } catch (final UnsupportedOperationException refused) {
            throw new IOException(refused.getMessage(), refused);
        } catch (final TableFileException other) {
            throw new IOException(other.getMessage() + "; run it as before, or give its connections up with: "
                + "jconntrack clean --name " + files.name(), other);
        }
    }

    private int core(final int worker) {
        return worker < options.cores().size() ? options.cores().get(worker) : -1;
    }

    private WorkerAgent worker(final int number, final Conntrack conntrack, final int core, final Cnc cnc)
        throws IOException {
        if (Files.notExists(files.ring(number))) {
            RingFile.create(files.ring(number), options.ringCapacity(), options.isGroupReadable());
        }
        SharedFiles.permitFile(files.ring(number), options.isGroupReadable());
        final RingReader ring = opened(attach(number));
        if (ring.counters().capacity() != options.ringCapacity()) {
            log.accept(files.ring(number) + ": keeps its " + ring.counters().capacity() + " bytes until: "
                + "jconntrack clean --name " + files.name());
        }
        final EventRing events = new EventRing(eventBuffer(number), conntrack.table(), options.settings().profile(),
            System.nanoTime());
        conntrack.listener(events);
        final FrameTracker tracker = new FrameTracker(conntrack, options.isZoneOfVlan(), cnc.latencies(number),
            SystemEpochNanoClock.INSTANCE);
        return new WorkerAgent(number, core, conntrack, ring, tracker, events, cnc);
    }

    private RingReader attach(final int number) throws IOException {
        try {
            return RingReader.attach(files.ring(number));
        } catch (final RingFormatException damaged) {
            throw new IOException(damaged.getMessage() + "; it holds no connection: remove it to go on with those of "
                + files.table(), damaged);
        }
    }

    private UnsafeBuffer eventBuffer(final int worker) throws IOException {
        final int length = EventRingDescriptor.length(options.events());
        final boolean isThere = Files.exists(files.events(worker)) && Files.size(files.events(worker)) == length;
        final Region region;
        if (isThere) {
            SharedFiles.permitFile(files.events(worker), options.isGroupReadable());
            region = opened(SharedFiles.map(files.events(worker), true));
        } else {
            region = opened(SharedFiles.create(files.events(worker), length, options.isGroupReadable()));
            SharedFiles.publish(files.events(worker));
        }
        return new UnsafeBuffer(region.address(), length);
    }

    private <T extends AutoCloseable> T opened(final T closeable) {
        open.push(closeable);
        return closeable;
    }

    /** A worker goes on with its next duty cycle, unless it failed to start. All errors are counted, few are told. */
    private void fail(final Cnc cnc, final Throwable error) {
        if (error instanceof AgentTerminationException || error instanceof InternalError) {
            // a file is gone under its feet, perhaps the one that errors are noted in: the worker ends
            end(error);
            return;
        }
        cnc.errors().record(error);
        final long now = System.nanoTime();
        final long last = toldNanos.get();
        if (now - last >= TELL_NANOS && toldNanos.compareAndSet(last, now)) {
            log.accept("error in a worker, see jconntrack stats --name " + files.name() + ": " + error);
        }
    }

    /** The machine may notice late that a file was cut, out of reach of the worker that would have said so. */
    void end(final Throwable error) {
        if (isEnding.compareAndSet(false, true)) {
            final String why = CutFile.isCauseOf(error) ? CutFile.MESSAGE
                : error instanceof AgentTerminationException ? error.getMessage() : error.toString();
            log.accept(files.directory() + ": " + why + "; the tracker ends");
        }
    }

    /**
     * Whether all workers do their work.
     *
     * @return false when one could not start, or has ended.
     */
    public boolean isWhole() {
        return !isEnding.get()
            && runners.stream().noneMatch(AgentRunner::isClosed)
            && invokers.stream().noneMatch(AgentInvoker::isClosed);
    }

    /**
     * Tell what is worth telling of the workers' counters: that the table is full or a limit was reached, once in some
     * seconds at the most. To be called a few times a second, always from the same thread.
     *
     * @param nowNanos of {@link System#nanoTime()}.
     */
    public void report(final long nowNanos) {
        refusals.look(nowNanos);
    }

    /**
     * Run each worker's duty cycle once; only for {@link #startInvoked}, always from the same thread.
     *
     * @return how much was done; 0 when there was nothing to do.
     */
    public int doWork() {
        int done = 0;
        for (int i = 0; i < invokers.size(); i++) {
            done += invokers.get(i).invoke();
        }
        return done;
    }

    /**
     * Workers that run.
     *
     * @return number of them.
     */
    public int workers() {
        return runners.size() + invokers.size();
    }

    /** Stop the workers; the files stay, so that they can be read, or taken over. */
    @Override
    public void close() {
        runners.forEach(AgentRunner::close);
        invokers.forEach(AgentInvoker::close);
        if (!isEnding.get()) {
            refusals.end();
        }
        CloseHelper.quietCloseAll(open);
        open.clear();
    }
}
