/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.Connection;
import io.jconntrack.entry.Column;
import io.jconntrack.entry.Status;
import io.jconntrack.packet.Packet;
import io.jconntrack.snapshot.Dump;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at all connections of a table, again and again, and remembers what is needed to tell rates. Used by one thread.
 */
public final class Scanner {
    private final int talkerLimit;
    private final long seed;
    private final Growth growth = new Growth();
    /** Time of the last look, once there was one. */
    private long lookedNanos;
    private boolean hasLooked;
    private long sinceNanos;

    /**
     * A scanner that has seen nothing.
     *
     * @param seed of its hash, any number that nobody knows.
     */
    public Scanner(final long seed) {
        this(seed, Talkers.LIMIT);
    }

    Scanner(final long seed, final int talkerLimit) {
        this.seed = seed;
        this.talkerLimit = talkerLimit;
    }

    /**
     * Look at all connections.
     *
     * @param dump of them, from its beginning; its time is later than that of the last look.
     * @param query what to find.
     * @param isPeek true for a look in between, which shows rates as the last one found them.
     * @return what was found.
     * @throws IOException when the dump can't be read.
     */
    public Sample scan(final Dump dump, final Query query, final boolean isPeek) throws IOException {
        if (!isPeek) {
            sinceNanos = hasLooked ? Math.max(1, dump.nowNanos() - lookedNanos) : 0;
            lookedNanos = dump.nowNanos();
            hasLooked = true;
        }
        final boolean isAccounted = dump.connection().has(Column.ACCOUNTING);
        final SortKey sort = query.sort().possible(isAccounted, sinceNanos != 0);
        final Talkers talkers = new Talkers(query.group(), sort, talkerLimit, seed);
        final TopRows<ConnectionRow> rows = new TopRows<>(query.rows(), ConnectionRow::new);
        final Tally tally = new Tally();
        final Connection c = dump.connection();
        long connections = 0;
        while (dump.next()) {
            connections++;
            if (isAccounted && isPeek) {
                growth.recall(c);
            } else if (isAccounted) {
                growth.look(c);
            }
            if (query.wanted().test(c)) {
                tally.add(c);
                add(talkers, query.group(), c, sinceNanos != 0);
                offer(rows, sort, query.isReversed(), c, dump.nowNanos(), sinceNanos != 0);
            }
        }
        return new Sample(dump.epochNanos(), isAccounted, isAccounted ? sinceNanos : 0, query.group(), sort,
            connections, tally.matching, Tally.sorted(tally.tcp), Tally.sorted(tally.sctp),
            Tally.sorted(tally.protocols()), tally.assured, tally.unreplied,
            talkers.best(query.rows(), query.isReversed()), talkers.size(), talkers.isExact(), talkers.error(),
            rows.sorted(), growth.isCut());
    }

    private void add(final Talkers talkers, final Group group, final Connection c, final boolean hasRates) {
        talkers.add(group.high(c), group.low(c), c.packets(0) + c.packets(1), c.bytes(0) + c.bytes(1),
            hasRates ? growth.packets() : 0, hasRates ? growth.bytes() : 0);
    }

    private void offer(final TopRows<ConnectionRow> rows, final SortKey sort, final boolean isReversed,
        final Connection c, final long nowNanos, final boolean hasRates) {
        final long newPackets = hasRates ? growth.packets() : 0;
        final long newBytes = hasRates ? growth.bytes() : 0;
        final long value = sort.of(c.secondsLeft(nowNanos), c.packets(0) + c.packets(1), c.bytes(0) + c.bytes(1),
            newPackets, newBytes);
        final ConnectionRow row = rows.offer(isReversed ? -value : value, c.id());
        if (row != null) {
            row.set(c, nowNanos, newPackets, newBytes);
        }
    }

    /** Connections by state and protocol. */
    private static final class Tally {
        private final Map<String, long[]> tcp = new HashMap<>();
        private final Map<String, long[]> sctp = new HashMap<>();
        private final long[] byProtocol = new long[256];
        private long matching;
        private long assured;
        private long unreplied;

        void add(final Connection c) {
            matching++;
            byProtocol[c.protocol()]++;
            final int status = c.status();
            assured += (status & Status.ASSURED) != 0 ? 1 : 0;
            unreplied += (status & Status.SEEN_REPLY) == 0 ? 1 : 0;
            final String state = c.state();
            if (state != null) {
                (c.protocol() == Packet.TCP ? tcp : sctp).computeIfAbsent(state, name -> new long[1])[0]++;
            }
        }

        Map<String, long[]> protocols() {
            final Map<String, long[]> protocols = new HashMap<>();
            for (int i = 0; i < byProtocol.length; i++) {
                if (byProtocol[i] != 0) {
                    protocols.put(Endpoint.protocol(i), new long[] {byProtocol[i]});
                }
            }
            return protocols;
        }

        static List<Sample.Count> sorted(final Map<String, long[]> counts) {
            final List<Sample.Count> sorted = new ArrayList<>();
            counts.forEach((name, count) -> sorted.add(new Sample.Count(name, count[0])));
            sorted.sort(Comparator.comparingLong(Sample.Count::count).reversed()
                .thenComparing(Sample.Count::name));
            return sorted;
        }
    }
}
