/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.agent.Cleaner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jconntrack top} on a real terminal, beside a tracker with 200 connections under load.
 */
class TopTest {
    @TempDir
    private Path directory;
    private Hosts hosts;
    private LiveTracker tracker;
    private Generator generator;
    private Tmux terminal;

    @BeforeEach
    void setUp() throws IOException {
        hosts = new Hosts();
        terminal = new Tmux(120, 30);
        tracker = new LiveTracker(hosts, directory);
        tracker.track("--set", "acct=1").capture();
        generator = new Generator(hosts);
    }

    @AfterEach
    void tearDown() throws IOException {
        for (final AutoCloseable part : Arrays.asList(terminal, generator, tracker, hosts)) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (final Exception e) {
                throw new IOException(e);
            }
        }
    }

    private String command(final String... options) {
        final List<String> command = tracker.programs().jconntrack("top", "--name", tracker.files.name());
        command.addAll(List.of(options));
        return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private void start(final String environment, final String... options) {
        terminal.type(environment + command(options) + "; echo status=$?; stty -a | grep -o -- '[-]*icanon'");
        terminal.press("Enter");
        terminal.await("all connections are counted", screen -> screen.contains("ESTABLISHED 200\n"));
    }

    private String line(final String screen, final String start) {
        return screen.lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
    }

    private void awaitShell() {
        final String screen = terminal.await("the shell is back", s -> s.contains("status=0"));
        terminal.await("the terminal is as it was", s -> s.lines().anyMatch("icanon"::equals));
        assertFalse(screen.contains("Exception"), screen);
        assertEquals("0 1", terminal.ask("#{alternate_on} #{cursor_flag}"), screen);
    }

    @Test
    void shouldShowATrackerAtWorkAndObeyKeys() {
        start("", "-i", "0.5");
        terminal.await("there are rates", s -> line(s, Generator.SOURCE).contains("kbit/s")
            || line(s, Generator.SOURCE).contains("Mbit/s"));
        assertTrue(terminal.colouredScreen().contains("\033[32m"), "states have colours");
        terminal.press("o");
        terminal.await("talkers are ports", s -> line(s, "PORT").contains("*CONNS") && s.contains("\ntcp/80 "));
        terminal.press("b");
        terminal.await("it is sorted by bytes", s -> line(s, "PORT").contains("*BYTES"));
        terminal.press("f").type("-p tcp --sport 1030").press("Enter");
        terminal.await("one connection is left", s -> s.contains("ESTABLISHED 1\n")
            && s.contains("filter -p tcp --sport 1030: 1"));
        terminal.press("f", "C-u").type("--bogus").press("Enter");
        terminal.await("it says what is wrong", s -> s.contains("Unknown option: '--bogus'"));
        terminal.press("Escape");
        terminal.await("the filter stays", s -> s.contains("filter -p tcp --sport 1030: 1"));
        terminal.press("f", "C-u", "Enter", "Tab", "Tab");
        terminal.await("all are there again", s -> s.contains("ESTABLISHED 200\n") && s.contains("10.99.0.1:1031"));
        terminal.press("End");
        terminal.await("the last connections are shown alone", s -> !s.contains("\nPORT")
            && s.contains("10.99.0.1:1223") && s.contains("from connection 17"));
        terminal.press("Space");
        terminal.await("it pauses", s -> s.contains("PAUSED"));
        terminal.press("q");
        awaitShell();
    }

    @Test
    void shouldFitWhenTheTerminalIsResized() {
        start("NO_COLOR=1 ");
        assertFalse(terminal.colouredScreen().contains("\033[32m"));
        terminal.resize(60, 12);
        terminal.await("it is narrow", s -> s.lines().count() == 12 && s.lines().skip(11).allMatch(l ->
            l.startsWith("h help")) && s.lines().noneMatch(l -> l.length() > 60));
        terminal.resize(200, 50);
        terminal.await("it is wide", s -> s.lines().count() == 50
            && s.lines().skip(49).allMatch(l -> l.startsWith("h help")) && line(s, "PROTO").contains("BIT/S"));
        terminal.press("C-c");
        awaitShell();
    }

    @Test
    void shouldGiveTheTerminalBackWhenItIsTold() {
        start("");
        final String pid = hosts.tryOn(hosts.near, "pgrep", "-f", "^" + ProcessHandle.current().info().command()
            .orElse("java") + ".* top --name " + tracker.files.name()).output().strip();
        hosts.on(hosts.near, "kill", "-TERM", pid);
        awaitShell();
    }

    @Test
    void shouldGoOnWhenTheTrackerEndsAndIsStartedAgain() throws Exception {
        start("", "-i", "0.2");
        tracker.signalTracker("KILL");
        tracker.trackerEnd();
        terminal.await("it says so", s -> s.contains("  ended "));
        tracker.signalHelper("TERM");
        tracker.helperEnd();
        tracker.track("--set", "acct=1").capture();
        terminal.await("it sees the next one, with the connections of the first", s -> s.contains("  up ")
            && s.contains("ESTABLISHED 200\n") && line(s, "Rates/s").matches("Rates/s  packets [1-9].*"));
        tracker.signalTracker("TERM");
        tracker.trackerEnd();
        tracker.signalHelper("TERM");
        tracker.helperEnd();
        Cleaner.clean(tracker.files);
        terminal.await("it waits", s -> s.contains("no such tracker: waiting for it"));
        terminal.press("q");
        awaitShell();
    }

    @Test
    void shouldPrintFramesAsPlainTextToAPipe() {
        final String text = tracker.ask("top", "--once", "-i", "0.5", "--by", "port", "-p", "tcp", "--lines", "20");
        assertFalse(text.contains("\033"), text);
        assertEquals(20, text.lines().count(), text);
        assertTrue(text.contains("\ntcp/80 "), text);
        final String frames = tracker.ask("top", "-b", "--frames", "3", "-i", "0.1", "--lines", "10");
        assertEquals(3, frames.lines().filter(line -> line.startsWith("jconntrack top ")).count(), frames);
        final Hosts.Ended ended = hosts.tryOn(hosts.near, "bash", "-c",
            "set -o pipefail; " + command("-b", "-i", "0.1") + " | head -n 1");
        assertEquals(0, ended.status(), ended.output());
        final Hosts.Ended refused = hosts.tryOn(hosts.near, "bash", "-c", command());
        assertEquals(2, refused.status());
        assertTrue(refused.output().startsWith("jconntrack top: not a terminal: use --batch"), refused.output());
    }
}
