/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.snapshot.Dump;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * How connections are printed: a form, and what is added to it, in one list as conntrack(8) has it.
 */
final class FormOptions {
    private static final String NAMES =
        "proc nf conntrack extended xml json, and with conntrack's three id timestamp ktimestamp labels";

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM", split = ",",
        completionCandidates = Candidates.class,
        description = "A form: proc (default of a classic tracker), nf (default of a linux one), conntrack, extended, "
            + "xml as conntrack prints them, json; and what is added to conntrack's: id, timestamp, ktimestamp, "
            + "labels. These alone mean the form conntrack.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--id", description = "Each connection's number too, in any form.")
    private boolean id;

    private Form form;
    private final Set<Form.Option> options = EnumSet.noneOf(Form.Option.class);

    /** What a shell offers. */
    static final class Candidates implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return List.of("proc", "nf", "conntrack", "extended", "xml", "json", "id", "timestamp", "ktimestamp",
                "labels").iterator();
        }
    }

    /**
     * Read the words.
     *
     * @throws CommandLine.ParameterException when one is unknown or two forms are named.
     */
    FormOptions read() {
        boolean asConntrack = false;
        for (final String word : words) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "proc" -> choose(Form.PROC);
                case "nf" -> choose(Form.NF);
                case "json" -> choose(Form.JSON);
                case "conntrack" -> choose(Form.CONNTRACK);
                case "extended" -> choose(Form.EXTENDED);
                case "xml" -> choose(Form.XML);
                case "id" -> asConntrack |= options.add(Form.Option.ID);
                case "ktimestamp" -> asConntrack |= options.add(Form.Option.KTIMESTAMP);
                case "labels" -> asConntrack |= options.add(Form.Option.LABELS);
                // of events alone; conntrack -L takes it too
                case "timestamp" -> asConntrack = true;
                default -> throw new CommandLine.ParameterException(spec.commandLine(),
                    "--output: unknown form '" + word + "', there are " + NAMES);
            }
        }
        if (form == null && asConntrack) {
            form = Form.CONNTRACK;
        }
        if (id) {
            options.add(Form.Option.ID);
        }
        return this;
    }

    /** Of conntrack's forms, xml says more than extended, and that more than conntrack: the strongest counts. */
    private void choose(final Form chosen) {
        final boolean isConntracks = isConntracks(chosen) && (form == null || isConntracks(form));
        if (form != null && form != chosen && !isConntracks) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--output: "
                + form.name().toLowerCase(Locale.ROOT) + " and " + chosen.name().toLowerCase(Locale.ROOT)
                + " are two forms, choose one");
        }
        if (form == null || chosen.compareTo(form) > 0) {
            form = chosen;
        }
    }

    private static boolean isConntracks(final Form form) {
        return form == Form.CONNTRACK || form == Form.EXTENDED || form == Form.XML;
    }

    /** The form of a dump, whose tracker's profile decides where nothing was asked for. */
    Form form(final Dump dump) {
        return form != null ? form : Form.of(dump.settings().profile());
    }

    /** Refuse the form that is one document, where each line stands for itself. */
    FormOptions linesOnly() {
        if (form == Form.XML) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--output: xml is no form of single lines");
        }
        return this;
    }

    /** The format for a dump, whose tracker's profile decides where nothing was asked for. */
    EntryFormat format(final Dump dump) {
        return new EntryFormat(form(dump), options, dump.settings(), dump.epochNanos() - dump.nowNanos());
    }
}
