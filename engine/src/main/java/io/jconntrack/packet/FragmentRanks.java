/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static io.jconntrack.memory.KeyedHash.mix;

/**
 * Numbers the fragments of each IPv4 sender that has datagrams waiting, so that one whose identification has come
 * round again is not mixed with an old one (sysctl net.ipv4.ipfrag_max_dist).
 */
final class FragmentRanks {
    private final long seed0;
    private final long seed1;
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
     * @param seed0 first half of the hash's seed.
     * @param seed1 second half of it.
     */
    FragmentRanks(final int queues, final long seed0, final long seed1) {
        this.seed0 = seed0;
        this.seed1 = seed1;
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

    /** The chain of a sender. */
    int head(final int source) {
        return (int)mix(source ^ seed0, seed1) & heads.length - 1;
    }

    /** Senders that an unlucky one is compared with. */
    int longestChain() {
        int longest = 0;
        for (final int head : heads) {
            int length = 0;
            for (int sender = head; sender != 0; sender = chain[sender - 1]) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** Whether a sender is known or its chain has room: it has, but for somebody who knows the seed. */
    boolean hasRoom(final long source) {
        int length = 0;
        int sender = heads[head((int)source)];
        while (sender != 0 && address[sender - 1] != (int)source) {
            sender = chain[sender - 1];
            length++;
        }
        return sender != 0 || length < Reassembler.MAX_CHAIN;
    }

    /** A datagram of a sender for which there is room starts to wait: the rank of its first fragment. */
    int join(final int queue, final long source) {
        final int head = head((int)source);
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
        final int head = head(address[sender]);
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
