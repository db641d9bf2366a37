/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
    @TempDir
    private Path directory;
    private Path file;
    private final Settings settings = new Settings(Profile.CLASSIC);

    @BeforeEach
    void setUp() {
        file = directory.resolve("ct.conf");
    }

    @Test
    void shouldApplyAllWhenFileIsRight() throws IOException {
        settings.set(Setting.TIMESTAMP, 1);
        Files.writeString(file, """
            # a comment
              ; another = one

            net.netfilter.nf_conntrack_tcp_loose = 0
            net/netfilter/nf_conntrack_acct=1
            \t ip_ct_tcp_timeout_syn_sent\t=\t7\s\s
            -max = 1000
            -net.ipv4.ip_forward = yes
            - net.ipv4.ip_dynaddr = 1
            udp_timeout = 5
            udp_timeout = 6
            """);
        SettingsFile.load(file, settings);
        assertEquals(0, settings.get(Setting.TCP_LOOSE));
        assertEquals(1, settings.get(Setting.ACCT));
        assertEquals(7, settings.get(Setting.TCP_TIMEOUT_SYN_SENT));
        assertEquals(1000, settings.get(Setting.MAX));
        assertEquals(6, settings.get(Setting.UDP_TIMEOUT));
        assertEquals(1, settings.get(Setting.TIMESTAMP));
        assertTrue(settings.isSet(Setting.TCP_LOOSE));
        assertFalse(settings.isSet(Setting.TCP_BE_LIBERAL));
    }

    @Test
    void shouldApplyAllWhenLinesEndAsOnWindowsAndCommentIsNotUtf8() throws IOException {
        Files.write(file, "# caf\u00e9\r\ntcp_loose = 0\r\nacct = 1".getBytes(StandardCharsets.ISO_8859_1));
        SettingsFile.load(file, settings);
        assertEquals(0, settings.get(Setting.TCP_LOOSE));
        assertEquals(1, settings.get(Setting.ACCT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "tcp_lose = 0 | unknown setting 'tcp_lose'; did you mean 'tcp_loose'?",
        "tcp_loose = 2 | tcp_loose=2 is out of range 0..1",
        "-tcp_loose = 2 | tcp_loose=2 is out of range 0..1",
        "tcp_loose = on | tcp_loose=on is not a whole number",
        "tcp_loose = 0 # off | tcp_loose=0 # off is not a whole number",
        "tcp_loose = | tcp_loose= is not a whole number",
        "tcp_loose | 'tcp_loose' is not of the form 'name = value'",
        "-tcp_loose | '-tcp_loose' is not of the form 'name = value'",
        "- | '-' is not of the form 'name = value'",
        "-= 1 | '-= 1' is not of the form 'name = value'",
        "= 1 | '= 1' is not of the form 'name = value'"})
    void shouldNameLineAndApplyNothingWhenALineIsWrong(final String line, final String problem) throws IOException {
        Files.writeString(file, "# first\nacct = 1\n" + line + "\nmax = 7\n");
        final Exception e = assertThrows(SettingException.class, () -> SettingsFile.load(file, settings));
        assertEquals(file + ":3: " + problem, e.getMessage());
        for (final Setting setting : Setting.values()) {
            assertFalse(settings.isSet(setting));
            assertEquals(setting.defaultValue(Profile.CLASSIC), settings.get(setting));
        }
    }

    @Test
    void shouldChangeNothingWhenFileIsEmpty() throws IOException {
        Files.writeString(file, "");
        SettingsFile.load(file, settings);
        for (final Setting setting : Setting.values()) {
            assertFalse(settings.isSet(setting));
        }
    }

    @Test
    void shouldFailWhenFileIsMissing() {
        assertThrows(NoSuchFileException.class, () -> SettingsFile.load(file, settings));
    }
}
