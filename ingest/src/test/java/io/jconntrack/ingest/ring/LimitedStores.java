/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The stores of a process that is killed after some of them: buffers made here let so many stores through, then throw
 * {@link Killed} instead, again and again.
 */
final class LimitedStores {
    private int left;

    /**
     * Stores of a process.
     *
     * @param limit that go through.
     */
    LimitedStores(final int limit) {
        left = limit;
    }

    /** Thrown in place of a store. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** The same memory, seen through the limit. */
    AtomicBuffer limit(final AtomicBuffer memory) {
        return (AtomicBuffer)Proxy.newProxyInstance(LimitedStores.class.getClassLoader(),
            new Class<?>[] {AtomicBuffer.class}, (proxy, method, arguments) -> {
                final String name = method.getName();
                if (name.startsWith("put") || name.startsWith("set") || name.startsWith("getAnd")
                    || name.startsWith("compareAnd") || name.startsWith("add")) {
                    if (left == 0) {
                        throw new Killed();
                    }
                    left--;
                }
                try {
                    return method.invoke(memory, arguments);
                } catch (final InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    }
}
