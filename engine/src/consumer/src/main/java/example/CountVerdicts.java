package example;

import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.Verdict;
import io.jconntrack.settings.Profile;
import java.nio.ByteBuffer;

/** Counts the verdicts on a question, its answer, and a stranger's packet that a policy drops. */
public final class CountVerdicts {
    public static void main(final String[] args) {
        final int capacity = Integer.getInteger("capacity", 10_000);
        try (Conntrack conntrack = Conntrack.builder().profile(Profile.LINUX).capacity(capacity).build()) {
            long now = 0;
            final int[] hosts = {0x0A000001, 0xC0000201, 0xC0000201, 0x0A000001, 0xC6336401, 0x0A000001};
            for (int i = 0; i < hosts.length; i += 2) {
                final ByteBuffer packet = udp(hosts[i], hosts[i + 1], i == 2);
                final long verdict = conntrack.process(packet, now += 1_000_000);
                if (Verdict.state(verdict) == ConnState.NEW && hosts[i] >>> 24 != 10) {
                    conntrack.discard(verdict);
                }
                conntrack.poll(now, 64);
            }
            System.out.println("NEW=" + conntrack.statistics().packets(ConnState.NEW) + " ESTABLISHED="
                + conntrack.statistics().packets(ConnState.ESTABLISHED) + " entries=" + conntrack.count());
        }
    }

    /** A datagram of 8 bytes between port 4000 and port 53, without checksums of UDP. */
    private static ByteBuffer udp(final int from, final int to, final boolean isAnswer) {
        final ByteBuffer packet = ByteBuffer.allocateDirect(36).putInt(0x45000024).putInt(0).putInt(0x40110000)
            .putInt(from).putInt(to).putInt(isAnswer ? 53 << 16 | 4000 : 4000 << 16 | 53).putInt(16 << 16);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += packet.getShort(i) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return packet.putShort(10, (short)~((sum & 0xFFFF) + (sum >>> 16))).clear();
    }
}
