/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a tracker made of one packet, and the entry afterwards: a word for each field that is compared.
 */
final class Answer {
    /** The fields, in the order of the recorded form. */
    enum Field {
        VERDICT, DIR, COUNT, EVENTS, ENTRY, L3, PROTO, STATE, TIMEOUT, REFRESH, STATUS, ORIG, REPLY, PACKETS, BYTES,
        WSCALE, TCPFLAGS, VTAG
    }

    private static final Field[] FIELDS = Field.values();
    private static final Pattern NUMBER = Pattern.compile(",n:[0-9]+");
    private static final String UNUSABLE = "?";

    private final String[] words;
    /** State before the packet; null where there was no entry, or it is not known. */
    final String before;
    /** The tracker's own words; null when it has nothing to say. */
    final String remark;

    private Answer(final String[] words, final String before, final String remark) {
        this.words = words;
        this.before = before;
        this.remark = remark;
    }

    /** Read a JSON line: the kernel's or ours. */
    static Answer ofJson(final String line) {
        final Map<String, String> top = Json.fields(line);
        if (top.containsKey("warn") || top.containsKey("warn2") || top.containsKey("warn3")
            || top.containsKey("udp_skew")) {
            return new Answer(null, null, null);
        }
        final String[] words = new String[FIELDS.length];
        final String raw = top.get("entry");
        final boolean present = raw != null && !raw.equals("null");
        final Map<String, String> entry = present ? Json.fields(raw) : Map.of();
        for (final Field field : FIELDS) {
            words[field.ordinal()] = switch (field) {
                case VERDICT -> Json.word(top.get("verdict"));
                case DIR -> Json.word(top.get("dir"));
                case COUNT -> Json.word(top.get("count"));
                case EVENTS -> events(top.get("events"));
                case ENTRY -> present ? "present" : "none";
                case STATUS -> present ? status(Json.word(entry.get("status"))) : null;
                default -> Json.word(entry.get(field.name().toLowerCase(java.util.Locale.ROOT)));
            };
        }
        final String remark = top.containsKey("log") ? top.get("log") : Json.word(top.get("reason"));
        return new Answer(words, Json.word(top.get("pre")), remark);
    }

    /**
     * The events in a row, without the numbers of the connections. Those that expired in front of the packet come in
     * no order that matters.
     */
    private static String events(final String raw) {
        final String word = raw == null ? "" : NUMBER.matcher(Json.word(raw)).replaceAll("");
        if (word.isEmpty()) {
            return null;
        }
        final List<String> events = new ArrayList<>(List.of(word.split(",(?=ev:)")));
        int expired = 0;
        while (expired < events.size() && events.get(expired).startsWith("ev:DESTROY")) {
            expired++;
        }
        Collections.sort(events.subList(0, expired));
        return String.join(";", events);
    }

    /** CONFIRMED says nothing about an entry that is in the table. */
    private static String status(final String bits) {
        return (bits + ",").replace("CONFIRMED,", "");
    }

    /** Read the recorded form. */
    static Answer ofLine(final String line) {
        if (line.equals(UNUSABLE)) {
            return new Answer(null, null, null);
        }
        final String[] words = new String[FIELDS.length];
        final String[] given = line.split(" ");
        for (int i = 0; i < given.length; i++) {
            words[i] = given[i].equals("-") ? null : given[i];
        }
        return new Answer(words, null, null);
    }

    /** The recorded form. */
    String line() {
        if (!usable()) {
            return UNUSABLE;
        }
        int last = words.length - 1;
        while (words[last] == null) {
            last--;
        }
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i <= last; i++) {
            line.append(i == 0 ? "" : " ").append(words[i] == null ? "-" : words[i]);
        }
        return line.toString();
    }

    String get(final Field field) {
        return words[field.ordinal()];
    }

    /** Entries in the table. */
    long count() {
        return Long.parseLong(get(Field.COUNT));
    }

    /** Whether the one who answered trusts himself. */
    boolean usable() {
        return words != null;
    }

    /** Refused by the IP layer before the tracker saw it. */
    boolean refusedByIp() {
        return "IPDROP".equals(words[0]) || "UNROUTABLE".equals(words[0]);
    }

    /**
     * Fields in which another tracker's answer differs from this, the kernel's.
     *
     * @return its words for these fields; empty when there is no difference.
     */
    Map<Field, String> differences(final Answer ours) {
        final Map<Field, String> differences = new EnumMap<>(Field.class);
        if (!usable()) {
            return differences;
        }
        if (refusedByIp()) {
            final String verdict = ours.get(Field.VERDICT);
            if (!"INVALID".equals(verdict) && !"NOTIP".equals(verdict)) {
                differences.put(Field.VERDICT, verdict);
            }
            return differences;
        }
        final boolean entryKnown = !lookupFailed(ours);
        final boolean bothHaveEntries = "present".equals(get(Field.ENTRY)) && "present".equals(ours.get(Field.ENTRY));
        for (final Field field : FIELDS) {
            if ((field.ordinal() < Field.ENTRY.ordinal() || field == Field.ENTRY && entryKnown || bothHaveEntries)
                && !Objects.equals(get(field), ours.get(field))) {
                differences.put(field, String.valueOf(ours.get(field)));
            }
        }
        return differences;
    }

    /**
     * The oracle looks entries up by a tuple that it reads itself, and cannot read some headers that the kernel can:
     * a packet that was accepted then seems to have no entry. Only TCP and SCTP delete an entry by an accepted packet.
     */
    boolean lookupFailed(final Answer ours) {
        final String protocol = ours.get(Field.PROTO);
        return "none".equals(get(Field.ENTRY)) && !"INVALID".equals(get(Field.VERDICT)) && protocol != null
            && !protocol.equals("6") && !protocol.equals("132");
    }

    @Override
    public String toString() {
        return line() + (remark == null ? "" : " (" + remark + ")");
    }
}
