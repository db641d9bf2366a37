/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import io.jconntrack.settings.Pages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Regions of the running system's memory.
 */
class RegionTest {
    private static final long MIB = 1 << 20;
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path HUGE = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final MemoryOptions SMALL = MemoryOptions.ON_DEMAND.withPages(Pages.SMALL);

    /** Bytes of a region that stand in memory. */
    private static long resident(final Region region) {
        long sum = 0;
        boolean inside = false;
        for (final String line : SystemFiles.lines(Path.of("/proc/self/smaps"))) {
            if (!Character.isUpperCase(line.charAt(0))) {
                final long from = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
                inside = from >= region.address() && from < region.address() + region.length();
            } else if (inside && line.startsWith("Rss:")) {
                sum += SystemFiles.number(line.substring(4).strip());
            }
        }
        return sum;
    }

    private static String refusal(final long length, final MemoryOptions options) {
        return assertThrows(MemoryUnavailableException.class, () -> Region.anonymous(length, options).close())
            .getMessage();
    }

    @ParameterizedTest
    @EnumSource(value = Pages.class, names = "HUGETLB", mode = EnumSource.Mode.EXCLUDE)
    void shouldBeAlignedAndZero(final Pages pages) {
        try (Region region = Region.anonymous(5 * MIB + 123, MemoryOptions.DEFAULT.withPages(pages))) {
            assertEquals(0, region.address() % Region.ALIGNMENT);
            assertEquals(5 * MIB + 123, region.length());
            for (long at = 0; at < region.length(); at++) {
                assertEquals(0, UnsafeApi.getByte(region.address() + at));
            }
        }
    }

    @Test
    void shouldTakeNothingBeforeItIsWrittenWhenOnDemand() {
        try (Region region = Region.anonymous(64 * MIB, SMALL)) {
            assertEquals(0, resident(region));
            UnsafeApi.putByte(region.address() + 63 * MIB, (byte)1);
            final long page = resident(region);
            assertTrue(page > 0 && page <= MIB, "resident=" + page);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4096, 3 * 4096, 64 * MIB, 300 * MIB})
    void shouldTakeAllAtOnceWhenPrefaulted(final long length) {
        try (Region region = Region.anonymous(length, SMALL.withPrefault(true))) {
            assertEquals(length + 4095 & -4096, resident(region));
        }
    }

    @Test
    void shouldTakeAllByTouchingWhereTheKernelHasNoOtherMeans() {
        try (Region region = Region.anonymous(8 * MIB + 1, SMALL)) {
            Prefault.touch(region.address(), region.length());
            assertEquals(8 * MIB + 4096, resident(region));
        }
    }

    @Test
    void shouldHaveHugePagesWhenTheSystemGrantsThem() {
        assumeTrue(Files.exists(HUGE) && !SystemFiles.line(HUGE).contains("[never]"), "no transparent huge pages");
        try (Region region = Region.anonymous(64 * MIB, MemoryOptions.DEFAULT);
            Region small = Region.anonymous(64 * MIB, SMALL.withPrefault(true))) {
            final long huge = region.hugePageBytes();
            assumeTrue(huge > 0, "memory is too fragmented for huge pages");
            assertTrue(huge <= 64 * MIB && huge % Region.ALIGNMENT == 0, "huge=" + huge);
            assertEquals(64 * MIB, resident(region));
            assertEquals(0, small.hugePageBytes());
        }
    }

    @Test
    void shouldSayWhatIsMissingWhenTooFewHugePagesAreReserved() {
        assumeTrue(Files.exists(Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB")), "no huge pages of 2 MiB");
        final long free = SystemFiles.number(MEMINFO, "HugePages_Free:");
        final long length = (free + 1) * 2 * MIB - 1;
        final String message = refusal(length, MemoryOptions.DEFAULT.withPages(Pages.HUGETLB));
        assertTrue(message.startsWith("too few huge pages: wanted=" + length + " bytes, " + (free + 1)
            + " pages of 2 MiB, free: HugePages_Free=" + free), message);
        assertTrue(message.endsWith("; reserve more with: sysctl -w vm.nr_hugepages=N"), message);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldStandInReservedHugePagesWhenAskedFor(final boolean prefault) {
        final long free = SystemFiles.number(MEMINFO, "HugePages_Free:")
            - SystemFiles.number(MEMINFO, "HugePages_Rsvd:");
        assumeTrue(free >= 4, "needs 4 reserved huge pages (vm.nr_hugepages): free=" + free);
        try (Region region = Region.anonymous(7 * MIB,
            MemoryOptions.DEFAULT.withPages(Pages.HUGETLB).withPrefault(prefault))) {
            assertEquals(0, region.address() % Region.ALIGNMENT);
            assertEquals(prefault ? 7 * MIB : 0, region.hugePageBytes());
            UnsafeApi.putLong(region.address() + 7 * MIB - 8, 42);
            assertEquals(42, UnsafeApi.getLong(region.address() + 7 * MIB - 8));
        }
        assertEquals(free, SystemFiles.number(MEMINFO, "HugePages_Free:")
            - SystemFiles.number(MEMINFO, "HugePages_Rsvd:"));
    }

    @Test
    void shouldRefuseToPrefaultMoreThanTheMachineCanSpare() {
        final long length = 1L << 44;
        final String message = refusal(length, MemoryOptions.DEFAULT);
        assertTrue(message.matches("not enough memory to pre-fault: wanted=" + length
            + " bytes, available=\\d+ bytes \\(.+\\)"), message);
    }

    @Test
    void shouldSayWhichLimitWouldBeBroken() {
        final AvailableMemory available = new AvailableMemory(1000, "limit of the control group /x");
        Region.checkSpare(1000, -1, available, -1);
        assertEquals("not enough memory to pre-fault: wanted=1001 bytes, available=1000 bytes "
            + "(limit of the control group /x)", assertThrows(MemoryUnavailableException.class,
                () -> Region.checkSpare(1001, -1, available, -1)).getMessage());
        assertEquals("not enough memory to pre-fault: wanted=1000 bytes, available=999 bytes (on NUMA node 3)",
            assertThrows(MemoryUnavailableException.class,
                () -> Region.checkSpare(1000, 3, available, 999)).getMessage());
    }

    @Test
    void shouldSayWhatIsAvailableWhenTheMappingIsRefused() {
        final String message = refusal(1L << 47, SMALL);
        assertTrue(message.matches("the system refuses the mapping: wanted=" + (1L << 47)
            + " bytes, available=\\d+ bytes \\(.+\\): .+ \\(errno=\\d+\\)"), message);
        assertEquals("more than a process can address: wanted=" + Long.MAX_VALUE + " bytes",
            refusal(Long.MAX_VALUE, SMALL));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRefuseALengthThatIsNotPositive(final long length) {
        assertEquals("length must be positive: length=" + length,
            assertThrows(IllegalArgumentException.class, () -> Region.anonymous(length)).getMessage());
    }

    @ParameterizedTest
    @EnumSource(value = Pages.class, names = "HUGETLB", mode = EnumSource.Mode.EXCLUDE)
    void shouldStandOnTheNodeThatItIsBoundTo(final Pages pages) {
        final NumaNodes nodes = new NumaNodes(Path.of("/"));
        final int node = nodes.withMemory().nextSetBit(0);
        assumeTrue(node >= 0, "the kernel knows no NUMA nodes");
        final Region region;
        try {
            region = Region.anonymous(4 * MIB, MemoryOptions.DEFAULT.withPages(pages).withNumaNode(node));
        } catch (final MemoryUnavailableException e) {
            assumeTrue(!e.getMessage().contains("(errno=1)"), "not permitted here: " + e.getMessage());
            throw e;
        }
        try (region) {
            final List<String> policy = SystemFiles.lines(Path.of("/proc/self/numa_maps")).stream()
                .filter(line -> line.startsWith(Long.toHexString(region.address()) + " ")).toList();
            assertEquals(1, policy.size());
            assertTrue(policy.getFirst().contains(" bind:" + node + " "), policy.getFirst());
            assertNotEquals(0, resident(region));
        }
    }

    @Test
    void shouldNameTheNodesWhenThereIsNoSuchNode() {
        final NumaNodes nodes = new NumaNodes(Path.of("/"));
        assumeTrue(!nodes.withMemory().isEmpty(), "the kernel knows no NUMA nodes");
        assertEquals("no such NUMA node with memory: numaNode=1000, nodes=" + CoreList.format(nodes.withMemory()),
            refusal(MIB, MemoryOptions.DEFAULT.withNumaNode(1000)));
    }

    @Test
    void shouldGiveBackWhatItTookWhenClosed() {
        final Region region = Region.anonymous(64 * MIB, SMALL.withPrefault(true));
        assertEquals(64 * MIB, resident(region));
        region.close();
        region.close();
        assertEquals(0, region.hugePageBytes());
    }
}
