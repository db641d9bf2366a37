/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace with a pair of interfaces that are each other's far end, {@link #NEAR} and {@link #FAR}, without
 * IPv6, so that nothing is sent but what a test sends. Needs root and {@code ip}.
 */
public final class NetworkNamespace implements AutoCloseable {
    /** One end, which has 10.9.0.1 and believes that 10.9.0.2 is behind the other. */
    public static final String NEAR = "jct0";
    /** The other end. */
    public static final String FAR = "jct1";

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final MethodHandle OPEN =
        Native.function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETNS =
        Native.function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private final String name = "jct-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();

    /** Skips the test where no namespace can be made. */
    public NetworkNamespace() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "network namespaces need root");
        assumeTrue(Files.exists(Path.of("/sbin/ip")) || Files.exists(Path.of("/usr/sbin/ip"))
            || Files.exists(Path.of("/usr/bin/ip")), "network namespaces need iproute2");
        final Process add = new ProcessBuilder("ip", "netns", "add", name).redirectErrorStream(true).start();
        final String answer = new String(add.getInputStream().readAllBytes());
        assumeTrue(add.waitFor() == 0, "no network namespace can be made here: " + answer);
        inside("echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6;"
            + "ip link set lo up && ip link add " + NEAR + " type veth peer name " + FAR + " && ip link set " + NEAR
            + " up && ip link set " + FAR + " up && ip addr add 10.9.0.1/24 dev " + NEAR
            + " && ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev " + NEAR);
    }

    /** Its name for {@code ip netns}. */
    public String name() {
        return name;
    }

    /** Run a shell's command line inside. */
    public void inside(final String commands) throws IOException, InterruptedException {
        run("ip", "netns", "exec", name, "sh", "-c", commands);
    }

    /** Run something inside, on a thread of its own. */
    <T> T call(final Callable<T> task) throws Exception {
        final FutureTask<T> future = new FutureTask<>(() -> {
            enter();
            return task.call();
        });
        Thread.ofPlatform().start(future);
        try {
            return future.get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error)e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("ip", "netns", "del", name);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void enter() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final int file = (int)OPEN.invokeExact(state, arena.allocateFrom("/var/run/netns/" + name), 0);
            final int result = Native.result((int)SETNS.invokeExact(state, file, 0), state);
            SocketCalls.close(file);
            assertEquals(0, result, () -> Native.error(result));
        } catch (final Throwable t) {
            throw new IllegalStateException("namespace " + name + " cannot be entered", t);
        }
    }

    private static void run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String answer = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + answer);
    }
}
