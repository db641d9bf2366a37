/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import static io.jconntrack.protocol.SctpDescriptor.FLAG_INIT;
import static io.jconntrack.protocol.SctpDescriptor.FLAG_STRANGE_HEARTBEAT;
import static io.jconntrack.protocol.SctpDescriptor.FLAG_STRANGE_HEARTBEAT_REPLY;
import static io.jconntrack.protocol.SctpDescriptor.FLAG_UNTOLD;
import static io.jconntrack.protocol.SctpState.ABORT;
import static io.jconntrack.protocol.SctpState.COOKIE_ACK;
import static io.jconntrack.protocol.SctpState.COOKIE_ECHO;
import static io.jconntrack.protocol.SctpState.DATA;
import static io.jconntrack.protocol.SctpState.HEARTBEAT;
import static io.jconntrack.protocol.SctpState.HEARTBEAT_ACK;
import static io.jconntrack.protocol.SctpState.INIT;
import static io.jconntrack.protocol.SctpState.INIT_ACK;
import static io.jconntrack.protocol.SctpState.SHUTDOWN_ACK;
import static io.jconntrack.protocol.SctpState.SHUTDOWN_COMPLETE;

import io.jconntrack.entry.Status;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.UnsafeApi;

/**
 * SCTP (RFC 9260), as Linux tracks it: every chunk of a packet moves the association in turn, so a packet that is
 * refused at its third chunk has moved it with the first two. One per worker thread.
 */
public final class SctpTracker {
    private static final int HEADER_LENGTH = 12;
    private static final int CHUNK_HEADER_LENGTH = 4;
    private static final int INIT_HEADER_LENGTH = 16;
    private static final int FLAG_T = 1;

    /** Chunks that may come only alone in a packet (RFC 9260, section 6.10). */
    private static final long ALONE = bit(INIT) | bit(INIT_ACK) | bit(SHUTDOWN_COMPLETE);
    /** Chunks that have to be the first of a packet. */
    private static final long FIRST = bit(COOKIE_ECHO) | bit(COOKIE_ACK);
    /** Chunks to which no entry is opened (RFC 9260, section 8.4). */
    private static final long NEVER_OPEN = bit(ABORT) | bit(SHUTDOWN_COMPLETE) | bit(COOKIE_ACK);
    /** Chunks with a rule of their own for the tag; one of them in the packet lifts the general rule. */
    private static final long OWN_TAG_RULE = bit(INIT) | bit(SHUTDOWN_COMPLETE) | bit(COOKIE_ECHO) | bit(ABORT)
        | bit(SHUTDOWN_ACK) | bit(HEARTBEAT) | bit(HEARTBEAT_ACK);

    private final Lifetimes lifetimes;
    private final boolean checksum;
    private final Setting[] settings = {Setting.SCTP_TIMEOUT_CLOSED, Setting.SCTP_TIMEOUT_CLOSED,
        Setting.SCTP_TIMEOUT_COOKIE_WAIT, Setting.SCTP_TIMEOUT_COOKIE_ECHOED, Setting.SCTP_TIMEOUT_ESTABLISHED,
        Setting.SCTP_TIMEOUT_SHUTDOWN_SENT, Setting.SCTP_TIMEOUT_SHUTDOWN_RECD,
        Setting.SCTP_TIMEOUT_SHUTDOWN_ACK_SENT, Setting.SCTP_TIMEOUT_HEARTBEAT_SENT};
    private final long[] nanos = new long[SctpState.COUNT];
    private long chunks;
    private int tag;

    /**
     * A tracker.
     *
     * @param settings in force; read once.
     * @param lifetimes that deadlines and counters go through.
     */
    public SctpTracker(final Settings settings, final Lifetimes lifetimes) {
        this.lifetimes = lifetimes;
        checksum = settings.get(Setting.CHECKSUM) != 0;
        for (int state = 0; state < SctpState.COUNT; state++) {
            nanos[state] = settings.timeoutNanos(this.settings[state]);
        }
    }

    /**
     * Verification tag of a side.
     *
     * @param entry address of an SCTP entry.
     * @param direction of the packets that carry it.
     * @return the tag, 0 while it is unknown.
     */
    public static int vtag(final long entry, final int direction) {
        return UnsafeApi.getInt(SctpDescriptor.vtag(entry, direction));
    }

    /**
     * Read the common header and the order of the chunks; comes before the other two for each packet.
     *
     * @param p the packet.
     * @return {@link Reason#NONE} or why the packet is refused in any state.
     */
    public Reason read(final Packet p) {
        if (p.transportLength() < HEADER_LENGTH || !p.captured(0, HEADER_LENGTH)) {
            return Reason.TRANSPORT_TRUNCATED;
        }
        if (checksum && p.needsChecksum() && !p.crcIsRight()) {
            return Reason.TRANSPORT_CHECKSUM;
        }
        tag = p.transportInt(4);
        chunks = 0;
        int count = 0;
        for (int at = HEADER_LENGTH; hasChunk(p, at); at = following(p, at)) {
            final long type = bit(p.transportByte(at));
            if (count > 0 && ((chunks | type) & ALONE | type & FIRST) != 0) {
                return Reason.SCTP_BUNDLE;
            }
            if (p.transportShort(at + 2) == 0) {
                return Reason.SCTP_CHUNK_LENGTH;
            }
            chunks |= type;
            count++;
        }
        return count == 0 ? Reason.SCTP_NO_CHUNK : Reason.NONE;
    }

    /**
     * Whether the packet may open an entry, as far as that shows without one.
     *
     * @param p the packet.
     * @return {@link Reason#NONE} or why not.
     */
    public Reason opening(final Packet p) {
        if ((chunks & NEVER_OPEN) != 0) {
            return Reason.SCTP_NOT_AN_OPENING;
        }
        for (int at = HEADER_LENGTH; hasChunk(p, at); at = following(p, at)) {
            if (SctpState.next(SctpState.NONE, 0, p.transportByte(at)) == SctpState.NONE) {
                return Reason.SCTP_NOT_AN_OPENING;
            }
        }
        return Reason.NONE;
    }

    /**
     * Move the association on.
     *
     * @param entry its address.
     * @param fresh whether this packet created it.
     * @param direction 0 original, 1 reply.
     * @param p the packet.
     * @param nowNanos its time.
     * @return an {@link Outcome}.
     */
    public int track(final long entry, final boolean fresh, final int direction, final Packet p,
        final long nowNanos) {
        if (fresh) {
            open(entry);
        }
        if ((chunks & OWN_TAG_RULE) == 0 && tag != vtag(entry, direction)) {
            return Outcome.invalid(Reason.SCTP_TAG);
        }
        final int oldState = UnsafeApi.getByte(entry + EntryDescriptor.STATE);
        boolean ignored = false;
        for (int at = HEADER_LENGTH; hasChunk(p, at); at = following(p, at)) {
            final int type = p.transportByte(at);
            int outcome = checkTag(entry, direction, type, p.transportByte(at + 1), ignored);
            if (outcome == Outcome.ACCEPT) {
                outcome = move(entry, fresh, direction, p, at, type);
            }
            if (outcome > 0) {
                if (UnsafeApi.getByte(entry + EntryDescriptor.STATE) != oldState) {
                    setFlags(entry, flags(entry) | FLAG_UNTOLD);
                }
                return outcome;
            }
            ignored |= Outcome.isIgnored(outcome);
        }
        if (ignored) {
            return Outcome.ignore(Reason.NONE);
        }
        final int state = UnsafeApi.getByte(entry + EntryDescriptor.STATE);
        lifetimes.refresh(entry, direction, p.ipLength(), settings[state].ordinal(), nanos[state], nowNanos);
        if ((flags(entry) & FLAG_UNTOLD) != 0) {
            setFlags(entry, flags(entry) & ~FLAG_UNTOLD);
            return Outcome.ACCEPT_AS_NEWS;
        }
        return Outcome.ACCEPT;
    }

    /** What the first packet of an entry tells of the tags before its chunks count. */
    private void open(final long entry) {
        if ((chunks & bit(HEARTBEAT)) != 0) {
            UnsafeApi.putInt(SctpDescriptor.vtag(entry, 0), tag);
        }
        if ((chunks & bit(SHUTDOWN_ACK)) != 0) {
            // the peer answers with SHUTDOWN COMPLETE and the same tag (RFC 9260, section 8.4)
            UnsafeApi.putInt(SctpDescriptor.vtag(entry, 1), tag);
        }
    }

    /** RFC 9260, section 8.5.1, and what Linux adds for heartbeats. */
    private int checkTag(final long entry, final int direction, final int type, final int flags,
        final boolean ignored) {
        final boolean right;
        switch (type) {
            case INIT:
                return tag == 0 ? Outcome.ACCEPT : Outcome.invalid(Reason.SCTP_INIT_TAG);
            case ABORT, SHUTDOWN_COMPLETE:
                // with the T bit the sender had no tag of its own and reflects the peer's
                right = tag == vtag(entry, (flags & FLAG_T) == 0 ? direction : 1 - direction);
                break;
            case COOKIE_ECHO:
                right = tag == vtag(entry, direction);
                break;
            case COOKIE_ACK:
                setFlags(entry, flags(entry) & ~(FLAG_INIT | FLAG_INIT << 1));
                return Outcome.ACCEPT;
            case HEARTBEAT, HEARTBEAT_ACK:
                return heartbeat(entry, direction, type, ignored);
            default:
                return Outcome.ACCEPT;
        }
        return right ? Outcome.ACCEPT : Outcome.invalid(Reason.SCTP_TAG);
    }

    /**
     * A heartbeat with a strange tag comes from an endpoint that has restarted on a path that did not see its INIT: it
     * is let through, and if the other side acknowledges with a strange tag too, that tag is the new one.
     */
    private int heartbeat(final long entry, final int direction, final int type, final boolean ignored) {
        final long known = SctpDescriptor.vtag(entry, direction);
        final int flags = flags(entry);
        if (UnsafeApi.getInt(known) == 0) {
            UnsafeApi.putInt(known, tag);
            return Outcome.ACCEPT;
        }
        if (tag == UnsafeApi.getInt(known)) {
            setFlags(entry, flags & ~FLAG_STRANGE_HEARTBEAT);
            return Outcome.ACCEPT;
        }
        if ((chunks & bit(DATA)) != 0 || ignored) {
            return Outcome.invalid(Reason.SCTP_HEARTBEAT);
        }
        final int fromReply = (flags & FLAG_STRANGE_HEARTBEAT_REPLY) != 0 ? 1 : 0;
        if (type == HEARTBEAT) {
            setFlags(entry, flags & ~FLAG_STRANGE_HEARTBEAT_REPLY | FLAG_STRANGE_HEARTBEAT
                | direction * FLAG_STRANGE_HEARTBEAT_REPLY);
            return Outcome.ignore(Reason.NONE);
        }
        if ((flags & FLAG_STRANGE_HEARTBEAT) == 0 || fromReply == direction) {
            return Outcome.invalid(Reason.SCTP_HEARTBEAT);
        }
        setFlags(entry, flags & ~FLAG_STRANGE_HEARTBEAT);
        UnsafeApi.putInt(known, tag);
        UnsafeApi.putInt(SctpDescriptor.vtag(entry, 1 - direction), 0);
        return Outcome.ACCEPT;
    }

    private int move(final long entry, final boolean fresh, final int direction, final Packet p, final int at,
        final int type) {
        final int oldState = UnsafeApi.getByte(entry + EntryDescriptor.STATE);
        final int newState = SctpState.next(oldState, direction, type);
        if (newState == SctpState.INVALID) {
            return Outcome.invalid(Reason.SCTP_STATE);
        }
        if (type == INIT || type == INIT_ACK) {
            if (!hasInitHeader(p, at)) {
                return Outcome.invalid(Reason.SCTP_INIT_TRUNCATED);
            }
            final int announced = p.transportInt(at + CHUNK_HEADER_LENGTH);
            if (type == INIT) {
                if (oldState == SctpState.NONE || announced != vtag(entry, 1 - direction)) {
                    noteInit(entry, direction);
                }
            } else if (!fitsInit(entry, direction, announced)) {
                return Outcome.invalid(Reason.SCTP_COLLISION);
            }
            UnsafeApi.putInt(SctpDescriptor.vtag(entry, 1 - direction), announced);
        }
        UnsafeApi.putByte(entry + EntryDescriptor.STATE, (byte)newState);
        if (newState == SctpState.ESTABLISHED && oldState != newState) {
            UnsafeApi.putInt(entry + EntryDescriptor.STATUS,
                UnsafeApi.getInt(entry + EntryDescriptor.STATUS) | Status.ASSURED);
        }
        // an INIT that is only repeated must not keep the entry alive
        return type == INIT && !fresh && oldState == SctpState.CLOSED && newState == SctpState.CLOSED
            ? Outcome.ignore(Reason.NONE) : Outcome.ACCEPT;
    }

    /** Note an INIT that is not just a repetition: its tag is news. */
    private static void noteInit(final long entry, final int direction) {
        final int own = FLAG_INIT << direction;
        final int others = FLAG_INIT << 1 - direction;
        final int flags = flags(entry);
        // a third INIT starts the story anew
        setFlags(entry, ((flags & own) != 0 ? flags & ~others : flags) | own);
    }

    /** Whether the tag that an INIT ACK announces can be true, after what the two sides said in their INITs. */
    private static boolean fitsInit(final long entry, final int direction, final int announced) {
        final int known = vtag(entry, 1 - direction);
        final boolean sameSideInit = (flags(entry) & FLAG_INIT << direction) != 0;
        final boolean otherSideInit = (flags(entry) & FLAG_INIT << 1 - direction) != 0;
        if (known == announced) {
            return true;
        }
        return otherSideInit ? !sameSideInit : known == 0;
    }

    private static boolean hasChunk(final Packet p, final int at) {
        return at + CHUNK_HEADER_LENGTH <= p.transportLength() && p.captured(at, CHUNK_HEADER_LENGTH);
    }

    private static boolean hasInitHeader(final Packet p, final int at) {
        final int length = CHUNK_HEADER_LENGTH + INIT_HEADER_LENGTH;
        return at + length <= p.transportLength() && p.captured(at, length);
    }

    private static int following(final Packet p, final int at) {
        return at + (p.transportShort(at + 2) + 3 & ~3);
    }

    private static long bit(final int type) {
        return type < Long.SIZE ? 1L << type : 0;
    }

    private static int flags(final long entry) {
        return UnsafeApi.getByte(entry + SctpDescriptor.FLAGS);
    }

    private static void setFlags(final long entry, final int flags) {
        UnsafeApi.putByte(entry + SctpDescriptor.FLAGS, (byte)flags);
    }
}
