/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A helper or a tracker in a process of its own, for tests that kill it.
 */
final class RingProcess {
    private RingProcess() {
    }

    /**
     * Start one.
     *
     * @param arguments of {@link #main}.
     */
    static Process start(final Object... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
            ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), RingProcess.class.getName()));
        for (final Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    }

    /**
     * Work until killed.
     *
     * @param arguments "helper", the ring's file, the number of the first frame; or "tracker", the ring's file, a file
     *     with a byte for each number.
     */
    public static void main(final String[] arguments) throws IOException {
        Thread.ofPlatform().daemon().start(RingProcess::endWithParent);
        final Path file = Path.of(arguments[1]);
        final NumberedFrames frames = new NumberedFrames(300);
        if (arguments[0].equals("helper")) {
            help(RingWriter.attach(file), frames, Long.parseLong(arguments[2]));
        } else {
            track(RingReader.attach(file), frames, Path.of(arguments[2]));
        }
    }

    /** Nobody writes to our input: it ends when the one that started us does. */
    private static void endWithParent() {
        try {
            System.in.read();
        } catch (final IOException e) {
            // the same
        }
        Runtime.getRuntime().halt(1);
    }

    private static void help(final RingWriter writer, final NumberedFrames frames, final long first) {
        for (long number = first;; number++) {
            frames.write(writer, number);
            if (number % 37 == 0) {
                writer.flush();
            }
        }
    }

    private static void track(final RingReader reader, final NumberedFrames frames, final Path seen)
        throws IOException {
        final FileChannel channel = FileChannel.open(seen, StandardOpenOption.READ, StandardOpenOption.WRITE);
        final UnsafeBuffer marks =
            new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        while (true) {
            final int count = reader.next();
            for (int i = 0; i < count; i++) {
                final int number = (int)frames.check(reader, i);
                marks.putByte(number, (byte)(marks.getByte(number) + 1));
            }
            reader.done();
        }
    }
}
