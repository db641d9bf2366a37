/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Status;
import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.filter.FilterBuilder;
import io.jconntrack.net.Prefix;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.ProcFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Filters against a model that knows nothing but the printed line: regular expressions on the words of
 * /proc/net/nf_conntrack.
 */
class FilterModelTest {
    private static final int CONNECTIONS = 400;
    private static final long START = 5_000_000_000_000L;

    private final SplittableRandom random = new SplittableRandom(seed());
    /** Lines of which the random filters take their values, so that they find something. */
    private final List<String> lines = new ArrayList<>();
    /** Of the next condition; four in a row are of four kinds. */
    private int kind = random.nextInt(11);

    private static long seed() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("FilterModelTest: -Djconntrack.seed=" + seed);
        return seed;
    }

    @Test
    void shouldChooseWhatAModelChooses() {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=2000");
        final Crowd crowd = new Crowd();
        try (Conntrack conntrack = Conntrack.builder().settings(settings).hashSeed(1, 2).build()) {
            for (int id = 0; id < CONNECTIONS; id++) {
                final int steps = 1 + random.nextInt(Crowd.STEPS);
                for (int step = 0; step < steps; step++) {
                    crowd.send(conntrack, id, step, START + id);
                }
            }
            final ProcFormat format = new ProcFormat(true, settings);
            final Connection c = new Connection(conntrack);
            for (int number = c.moveToNext(0, START); number >= 0; number = c.moveToNext(number + 1, START)) {
                lines.add(line(format, c));
            }
            int found = 0;
            for (int i = 0; i < 3000; i++) {
                final FilterBuilder builder = ConnectionFilter.builder();
                Predicate<String> model = line -> true;
                for (int n = random.nextInt(4); n >= 0; n--) {
                    model = model.and(condition(builder));
                }
                final ConnectionFilter filter = builder.build();
                for (int number = c.moveToNext(0, START); number >= 0; number = c.moveToNext(number + 1, START)) {
                    final String line = line(format, c);
                    assertEquals(model.test(line), filter.test(c), line);
                    found += filter.test(c) ? 1 : 0;
                }
            }
            assertTrue(found > 10_000, "the filters found " + found);
        }
    }

    private static String line(final ProcFormat format, final Connection c) {
        final StringBuilder line = new StringBuilder();
        format.append(line, c, START);
        return line.toString();
    }

    /** Adds a condition of which a random line's value is taken; gives its model. */
    private Predicate<String> condition(final FilterBuilder builder) {
        final String line = lines.get(random.nextInt(lines.size()));
        final String[] words = line.split(" +");
        switch (kind++ % 11) {
            case 0 -> {
                builder.protocol(Integer.parseInt(words[3]));
                return other -> other.split(" +")[3].equals(words[3]);
            }
            case 1 -> {
                builder.family(words[0].equals("ipv4") ? 4 : 6);
                return other -> other.startsWith(words[0]);
            }
            case 2 -> {
                final String source = nth(line, "src", 0);
                builder.source(0, Prefix.parse(source));
                return other -> source.equals(nth(other, "src", 0));
            }
            case 3 -> {
                final String source = nth(line, "src", 1);
                builder.source(1, Prefix.parse(source));
                return other -> source.equals(nth(other, "src", 1));
            }
            case 4 -> {
                final String destination = nth(line, "dst", 0);
                builder.destination(0, Prefix.parse(destination));
                return other -> destination.equals(nth(other, "dst", 0));
            }
            case 5 -> {
                return number(line, "sport", 0, builder::sourcePort);
            }
            case 6 -> {
                return number(line, "dport", 1, builder::destinationPort);
            }
            case 7 -> {
                final String state = words[5].matches("[A-Z_0-9]+") ? words[5] : "ESTABLISHED";
                builder.state(state);
                return other -> other.split(" +")[5].equals(state);
            }
            case 8 -> {
                builder.status(Status.ASSURED);
                return other -> other.contains("[ASSURED]");
            }
            case 9 -> {
                builder.unreplied();
                return other -> other.contains("[UNREPLIED]");
            }
            default -> {
                final String type = nth(line, "type", 0);
                builder.icmpType(type == null ? 8 : Integer.parseInt(type));
                return other -> (type == null ? "8" : type).equals(nth(other, "type", 0));
            }
        }
    }

    private interface Port {
        FilterBuilder set(int direction, int port);
    }

    private static Predicate<String> number(final String line, final String word, final int direction,
        final Port condition) {
        final String value = nth(line, word, direction);
        condition.set(direction, value == null ? 1 : Integer.parseInt(value));
        return other -> (value == null ? "1" : value).equals(nth(other, word, direction));
    }

    /** Value of a word of the first or the second tuple; null where it has none. */
    private static String nth(final String line, final String word, final int direction) {
        final Matcher matcher = Pattern.compile(" " + word + "=(\\S+)").matcher(line);
        String value = null;
        for (int i = 0; i <= direction; i++) {
            value = matcher.find() ? matcher.group(1) : null;
        }
        return value;
    }

    @Test
    void shouldBeEmptyWithoutConditions() {
        assertTrue(ConnectionFilter.builder().build().isEmpty());
        assertTrue(ConnectionFilter.builder().mark(7, 0).build().isEmpty(), "a mask of nothing asks nothing");
        assertFalse(ConnectionFilter.builder().mark(0, 1).build().isEmpty());
        assertFalse(ConnectionFilter.builder().unreplied().build().isEmpty());
    }

    @Test
    void shouldRefuseWhatNoConnectionCanHave() {
        final FilterBuilder builder = ConnectionFilter.builder();
        assertEquals("a port is 0 to 65535, not 65536", assertThrows(IllegalArgumentException.class,
            () -> builder.sourcePort(0, 65_536)).getMessage());
        assertEquals("a zone is 0 to 65535, not -1", assertThrows(IllegalArgumentException.class,
            () -> builder.zone(-1)).getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> builder.state("OPEN")).getMessage()
            .startsWith("unknown state 'OPEN', the states are NONE SYN_SENT SYN_RECV"));
    }
}
