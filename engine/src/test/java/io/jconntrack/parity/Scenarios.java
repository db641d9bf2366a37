/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

/**
 * Scripted TCP connections, one after the other, 440000 s apart so that nothing of one is alive in the next; every
 * fourth over IPv6.
 * <p>
 * A script is steps between bars. A step is a sender, c or s, flags of FSRPAU (0: none), and changes to what that side
 * would send now: {@code len=}, {@code win=}, {@code seq=}, {@code ack=} set a field, {@code seq+=}, {@code ack+=} add
 * to it, {@code opt=} lists options of the SYN from now on, {@code sack=} acknowledges from this far behind the peer's
 * next, {@code cut=}, {@code off=} damage the header, and {@code hold} lets the sender forget it. {@code wait N} is
 * silence in seconds, {@code again N} the last packet again, and {@code new c} or {@code new s} other initial numbers
 * for a side.
 */
final class Scenarios {
    private static final String OPEN = "c S | s SA | c A | ";
    private static final long APART_MICROS = 440_000L * 1_000_000L;
    private static final long STEP_MICROS = 10_000;

    private static final String SCRIPTS = """
        handshake: @ c PA len=100 | s A | s PA len=900 | c A | c FA | s A | s FA | c A | wait 130 | c S
        server closes: @ s FA | c A | c FA | s A | wait 5 | s A
        simultaneous close: @ c FA | s FA ack+=-1 | c A | s A
        three packet close: @ c FA | s FA | c A | c A
        half open for long: @ c FA | s A | s PA len=10 | c A | wait 59 | s PA len=10 | wait 61 | s PA len=10
        data before the handshake ends: c S | s SA | s PA len=10 | c A | c PA len=10
        SYN with data: c S len=100 | s SA | c A | s A
        SYN with data, of which none is taken: c S len=100 | s SA ack+=-100 | c PA seq+=-100 len=100 | s A
        fast open: c S len=200 opt=mss,sack,ws7 | s SA len=50 opt=mss,sack,ws7 | c A | s PA len=500
        SYN/ACK with data: c S | s SA len=5 | c A
        SYN again: c S | wait 1 | c S | wait 2 | c S | s SA | c A
        SYN again, never answered: c S | wait 60 | c S | wait 59 | c S | wait 2 | c S
        SYN with other numbers: c S | new c | c S | s SA | c A
        SYN/ACK again: c S | s SA | s SA hold | c A | s SA hold | c A
        SYN/ACK to the old of two SYNs: c S | c S seq+=1000 hold | s SA | c A
        SYN/ACK with a wrong ack: c S | s SA ack+=1 | c R | c S | s SA
        refused: c S | s RA seq=0 | c S | s RA seq=0
        refused with a wrong ack: c S | s RA seq=0 ack+=5 | c S
        RST without ACK to a SYN: c S | s R seq=0 | c S
        client resets its SYN: c S | c R seq+=0 | c S
        client resets its SYN with ACK: c S | c RA | c S
        simultaneous open: c S | s S | s SA seq+=-1 hold | c SA seq+=-1 hold | c A | s A
        simultaneous open, plain ACKs: c S | s S | c A | s A | c PA len=10
        simultaneous open reset: c S | s S | c R | s S
        split handshake: c S | s A | s S | c SA seq+=-1 hold | s A
        SYN answered by an ACK of nothing: c S | s A seq=77 ack=99 | c R seq=99 | c S | s SA | c A
        client resets after SYN/ACK: c S | s SA | c R | c S
        client resets after SYN/ACK, wrong number: c S | s SA | c R seq+=100 | c A
        server resets after SYN/ACK: c S | s SA | s R | c A
        FIN instead of ACK: c S | s SA | c FA | s A | s FA | c A
        FIN by the server before ACK: c S | s SA | s FA | c A | c FA | s A
        keepalive: @ c A seq+=-1 hold | s A | c A seq+=-1 hold | s A | c A seq+=-1 len=1 hold | s A
        zero window: @ s A win=0 | c A len=1 hold | s A win=0 | s A win=5000 | c PA len=100 | s A
        window shrinks: @ s A win=1000 | c PA len=1000 | s A win=0 | c PA len=1 hold | s A win=1000
        window probe after data: @ c PA len=500 | s A win=0 | wait 301 | s A win=100
        retransmission: @ c PA len=100 | again 1 | again 1 | again 1 | again 1 | s A
        retransmission, other window: @ c PA len=100 | c PA len=100 seq+=-100 win=100 hold | again 3 | s A
        duplicate ACKs: @ s PA len=1000 | c A | again 2 | again 2 | s PA len=10 | c A
        unacknowledged for long: @ c PA len=100 | wait 299 | c PA len=100 seq+=-100 hold | wait 301 | c A
        idle for days: @ wait 400000 | c PA len=1 | s A | wait 432001 | c A
        within the window: @ c PA len=1400 | c PA len=1400 | c PA len=1400 | s A
        at the window's edge: @ c PA seq+=65535 hold | c PA seq+=65536 hold | c PA seq+=131070 hold | s A
        just beyond the window: @ c PA seq+=65537 len=10 hold | s A | c PA len=10 | s A
        far beyond the window: @ c PA seq+=131073 len=10 hold | c PA seq+=1000000 len=10 hold | s A
        below the window: @ c PA len=1000 | s A | c PA seq+=-1000 len=10 hold | c PA seq+=-66600 len=10 hold
        ack of the future: @ s A ack+=1 hold | s A ack+=100000 hold | s PA len=10 | c A
        ack of the past: @ c PA len=1000 | s A | s A ack+=-1000 hold | s A ack+=-66999 hold | s A ack+=-67001 hold
        SACK: c S opt=mss,sack,ws7 | s SA opt=mss,sack,ws7 | c A | s PA len=1000 | s PA len=1000 | \
        c A ack+=-1000 sack=500
        SACK of the future: c S opt=mss,sack | s SA opt=mss,sack | c A | s PA len=10 | c A sack=-1000
        SACK not agreed: c S opt=mss | s SA opt=mss,sack | c A | s PA len=10 | c A sack=-1000
        scale of one side: c S opt=mss,ws7 | s SA opt=mss | c A | s PA len=10 | c A win=65535 | s PA seq+=70000 hold
        scale of both: c S opt=ws7 | s SA opt=ws2 win=1000 | c A win=512 | s PA seq+=65000 len=10 hold | \
        s PA seq+=65600 len=10 hold
        scale over 14: c S opt=ws15 | s SA opt=ws255 | c A
        timestamps only: c S opt=ts | s SA opt=ts | c A | c PA len=10 | s A
        RST in order: @ c R | c S | wait 11 | c S
        RST by the server: @ c PA len=10 | s A | s R | s S | c S
        RST in the window: @ c PA len=10 | s A | c R seq+=100 | c PA len=10 | s A
        RST in the window, then silence: @ c R seq+=100 | wait 11 | c A
        RST below the acknowledged: @ c PA len=100 | s A | c R seq+=-50 | c A
        RST beyond the window: @ c R seq+=200000 | c A
        RST train: @ c PA len=100 | c R seq+=0 | c R seq+=1 | c R seq+=100
        RST train behind unseen data: @ s A | c PA len=100 | c R | s A
        RST with an ack of the future: @ s RA ack+=1000 | c A
        RST of number zero: @ s R seq=0 | c A
        SYN into an open connection, challenge: @ c S seq+=1000 hold | s A | c R | c S | s SA
        SYN into an open connection, same numbers: @ c S seq+=-1 hold | s A | c PA len=10
        SYN into an open connection, answered: @ new c | c S | new s | s SA | c A
        SYN by the server into an open connection: @ s S seq+=100 hold | c A | s PA len=10
        SYN/ACK into an open connection: @ s SA seq+=500 ack+=500 hold | c A | c SA hold
        SYN after FIN: @ c FA | s A | c S seq+=100 hold | s A | s FA | c A
        SYN in LAST_ACK: @ c FA | s FA | c S seq+=1000 hold | s A | c R | c S
        reopened in TIME_WAIT: @ c FA | s FA | c A | wait 1 | new c | new s | c S | s SA | c A
        reopened in TIME_WAIT from behind: @ c FA | s FA | c A | s S seq+=1000 | c SA | s A
        reopened in CLOSE: @ c R | c S seq+=1000 | s SA | c A
        reopened in CLOSE after FIN: @ c FA | s R | c S seq+=1000 | s SA | c A
        FIN again: @ c FA | c FA seq+=-1 hold | s A | s FA | s FA seq+=-1 hold | c A
        data behind FIN: @ c FA | c PA len=10 | s A | s FA | c A
        FIN with data: @ c FA len=100 | s A | s FA len=50 | c A
        bad FINs in turn: @ c FA ack+=1000 hold | s FA ack+=1000 hold | c A
        bad FIN, bad RST: @ c PA len=10 | s A | c FA ack+=1000 hold | s RA ack+=1000 hold | s PA len=10 | c A
        pickup: c A | s A | c PA len=10 | s A | s FA | c FA | s A
        pickup with data: s PA len=100 | c A | wait 299 | s PA len=100 | c A
        pickup never answered: c PA len=100 | wait 299 | c PA len=100 | wait 301 | c PA len=100
        pickup reset: c A | c R | c A | s R
        stray packets: c FA | s SA | c R | s RA | c F | c PU
        bad flags: c SF | c 0 | @ c SF | c F hold | c 0 len=10 hold | c SR hold | c FPU hold | c SAU hold
        reserved flags: c SP | s SAP | c A | c PAU len=10
        cut headers: c S cut=1 | c S cut=12 | c S cut=20 | @ c A cut=1 hold | c A off=4 hold | c A off=15 hold
        ignored by the table: c S | c A len=10 hold | c FA hold | s FA hold | s SA | c A
        """;

    private static final byte[] NOTHING = {};

    private final Capture capture = new Capture(Capture.RAW_IP);
    private final Dice dice = new Dice(2026);
    private long micros = 1_000_000_000_000L;
    private Peer client;
    private Peer server;
    private byte[] last = NOTHING;

    private Scenarios() {
    }

    static Capture capture() {
        final Scenarios scenarios = new Scenarios();
        int number = 0;
        for (final String script : SCRIPTS.split("\n")) {
            scenarios.run(number++, script.substring(script.indexOf(':') + 1));
        }
        return scenarios.capture;
    }

    /** How many there are. */
    static int count() {
        return SCRIPTS.split("\n").length;
    }

    private void run(final int number, final String script) {
        micros += APART_MICROS;
        final boolean v6 = number % 4 == 3;
        client = new Peer(v6 ? Packets.v6(1, 0, 1) : Packets.v4(1, 0, 1), 40_000 + number);
        server = new Peer(v6 ? Packets.v6(2, 0, 1) : Packets.v4(2, 0, 1), 80);
        client.restart(dice.word());
        server.restart(dice.word());
        for (final String step : script.replace("@ ", OPEN).split("\\|")) {
            if (!step.isBlank()) {
                step(step.strip().split(" "));
            }
        }
    }

    private void step(final String[] words) {
        micros += STEP_MICROS;
        switch (words[0]) {
            case "wait" -> micros += Long.parseLong(words[1]) * 1_000_000;
            case "again" -> {
                for (int i = Integer.parseInt(words[1]); i > 0; i--) {
                    capture.add(micros++, last);
                }
            }
            case "new" -> (words[1].equals("c") ? client : server).restart(dice.word());
            case "c" -> send(client, server, words);
            case "s" -> send(server, client, words);
            default -> throw new IllegalArgumentException(String.join(" ", words));
        }
    }

    private void send(final Peer from, final Peer to, final String[] words) {
        int flags = 0;
        for (final char c : words[1].replace("0", "").toCharArray()) {
            flags |= 1 << "FSRPAU".indexOf(c);
        }
        for (final String word : words) {
            if (word.startsWith("opt=")) {
                synOptions(from, word.substring(4).split(","));
            }
        }
        final Segment segment = from.segment(to, flags, 0);
        // a SYN in mid-stream starts where the sender is
        segment.seq = from.next;
        if (segment.has(Segment.SYN) && from.next == from.first + 1 && words.length == 2) {
            segment.seq = from.first;
        }
        boolean hold = false;
        for (int i = 2; i < words.length; i++) {
            hold |= words[i].equals("hold");
            if (words[i].indexOf('=') > 0 && !words[i].startsWith("opt=")) {
                change(segment, to, words[i].substring(0, words[i].indexOf('=')),
                    (int)Long.parseLong(words[i].substring(words[i].indexOf('=') + 1)));
            }
        }
        last = segment.packet(from, to);
        capture.add(micros, last);
        if (!hold) {
            from.sent(to, segment);
        }
    }

    private static void change(final Segment segment, final Peer to, final String name, final int value) {
        switch (name) {
            case "len" -> segment.payload = value;
            case "win" -> segment.window = value;
            case "seq" -> segment.seq = value;
            case "seq+" -> segment.seq += value;
            case "ack" -> segment.ack = value;
            case "ack+" -> segment.ack += value;
            case "sack" -> segment.options = Segment.sack(to.next - value, to.next - value + 100);
            case "cut" -> segment.cut = value;
            case "off" -> segment.dataOffset = value;
            default -> throw new IllegalArgumentException(name);
        }
    }

    private static void synOptions(final Peer peer, final String[] names) {
        peer.synOptions = NOTHING;
        for (final String name : names) {
            if (name.startsWith("ws")) {
                peer.scale = Integer.parseInt(name.substring(2));
            }
            peer.synOptions = Segment.join(peer.synOptions, switch (name) {
                case "mss" -> Segment.mss(1460);
                case "sack" -> Segment.sackPermitted();
                case "ts" -> Segment.timestamps(1);
                default -> Segment.windowScale(peer.scale);
            });
        }
    }
}
