/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens: {@code HOST:PORT}, {@code [IPV6]:PORT}, {@code :PORT} or {@code PORT}; without a host, on the
 * loopback interface.
 *
 * @param host name or address, or null.
 * @param port 0 for any that is free, to 65535.
 */
public record ListenAddress(String host, int port) {
    private static final Pattern SYNTAX =
        Pattern.compile("(?:(?:\\[([0-9A-Fa-f:.%a-z]+)]|([A-Za-z0-9._-]+))?:)?([0-9]{1,5})");
    private static final int MAX_PORT = 65535;
    private static final Path UNPRIVILEGED_PORTS = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final int DEFAULT_UNPRIVILEGED_PORT = 1024;
    private static final int ATTEMPTS = 20;
    private static final long PAUSE_NANOS = 50_000_000;

    /**
     * Read one.
     *
     * @param text as above.
     * @return the address; the host is not looked up.
     * @throws IllegalArgumentException when it is none.
     */
    public static ListenAddress parse(final String text) {
        final Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            throw new IllegalArgumentException(
                text + " is not HOST:PORT, [IPV6]:PORT, :PORT or PORT, with a port from 0 to 65535");
        }
        final String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new ListenAddress(host, Integer.parseInt(matcher.group(3)));
    }

    /** The host's address. */
    InetAddress address() throws IOException {
        try {
            return host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
        } catch (final UnknownHostException e) {
            throw new IOException(this + ": host unknown: " + host, e);
        }
    }

    /**
     * Whether a server without privileges may listen there now.
     *
     * @throws IOException when not: the message says where and why.
     */
    public void check() throws IOException {
        final int free = firstUnprivilegedPort();
        if (port > 0 && port < free) {
            throw new IOException(this + ": ports below " + free + " need a privilege, and a tracker keeps none");
        }
        final InetAddress address = address();
        for (int i = 0;; i++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(address, port));
                return;
            } catch (final BindException e) {
                // the server of a tracker that was killed ends a moment after it
                if (i == ATTEMPTS) {
                    throw refused(e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static int firstUnprivilegedPort() {
        // in one read: the kernel gives nothing to a second one
        try (BufferedReader reader = Files.newBufferedReader(UNPRIVILEGED_PORTS, StandardCharsets.US_ASCII)) {
            return Integer.parseInt(String.valueOf(reader.readLine()).strip());
        } catch (final IOException | NumberFormatException unknown) {
            return DEFAULT_UNPRIVILEGED_PORT;
        }
    }

    /** What is wrong with listening there. */
    IOException refused(final IOException cause) {
        return new IOException(this + ": can't listen there: " + cause.getMessage(), cause);
    }

    @Override
    public String toString() {
        return (host == null ? "" : host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
