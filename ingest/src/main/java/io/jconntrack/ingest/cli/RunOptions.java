/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.ingest.capture.Privileges;
import io.jconntrack.ingest.capture.User;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * How long a program runs that runs until it is told to stop, and as whom.
 */
final class RunOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--for", paramLabel = "SECONDS",
        description = "End after this time. Default: at SIGINT or SIGTERM.")
    private Double seconds;

    @Option(names = "--user", paramLabel = "NAME",
        description = "As root: become this user. Default: who called sudo, else nobody.")
    private String user;

    @Option(names = "--parent", hidden = true, paramLabel = "PID",
        description = "End when this process ends: it started this one.")
    private Long parent;

    /** What a program with privileges leaves to the one without. */
    interface HandOver {
        List<String> options() throws IOException;
    }

    /** Run something when the process that started this one ends, if it asked for that. */
    void endWithParent(final Runnable end) {
        if (parent != null) {
            ProcessHandle.of(parent).ifPresentOrElse(process -> process.onExit().thenRun(end), end);
        }
    }

    /**
     * Seconds to run, or null for no end.
     *
     * @throws CommandLine.ParameterException when the number makes no sense.
     */
    Double seconds() {
        return checked(seconds, spec);
    }

    /** Seconds to run, or null for no end, of a command that has no other of these options. */
    static Double checked(final Double seconds, final CommandLine.Model.CommandSpec spec) {
        if (seconds != null && !(seconds >= 0 && seconds < 1e9)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--for " + seconds + " is out of range");
        }
        return seconds;
    }

    /** Whom a program with privileges becomes to work on a tracker's files. */
    User target(final TrackerFiles files) throws CaptureException {
        return user != null ? User.find(user) : User.ordinary(files.directory());
    }

    /** The user that was asked for, or null. */
    String user() {
        return user;
    }

    /**
     * With privileges: start this program anew without any, as an ordinary user, in this process.
     *
     * @param verb of the command line.
     * @param more is asked, while the privileges are there, for options that the new start gets.
     * @return who this process is now, in words.
     */
    String becomeOrdinary(final TrackerFiles files, final String verb, final HandOver more) throws IOException {
        final Privileges.Held held = Privileges.held();
        if (held.capabilities() != 0) {
            Privileges.dropAndExec(target(files), verb, more.options());
        }
        return held.toString();
    }
}
