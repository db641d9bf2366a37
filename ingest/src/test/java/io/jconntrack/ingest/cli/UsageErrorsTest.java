/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * What is wrong with a command line stands in the first line, and nothing pushes it off the screen.
 */
class UsageErrorsTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "\"\"              | jconntrack: a verb is missing                      | jconntrack",
        "--foo           | jconntrack: unknown option '--foo'                 | jconntrack",
        "list --foo      | jconntrack list: unknown option '--foo'            | jconntrack list",
        "-L --foo        | jconntrack list: unknown option '--foo'            | jconntrack list",
        "list 10.0.0.1   | jconntrack list: unexpected argument '10.0.0.1'    | jconntrack list",
        "list -n         | jconntrack list: -n, -g, -j: jconntrack translates no addresses, there is nothing to find "
            + "| jconntrack list",
        "list -p foo     | jconntrack list: invalid value for option '--protonum': unknown protocol 'foo', "
            + "a protocol is 0 to 255 or one of icmp igmp ipencap tcp udp dccp ipv6 gre esp ah icmpv6 ipv6-icmp ospf "
            + "ipip pim vrrp l2tp sctp udplite | jconntrack list",
        "count --top     | jconntrack count: missing required parameter for option '--top' (N) | jconntrack count",
        "live            | jconntrack live: missing required option: '--interface=IFACE' | jconntrack live",
        "track --pages hugetlb | jconntrack track: --pages hugetlb is not transparent_huge or small "
            + "| jconntrack track",
        "top -b -n 0     | jconntrack top: --frames is for --batch, and above 0 | jconntrack top",
        "top -n 1        | jconntrack top: --frames is for --batch, and above 0 | jconntrack top",
    })
    void shouldTellWhatIsWrongAndWhereTheHelpIs(final String words, final String error, final String helpOf) {
        assertEquals(2, run(words));
        assertEquals(List.of(error, "see: " + helpOf + " --help"), err.toString().lines().toList());
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "lisst           | jconntrack: unexpected argument 'lisst'            | list",
        "list --statt    | jconntrack list: unknown option '--statt'          | --status",
        "snapshot fnd    | jconntrack snapshot: unexpected argument 'fnd'     | find",
    })
    void shouldGuessWhatWasMeant(final String words, final String error, final String guess) {
        assertEquals(2, run(words));
        final List<String> lines = err.toString().lines().toList();
        assertEquals(error, lines.getFirst());
        assertEquals("did you mean: ", lines.get(1).substring(0, 14));
        assertTrue(List.of(lines.get(1).substring(14).split("[,?] ?")).contains(guess), lines.get(1));
        assertEquals(3, lines.size());
    }

    @Test
    void shouldSayWhatJavaLacksForVectors() {
        assertEquals(1, run("track --vectors"));
        assertEquals("jconntrack: --vectors: Java has to be started with --add-modules jdk.incubator.vector",
            err.toString().strip());
    }

    private int run(final String words) {
        final CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute(words.isEmpty() ? new String[0] : words.split(" "));
    }
}
