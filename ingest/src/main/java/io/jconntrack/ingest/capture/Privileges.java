/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives up what a process may do, for all of its threads.
 * <p>
 * The kernel keeps privileges per thread, and a JVM has many threads before {@code main} starts. So one thread gives up
 * its own, then executes the same command line anew: the kernel ends all other threads, and every thread of the new
 * program descends from one that holds nothing. Open files, such as sockets, are handed down.
 */
public final class Privileges {
    private static final Path SELF = Path.of("/proc/self");
    private static final Path TASKS = SELF.resolve("task");

    private Privileges() {
    }

    /**
     * Become a user without any privilege, and run this program's command line again with some more options. Returns
     * only by an exception; the calling thread may then have lost its privileges already, so let the program end.
     *
     * @param user to become; only root can become another one.
     * @param verb of the command line, behind which the options go.
     * @param options to add.
     * @throws CaptureException when that user cannot run the program, or the system forbids it.
     */
    public static void dropAndExec(final User user, final String verb, final List<String> options)
        throws CaptureException {
        final String program = program();
        final List<String> arguments = withOptions(commandLine(), mainClass(), verb, options);
        final List<String> libraries = Stream.of(System.getProperty("java.class.path").split(":"))
            .filter(entry -> !entry.isEmpty() && Files.exists(Path.of(entry))).toList();
        drop(user);
        need(user, program, PrivilegeCalls.READ | PrivilegeCalls.EXECUTE);
        for (final String library : libraries) {
            need(user, library, PrivilegeCalls.READ);
        }
        throw new CaptureException(program + " cannot be executed anew: "
            + Native.error(PrivilegeCalls.execute(program, arguments)));
    }

    /**
     * What the threads of this process hold.
     *
     * @return user, capabilities, and whether they can gain any.
     * @throws CaptureException when /proc cannot be read.
     */
    public static Held held() throws CaptureException {
        long capabilities = 0;
        long bounds = 0;
        boolean noNewPrivileges = true;
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (final Path task : (Iterable<Path>)tasks::iterator) {
                for (final String line : statusOf(task)) {
                    final String[] words = line.split("\\s+");
                    switch (words[0]) {
                        case "CapInh:", "CapPrm:", "CapEff:", "CapAmb:" ->
                            capabilities |= Long.parseUnsignedLong(words[1], 16);
                        case "CapBnd:" -> bounds |= Long.parseUnsignedLong(words[1], 16);
                        case "NoNewPrivs:" -> noNewPrivileges &= words[1].equals("1");
                        default -> { }
                    }
                }
            }
        } catch (final IOException e) {
            throw new CaptureException(TASKS + " cannot be read: " + e.getMessage());
        }
        return new Held(User.current(), capabilities, bounds, noNewPrivileges);
    }

    /**
     * What the threads of a process hold, together.
     *
     * @param user who they run as.
     * @param capabilities that any of them holds, a bit for each.
     * @param bounds capabilities that a program executed by any of them could have, a bit for each.
     * @param noNewPrivileges whether none of them can gain any by executing another program.
     */
    public record Held(User user, long capabilities, long bounds, boolean noNewPrivileges) {
        /**
         * Whether there is no privilege left, nor a way to one.
         *
         * @return true when there is none.
         */
        public boolean nothing() {
            return capabilities == 0 && noNewPrivileges;
        }

        @Override
        public String toString() {
            return "user " + user + ", "
                + (capabilities == 0 ? "no capability" : "capabilities 0x" + Long.toHexString(capabilities))
                + (noNewPrivileges ? ", no_new_privs" : "");
        }
    }

    static List<String> withOptions(final List<String> commandLine, final String mainClass, final String verb,
        final List<String> options) throws CaptureException {
        final int main = commandLine.indexOf(mainClass);
        final int at = main < 0 ? -1 : commandLine.subList(main, commandLine.size()).indexOf(verb);
        if (at < 0) {
            throw new CaptureException("cannot run the command line anew: no \"" + mainClass + "\" followed by \""
                + verb + "\" in " + commandLine);
        }
        final List<String> result = new ArrayList<>(commandLine);
        result.addAll(main + at + 1, options);
        return result;
    }

    private static void drop(final User user) throws CaptureException {
        final User current = User.current();
        PrivilegeCalls.emptyBoundingSet();
        if (current.uid() == 0) {
            check("setgroups", user, PrivilegeCalls.setGroups(user.gid()));
            check("setresgid", user, PrivilegeCalls.setGroupIds(user.gid()));
            check("setresuid", user, PrivilegeCalls.setUserIds(user.uid()));
        } else if (current.uid() != user.uid()) {
            throw new CaptureException("only root can become another user: user=" + user + ", this is " + current);
        }
        check("PR_CAP_AMBIENT_CLEAR_ALL", user, PrivilegeCalls.clearAmbientSet());
        check("PR_SET_NO_NEW_PRIVS", user, PrivilegeCalls.setNoNewPrivileges());
        check("capset", user, PrivilegeCalls.emptyCapabilities());
    }

    private static void check(final String call, final User user, final int result) throws CaptureException {
        if (result < 0) {
            throw new CaptureException(call + " failed while becoming user " + user + ": " + Native.error(result));
        }
    }

    private static void need(final User user, final String path, final int mode) throws CaptureException {
        if (!PrivilegeCalls.mayUse(path, mode)) {
            throw new CaptureException("user " + user + " cannot read " + path
                + ": let everyone read it and its directories, or choose another user with --user");
        }
    }

    private static String mainClass() {
        final String command = System.getProperty("sun.java.command", "");
        final int space = command.indexOf(' ');
        return space < 0 ? command : command.substring(0, space);
    }

    private static String program() throws CaptureException {
        try {
            return Files.readSymbolicLink(SELF.resolve("exe")).toString();
        } catch (final IOException e) {
            throw new CaptureException("path of java cannot be read: " + e.getMessage());
        }
    }

    private static List<String> commandLine() throws CaptureException {
        try {
            final String all = new String(Files.readAllBytes(SELF.resolve("cmdline")), StandardCharsets.UTF_8);
            return List.of(all.substring(0, all.lastIndexOf('\0')).split("\0", -1));
        } catch (final IOException e) {
            throw new CaptureException("command line cannot be read: " + e.getMessage());
        }
    }

    private static List<String> statusOf(final Path task) throws IOException {
        try {
            return Files.readAllLines(task.resolve("status"));
        } catch (final IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            // the thread ended meanwhile
            return List.of();
        }
    }
}
