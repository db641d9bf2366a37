/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Scripted connections that have a helper, and those that they expect; 440000 s apart so that nothing of one is alive
 * in the next. A is the client 10.1.0.1, B the server 10.2.0.1, X somebody else; every script with "6" runs over IPv6.
 * <p>
 * {@code open N} opens control connection N from port 40000 + N and lets each side say a line; {@code shake N} leaves
 * the lines out. {@code c N TEXT} and {@code s N TEXT} are segments of client and server with a text in which ~ is
 * CR LF; {@code +K} or {@code -K} in front of it moves the sequence number without the sender's going on, {@code again}
 * repeats the last packet. {@code A:20>B:1025 FLAGS} is a segment outside of it, {@code udp A:20>B:69 HEX} a datagram,
 * {@code cut} the same segment with 12 of its 20 bytes, {@code error} an ICMP error about the last packet.
 */
final class HelperScenarios {
    private static final String SCRIPTS = """
        basic: open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S | again | A:1025>B:20 SA | B:20>A:1025 A | B:21>A:1025 S
        no line before: shake 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S
        burnt by SYN/ACK: open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 SA | B:20>A:1025 S
        burnt by RST: open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 R | B:20>A:1025 S
        burnt by wrong flags: open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 SF | B:20>A:1025 S
        burnt by half a header: open 0 | c 0 PORT 10,1,0,1,4,1~ | cut B:20>A:1025 S | B:20>A:1025 S
        picked up in mid-stream: open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 A | again | A:1025>B:20 A
        cut off: open 0 | c 0 PORT 10,1,0 | c 0 ,1,4,1~ | B:20>A:1025 S
        cut off in the word: open 0 | c 0 PO | c 0 RT 10,1,0,1,4,1~ | B:20>A:1025 S
        cut off, then whole: open 0 | c 0 +0 PORT 10,1,0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S
        line in two segments before it: open 0 | c 0 US | c 0 ER~ | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S
        behind another line: open 0 | c 0 NOOP~PORT 10,1,0,1,4,1~ | B:20>A:1025 S
        repeated: open 0 | c 0 PORT 10,1,0,1,4,1~ | again | again | B:20>A:1025 S | B:21>A:1025 S
        repeated after its use: open 0 | c 0 +0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S | c 0 PORT 10,1,0,1,4,1~ | \
        B:9>A:1025 S
        the second replaces the first: open 0 | c 0 PORT 10,1,0,1,4,1~ | c 0 PORT 10,1,0,1,4,2~ | B:20>A:1025 S | \
        B:20>A:1026 S
        the same by two: open 0 | open 1 | c 0 PORT 10,1,0,1,4,1~ | c 1 PORT 10,1,0,1,4,1~ | B:20>A:1025 S | \
        B:21>A:1025 S | c 1 PORT 10,1,0,1,4,1~ | B:22>A:1025 S
        another's address: open 0 | c 0 PORT 10,3,0,1,4,1~ | B:20>X:1025 S
        from elsewhere: open 0 | c 0 PORT 10,1,0,1,4,1~ | X:20>A:1025 S | B:20>A:1025 S
        the other way round: open 0 | c 0 PORT 10,1,0,1,4,1~ | A:1025>B:20 S | B:9>A:1025 S
        said by the wrong side: open 0 | c 0 227 x (10,1,0,1,4,1)~ | B:20>A:1025 S | s 0 PORT 10,2,0,1,4,1~ | \
        A:20>B:1025 S
        passive: open 0 | c 0 PASV~ | s 0 227 Entering Passive Mode (10,2,0,1,4,1).~ | A:2000>B:1025 S | \
        B:1025>A:2000 SA | A:2000>B:1025 A
        passive, answer in two segments: open 0 | s 0 150 a | s 0 b~ | s 0 227 (10,2,0,1,4,1)~ | A:2000>B:1025 S
        extended passive: open 0 | s 0 229 Entering Extended Passive Mode (|||1025|)~ | A:2000>B:1025 S
        extended: open 0 | c 0 EPRT |1|10.1.0.1|1025|~ | B:20>A:1025 S
        over 6, extended: open 0 | c 0 EPRT |2|2001:db8:1::1|1025|~ | B:20>A:1025 S
        over 6, extended passive: open 0 | s 0 229 (|||1025|)~ | A:20>B:1025 S | B:1025>A:20 SA
        over 6, PORT: open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S
        master forgotten: open 0 | c 0 PORT 10,1,0,1,4,1~ | c 0 !R | wait 20 | B:20>A:1025 S
        master reset: open 0 | c 0 PORT 10,1,0,1,4,1~ | c 0 !R | B:20>A:1025 S
        behind a gap: open 0 | c 0 +50 PORT 10,1,0,1,4,1~ | B:20>A:1025 S
        out of window: open 0 | c 0 +500000 PORT 10,1,0,1,4,1~ | B:20>A:1025 S
        below the window: open 0 | c 0 +-200000 PORT 10,1,0,1,4,1~ | B:20>A:1025 S
        ends of older lines: open 0 | c 0 A~ | c 0 B~ | c 0 C~ | c 0 -3 PORT 10,1,0,1,4,1~ | B:20>A:1025 S | \
        c 0 -6 PORT 10,1,0,1,4,2~ | B:20>A:1026 S | c 0 -9 PORT 10,1,0,1,4,3~ | B:20>A:1027 S
        ends of lines that were sent late: open 0 | c 0 +30 A~ | c 0 +10 B~ | c 0 +33 PORT 10,1,0,1,4,1~ | \
        c 0 +13 PORT 10,1,0,1,4,2~ | B:20>A:1025 S | B:20>A:1026 S
        control picked up: c 0 PASS x~ | s 0 230 ok~ | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S | c 0 NOOP~ | \
        c 0 PORT 10,1,0,1,4,2~ | B:20>A:1026 S
        connection there already: B:20>A:1025 S | open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S | B:21>A:1025 S
        another protocol: open 0 | c 0 PORT 10,1,0,1,4,1~ | udp B:20>A:1025 00 | B:20>A:1025 S
        error about the data: open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S | error
        refused: open 0 | c 0 PORT 10,1,0,1,4,1~ | B:20>A:1025 S | A:1025>B:20 RA | B:20>A:1025 S
        to a helper's port: open 0 | c 0 PORT 10,1,0,1,0,21~ | B:20>A:21 S
        control to another port: A:40000>B:2121 S | B:2121>A:40000 SA | A:40000>B:2121 A
        read request: udp A:3000>B:69 000161006f00 | udp B:5000>A:3000 0003000178 | udp A:3000>B:5000 00040001 | \
        udp B:5001>A:3000 0003000178
        write request twice: udp A:3000>B:69 000261006f00 | again | udp B:5000>A:3000 00040000 | udp B:5001>A:3000 0003
        short requests: udp A:3000>B:69 00 | udp B:5000>A:3000 0003 | udp A:3000>B:69 0001 | udp B:5001>A:3000 0003
        answered from port 69: udp A:3000>B:69 000161 | udp B:69>A:3000 0003 | udp B:70>A:3000 0003
        asked by the server: udp A:3000>B:69 0004 | udp B:69>A:3000 0001 | udp B:70>A:3000 0003
        over 6, read request: udp A:3000>B:69 000161 | udp B:5000>A:3000 0003
        between helpers' ports: udp A:69>B:69 000161 | udp B:5000>A:69 000166 | udp A:6000>B:5000 000166
        TFTP from elsewhere: udp A:3000>B:69 000161 | udp X:5000>A:3000 0003 | udp B:5000>A:3000 0003
        no request: udp A:3000>B:69 000361 | udp B:5000>A:3000 00030001 | udp A:3000>B:69 010161 | udp B:5001>A:3000 00
        """;

    private static final long APART_MICROS = 440_000L * 1_000_000L;
    private static final int CONNECTIONS = 2;

    private final Capture capture = new Capture(Capture.RAW_IP);
    private final int[][] next = new int[CONNECTIONS][2];
    private long micros = 1_000_000_000_000L;
    private boolean v6;
    private byte[] last = {};

    private HelperScenarios() {
    }

    static Capture capture() {
        final HelperScenarios scenarios = new HelperScenarios();
        for (final String script : SCRIPTS.split("\n")) {
            scenarios.run(script.substring(0, script.indexOf(':')), script.substring(script.indexOf(':') + 1));
        }
        return scenarios.capture;
    }

    static int count() {
        return SCRIPTS.split("\n").length;
    }

    private void run(final String name, final String script) {
        micros += APART_MICROS;
        v6 = name.contains("6");
        for (int i = 0; i < CONNECTIONS; i++) {
            next[i] = new int[] {1000, 5000};
        }
        for (final String step : script.split(" \\| ")) {
            step(step.strip());
        }
    }

    private void step(final String step) {
        final String[] words = step.split(" ", 3);
        switch (words[0]) {
            case "wait" -> micros += Long.parseLong(words[1]) * 1_000_000;
            case "again" -> add(last);
            case "open" -> open(Integer.parseInt(words[1]), true);
            case "shake" -> open(Integer.parseInt(words[1]), false);
            case "c", "s" -> say(Integer.parseInt(words[1]), words[0].equals("c") ? 0 : 1, words[2]);
            case "udp" -> datagram(words[1], words[2]);
            case "cut" -> add(Packets.ip(address(words[1], 0), address(words[1], 1), Packets.TCP,
                Arrays.copyOf(tcp(words[1], 7000, 0, flags(words[2]), ""), 12)));
            case "error" -> add(Packets.icmp(Packets.v4(1, 0, 1), Packets.v4(2, 0, 1), 3, 3, 0, last));
            default -> segment(words[0], 7000, words[1].contains("A") ? 7001 : 0, flags(words[1]), "");
        }
    }

    private void open(final int connection, final boolean talk) {
        final String forth = forth(connection);
        final String back = back(connection);
        segment(forth, 999, 0, Segment.SYN, "");
        segment(back, 4999, 1000, Segment.SYN | Segment.ACK, "");
        segment(forth, 1000, 5000, Segment.ACK, "");
        if (talk) {
            say(connection, 1, "220 hi~");
            say(connection, 0, "USER x~");
        }
    }

    private static String forth(final int connection) {
        return "A:" + (40_000 + connection) + ">B:21";
    }

    private static String back(final int connection) {
        return "B:21>A:" + (40_000 + connection);
    }

    private void say(final int connection, final int side, final String words) {
        final int[] sides = next[connection];
        String text = words;
        int from = sides[side];
        boolean goesOn = true;
        if (words.startsWith("!")) {
            segment(forth(connection), from, 0, flags(words.substring(1)), "");
            return;
        }
        if (words.startsWith("+") || words.startsWith("-")) {
            from += Integer.parseInt(words.substring(words.charAt(0) == '+' ? 1 : 0, words.indexOf(' ')));
            text = words.substring(words.indexOf(' ') + 1);
            goesOn = false;
        }
        final String said = text.replace("~", "\r\n");
        segment(side == 0 ? forth(connection) : back(connection), from, sides[1 - side], Segment.ACK | Segment.PSH,
            said);
        if (goesOn) {
            sides[side] += said.length();
        }
    }

    private static int flags(final String letters) {
        int flags = 0;
        for (int i = 0; i < letters.length(); i++) {
            flags |= 1 << "FSRPAU".indexOf(letters.charAt(i));
        }
        return flags;
    }

    private void segment(final String path, final int seq, final int ack, final int flags, final String data) {
        add(Packets.ip(address(path, 0), address(path, 1), Packets.TCP, tcp(path, seq, ack, flags, data)));
    }

    private byte[] tcp(final String path, final int seq, final int ack, final int flags, final String data) {
        final byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1);
        return Packets.withChecksum(address(path, 0), address(path, 1), Packets.TCP,
            ByteBuffer.allocate(20 + bytes.length).putShort((short)port(path, 0)).putShort((short)port(path, 1))
                .putInt(seq).putInt(ack).put((byte)0x50).put((byte)flags).putShort((short)65_535).putInt(0)
                .put(bytes).array(), 16, 1 << 17);
    }

    private void datagram(final String path, final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        add(Packets.ip(address(path, 0), address(path, 1), Packets.UDP, Packets.withChecksum(address(path, 0),
            address(path, 1), Packets.UDP, ByteBuffer.allocate(8 + bytes.length).putShort((short)port(path, 0))
                .putShort((short)port(path, 1)).putShort((short)(8 + bytes.length)).putShort((short)0).put(bytes)
                .array(), 6, 1 << 17)));
    }

    private static String end(final String path, final int which) {
        return path.split(">")[which];
    }

    private byte[] address(final String path, final int which) {
        final int host = 1 + "ABX".indexOf(end(path, which).charAt(0));
        return v6 ? Packets.v6(host, 0, 1) : Packets.v4(host, 0, 1);
    }

    private static int port(final String path, final int which) {
        return Integer.parseInt(end(path, which).substring(2));
    }

    private void add(final byte[] packet) {
        micros += 10_000;
        capture.add(micros, packet);
        last = packet;
    }
}
