/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

/**
 * Numbers the fragments of each IPv4 sender that has datagrams waiting, so that one whose identification has come
 * round again is not mixed with an old one (sysctl net.ipv4.ipfrag_max_dist).
 */
final class FragmentRanks {
    private static final int MULTIPLIER = 0x9E3779B1;

    private final int[] senderOf;
    private final int[] address;
    private final int[] rank;
    private final int[] waiting;
    private final int[] chain;
    private final int[] heads;
    private int free;

    /**
     * Ranks.
     *
     * @param queues datagrams that may wait.
     */
    FragmentRanks(final int queues) {
        senderOf = new int[queues];
        address = new int[queues];
        rank = new int[queues];
        waiting = new int[queues];
        chain = new int[queues];
        heads = new int[Integer.highestOneBit(queues) * 2];
        for (int i = 0; i < queues; i++) {
            chain[i] = i + 2;
        }
        chain[queues - 1] = 0;
        free = 1;
    }

    /** A datagram of a sender starts to wait: the rank of its first fragment. */
    int join(final int queue, final long source) {
        final int head = (int)source * MULTIPLIER >>> 8 & heads.length - 1;
        int sender = heads[head];
        while (sender != 0 && address[sender - 1] != (int)source) {
            sender = chain[sender - 1];
        }
        if (sender == 0) {
            sender = free;
            free = chain[sender - 1];
            address[sender - 1] = (int)source;
            waiting[sender - 1] = 0;
            chain[sender - 1] = heads[head];
            heads[head] = sender;
        }
        waiting[sender - 1]++;
        senderOf[queue] = sender - 1;
        return next(queue);
    }

    /** The rank of a further fragment. */
    int next(final int queue) {
        return ++rank[senderOf[queue]];
    }

    /** A datagram waits no longer. */
    void leave(final int queue) {
        final int sender = senderOf[queue];
        if (--waiting[sender] > 0) {
            return;
        }
        final int head = address[sender] * MULTIPLIER >>> 8 & heads.length - 1;
        if (heads[head] == sender + 1) {
            heads[head] = chain[sender];
        } else {
            int before = heads[head];
            while (chain[before - 1] != sender + 1) {
                before = chain[before - 1];
            }
            chain[before - 1] = chain[sender];
        }
        chain[sender] = free;
        free = sender + 1;
    }
}
