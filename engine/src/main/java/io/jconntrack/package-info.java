/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The face of the tracker: what an embedder sees first.
 *
 * <p>{@link io.jconntrack.ConntrackBuilder} makes a {@link io.jconntrack.Conntrack}, or several that share a table. It
 * takes packets one by one or in a {@link io.jconntrack.PacketBatch}, and gives for each a
 * {@link io.jconntrack.Verdict}: a long, so that nothing is allocated. What the policy drops is told to
 * {@link io.jconntrack.Conntrack#discard}, and {@link io.jconntrack.Conntrack#poll} expires what is over, as much at a
 * time as the caller can spare.
 *
 * <p>A {@link io.jconntrack.Connection} is a view that is moved: to the entry of a verdict, to a tuple, from entry to
 * entry, to a copy. {@link io.jconntrack.Statistics} counts verdicts and what became of connections, and
 * {@link io.jconntrack.StatisticsCopy} shows that to other threads. {@link io.jconntrack.Affinity} pins threads to
 * cores. {@link io.jconntrack.SharedTable} keeps the table in a file that other processes read, and that outlives its
 * tracker.
 */
package io.jconntrack;
