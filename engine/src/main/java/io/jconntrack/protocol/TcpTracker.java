/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import org.agrona.UnsafeApi;

/**
 * TCP under the profile in force. One per worker thread.
 */
public final class TcpTracker {
    /** State of an entry whose segments can be predicted. */
    public static final int ESTABLISHED = TcpState.ESTABLISHED;

    private final LinuxTcp linux;
    private final ClassicTcp classic;
    private final HeaderPrediction prediction;
    private final boolean isLinux;
    private final boolean checksum;

    /**
     * A tracker.
     *
     * @param settings in force; read once.
     * @param lifetimes that deadlines and counters go through.
     */
    public TcpTracker(final Settings settings, final Lifetimes lifetimes) {
        final TcpTimeouts timeouts = new TcpTimeouts(settings);
        final TcpWindow window = new TcpWindow(settings);
        linux = new LinuxTcp(settings, timeouts, window, lifetimes);
        classic = new ClassicTcp(settings, timeouts, window, lifetimes);
        prediction = new HeaderPrediction(settings, timeouts, lifetimes);
        isLinux = settings.profile() == Profile.LINUX;
        checksum = settings.get(Setting.CHECKSUM) != 0;
    }

    /**
     * Read the header; comes before the other two for each packet.
     *
     * @param segment of the packet, which is decoded and not a fragment.
     * @return {@link Reason#NONE} or why the packet is refused in any state.
     */
    public Reason read(final TcpSegment segment) {
        return segment.read(checksum, isLinux);
    }

    /**
     * Whether the packet may open an entry.
     *
     * @param segment of the packet, read.
     * @return {@link Reason#NONE} or why not.
     */
    public Reason opening(final TcpSegment segment) {
        return isLinux ? linux.opening(segment) : classic.opening(segment);
    }

    /**
     * Move the connection on.
     *
     * @param entry its address.
     * @param fresh whether this packet created it.
     * @param direction 0 original, 1 reply.
     * @param segment of the packet, read.
     * @param nowNanos its time.
     * @return an {@link Outcome}.
     */
    public int track(final long entry, final boolean fresh, final int direction, final TcpSegment segment,
        final long nowNanos) {
        return isLinux ? linux.track(entry, fresh, direction, segment, nowNanos)
            : classic.track(entry, fresh, direction, segment, nowNanos);
    }

    /**
     * Whether plain segments may be predicted.
     *
     * @return false in the classic profile, and on big-endian machines.
     */
    public boolean predicts() {
        return isLinux && HeaderPrediction.POSSIBLE;
    }

    /**
     * Whether checksums are verified.
     *
     * @return the setting.
     */
    public boolean checksChecksum() {
        return checksum;
    }

    /**
     * What follows plain segments of established and assured connections without reading them.
     *
     * @return it, which is to follow only while {@link #predicts} says so.
     */
    public HeaderPrediction prediction() {
        return prediction;
    }

    /**
     * Window scale of a side.
     *
     * @param entry address of a TCP entry.
     * @param direction 0 original, 1 reply.
     * @return 0 to 14.
     */
    public static int windowScale(final long entry, final int direction) {
        return UnsafeApi.getByte(entry + TcpDescriptor.SCALE + direction);
    }

    /**
     * The tracker's flags of a side.
     *
     * @param entry address of a TCP entry.
     * @param direction 0 original, 1 reply.
     * @return Linux's IP_CT_TCP_FLAG_ bits.
     */
    public static int flags(final long entry, final int direction) {
        return TcpWindow.flags(entry, direction);
    }
}
