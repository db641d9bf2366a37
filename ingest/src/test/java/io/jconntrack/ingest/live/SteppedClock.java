/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A wall clock for chosen programs that a test sets while they run; the monotonic clock stays the machine's. It is
 * libfaketime's.
 */
final class SteppedClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path library;
    private final Path offset;

    /** With the machine's time; the test is skipped where the library is missing. */
    SteppedClock(final Path directory) throws IOException {
        library = library();
        assumeTrue(library != null, "needs libfaketime, of Debian's package faketime");
        offset = directory.resolve("clock");
        set(0);
    }

    private static Path library() throws IOException {
        try (Stream<Path> directories = Files.list(LIBRARIES)) {
            return Stream.concat(Stream.of(LIBRARIES), directories).map(directory -> directory.resolve(LIBRARY))
                .filter(Files::exists).findFirst().orElse(null);
        }
    }

    /** Let it differ from the machine's by so many seconds. */
    void set(final long seconds) throws IOException {
        final Path next = offset.resolveSibling("clock.next");
        Files.writeString(next, text(seconds) + "\n", StandardCharsets.US_ASCII);
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The command of a Java program whose clock steps when this one does. */
    List<String> with(final List<String> command) {
        return with(command, Map.of("FAKETIME_TIMESTAMP_FILE", offset.toString(), "FAKETIME_NO_CACHE", "1"));
    }

    /** The command of a Java program whose clock differs by so many seconds all the time; it starts sooner. */
    List<String> with(final List<String> command, final long seconds) {
        return with(command, Map.of("FAKETIME", text(seconds)));
    }

    private List<String> with(final List<String> command, final Map<String, String> more) {
        final Map<String, String> variables = new HashMap<>(more);
        variables.putAll(Map.of("LD_PRELOAD", library.toString(), "FAKETIME_DONT_FAKE_MONOTONIC", "1", "NO_FAKE_STAT",
            "1", "FAKETIME_DISABLE_SHM", "1"));
        final List<String> words = new ArrayList<>(List.of("env"));
        variables.forEach((name, value) -> words.add(name + '=' + value));
        words.add(command.getFirst());
        // a look at the clock is slow, and the JVM's own measurements would look for each class
        words.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
        words.addAll(command.subList(1, command.size()));
        return words;
    }

    private static String text(final long seconds) {
        return (seconds < 0 ? "" : "+") + seconds;
    }
}
