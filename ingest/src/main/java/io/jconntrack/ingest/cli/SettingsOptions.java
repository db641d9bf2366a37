/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.expect.FtpHelper;
import io.jconntrack.expect.TftpHelper;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import io.jconntrack.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * The options that make up {@link Settings}: profile, file, single values, in this order.
 */
final class SettingsOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "classic",
        description = "classic (the default): the tracker of the mission text; linux: Linux 6.x, packet for packet.")
    private String profile;

    @Option(names = "--settings", paramLabel = "FILE", description = "Settings in the syntax of sysctl.conf.")
    private Path file;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be repeated.")
    private List<String> values = new ArrayList<>();

    @Option(names = "--helper", paramLabel = "NAME[=PORT]",
        description = "Expect what connections to this port announce: ftp (TCP port 21) or tftp (UDP port 69); "
            + "may be repeated.")
    private List<String> helpers = new ArrayList<>();

    /**
     * The settings.
     *
     * @throws CommandLine.ParameterException when an option is wrong.
     */
    Settings read() throws IOException {
        try {
            final Settings settings = new Settings(Profile.of(profile));
            if (file != null) {
                SettingsFile.load(file, settings);
            }
            for (final String value : values) {
                final int equals = value.indexOf('=');
                if (equals < 1) {
                    throw new SettingException("--set " + value + ": NAME=VALUE expected");
                }
                settings.set(value.substring(0, equals), value.substring(equals + 1));
            }
            for (final String helper : helpers) {
                addHelper(settings, helper);
            }
            settings.check();
            return settings;
        } catch (final IllegalArgumentException ex) {
            throw new CommandLine.ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private static void addHelper(final Settings settings, final String helper) {
        final int equals = helper.indexOf('=');
        final String name = equals < 0 ? helper : helper.substring(0, equals);
        final int wellKnown = switch (name) {
            case "ftp" -> FtpHelper.PORT;
            case "tftp" -> TftpHelper.PORT;
            default -> throw new SettingException("--helper " + helper + ": ftp or tftp expected");
        };
        settings.set("helper_" + name, equals < 0 ? Integer.toString(wellKnown) : helper.substring(equals + 1));
    }

    /** The options as they were given, for another command that has them too. */
    List<String> arguments() {
        final List<String> arguments = new ArrayList<>(List.of("--profile", profile));
        if (file != null) {
            arguments.addAll(List.of("--settings", file.toString()));
        }
        values.forEach(value -> arguments.addAll(List.of("--set", value)));
        helpers.forEach(helper -> arguments.addAll(List.of("--helper", helper)));
        return arguments;
    }

    /** Switch accounting on unless the user decided. */
    static void accountUnlessSet(final Settings settings) {
        if (!settings.isSet(Setting.ACCT)) {
            settings.set(Setting.ACCT, 1);
        }
    }
}
