/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.FilterBuilder;
import io.jconntrack.net.Prefix;
import io.jconntrack.net.Protocols;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Options that speak of a connection's tuples, with conntrack(8)'s names and letters.
 */
final class TupleOptions {
    @Option(names = {"-p", "--proto", "--protonum"}, paramLabel = "PROTO", converter = Protocol.class,
        description = "IP protocol, a name or a number.")
    Integer protocol;
    @Option(names = {"-f", "--family"}, paramLabel = "FAMILY", converter = Family.class,
        description = "ipv4 or ipv6. Default: both.")
    Integer family;
    @Option(names = {"-w", "--zone"}, paramLabel = "N", description = "Zone.", converter = Word.class)
    Integer zone;

    @Option(names = {"-s", "--src", "--orig-src"}, paramLabel = "IP[/MASK]", converter = Address.class,
        description = "Source address in the original direction; a length or an address behind the slash.")
    Prefix source;
    @Option(names = {"-d", "--dst", "--orig-dst"}, paramLabel = "IP[/MASK]", converter = Address.class,
        description = "Destination address in the original direction.")
    Prefix destination;
    @Option(names = {"-r", "--reply-src"}, paramLabel = "IP[/MASK]", converter = Address.class,
        description = "Source address in the reply direction.")
    Prefix replySource;
    @Option(names = {"-q", "--reply-dst"}, paramLabel = "IP[/MASK]", converter = Address.class,
        description = "Destination address in the reply direction.")
    Prefix replyDestination;
    @Option(names = "--mask-src", paramLabel = "MASK", description = "Mask for --src.")
    String sourceMask;
    @Option(names = "--mask-dst", paramLabel = "MASK", description = "Mask for --dst.")
    String destinationMask;

    @Option(names = {"--sport", "--orig-port-src"}, paramLabel = "PORT", converter = Word.class,
        description = "Source port in the original direction.")
    Integer sourcePort;
    @Option(names = {"--dport", "--orig-port-dst"}, paramLabel = "PORT", converter = Word.class,
        description = "Destination port in the original direction.")
    Integer destinationPort;
    @Option(names = "--reply-port-src", paramLabel = "PORT", converter = Word.class,
        description = "Source port in the reply direction.")
    Integer replySourcePort;
    @Option(names = "--reply-port-dst", paramLabel = "PORT", converter = Word.class,
        description = "Destination port in the reply direction.")
    Integer replyDestinationPort;

    @Option(names = {"--icmp-type", "--icmpv6-type"}, paramLabel = "N", converter = Octet.class,
        description = "Type of an ICMP or ICMPv6 query.")
    Integer icmpType;
    @Option(names = {"--icmp-code", "--icmpv6-code"}, paramLabel = "N", converter = Octet.class,
        description = "Code of an ICMP or ICMPv6 query.")
    Integer icmpCode;
    @Option(names = {"--icmp-id", "--icmpv6-id"}, paramLabel = "N", converter = Word.class,
        description = "Id of an ICMP or ICMPv6 query.")
    Integer icmpId;

    @Option(names = {"--srckey", "--orig-key-src"}, paramLabel = "KEY", converter = Word.class,
        description = "GRE key of the original direction's source.")
    Integer sourceKey;
    @Option(names = {"--dstkey", "--orig-key-dst"}, paramLabel = "KEY", converter = Word.class,
        description = "GRE key of the original direction's destination.")
    Integer destinationKey;

    /** A number as C reads it: decimal, 0x... or 0... */
    static int number(final String text, final long most) {
        try {
            final long number = Long.decode(text);
            if (number >= 0 && number <= most) {
                return (int)number;
            }
        } catch (final NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no number");
        }
        throw new TypeConversionException("'" + text + "' is not 0 to " + most);
    }

    /** Add the conditions that were given. */
    void addTo(final FilterBuilder filter, final CommandLine line) {
        try {
            add(filter);
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(line, e.getMessage(), e);
        }
    }

    private void add(final FilterBuilder filter) {
        addNumber(protocol, filter::protocol);
        addNumber(family, filter::family);
        addNumber(zone, filter::zone);
        addPrefix(masked("--src", source, "--mask-src", sourceMask), prefix -> filter.source(0, prefix));
        addPrefix(masked("--dst", destination, "--mask-dst", destinationMask),
            prefix -> filter.destination(0, prefix));
        addPrefix(replySource, prefix -> filter.source(1, prefix));
        addPrefix(replyDestination, prefix -> filter.destination(1, prefix));
        addNumber(sourcePort, port -> filter.sourcePort(0, port));
        addNumber(destinationPort, port -> filter.destinationPort(0, port));
        addNumber(replySourcePort, port -> filter.sourcePort(1, port));
        addNumber(replyDestinationPort, port -> filter.destinationPort(1, port));
        addNumber(icmpType, filter::icmpType);
        addNumber(icmpCode, filter::icmpCode);
        addNumber(icmpId, filter::icmpId);
        addNumber(sourceKey, filter::sourceKey);
        addNumber(destinationKey, filter::destinationKey);
        oneFamily();
    }

    private static void addNumber(final Integer value, final java.util.function.IntConsumer condition) {
        if (value != null) {
            condition.accept(value);
        }
    }

    private static void addPrefix(final Prefix prefix, final java.util.function.Consumer<Prefix> condition) {
        if (prefix != null) {
            condition.accept(prefix);
        }
    }

    private static Prefix masked(final String option, final Prefix prefix, final String maskOption,
        final String mask) {
        if (mask == null) {
            return prefix;
        }
        if (prefix == null) {
            throw new IllegalArgumentException(maskOption + " needs " + option);
        }
        return prefix.masked(mask);
    }

    private void oneFamily() {
        int first = family == null ? 0 : family;
        for (final Prefix prefix : new Prefix[] {source, destination, replySource, replyDestination}) {
            if (prefix != null) {
                if (first != 0 && first != prefix.l3()) {
                    throw new IllegalArgumentException("IPv4 and IPv6 are mixed: no connection has both");
                }
                first = prefix.l3();
            }
        }
    }

    /** Reads {@code -p}. */
    static final class Protocol implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            try {
                return Protocols.number(text);
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code -f}. */
    static final class Family implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "ipv4" -> 4;
                case "ipv6" -> 6;
                default -> throw new TypeConversionException("'" + text + "' is neither ipv4 nor ipv6");
            };
        }
    }

    /** Reads addresses. */
    static final class Address implements ITypeConverter<Prefix> {
        @Override
        public Prefix convert(final String text) {
            try {
                return Prefix.parse(text);
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads numbers of 16 bits. */
    static final class Word implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            return number(text, 0xFFFF);
        }
    }

    /** Reads numbers of 8 bits. */
    static final class Octet implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            return number(text, 0xFF);
        }
    }
}
