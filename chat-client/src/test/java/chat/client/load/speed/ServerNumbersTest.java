// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What Linux and the admin port say is read as it is meant. */
class ServerNumbersTest {

    @Test
    void samplesAreSummedOverTheirLabels() {
        Scrape scrape = Scrape.parse("""
                # HELP jvm_memory_used_bytes The amount of used memory
                jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 2.0E7
                jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 1000.0
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 5.0
                jvm_gc_pause_seconds_count{cause="a"} 2
                jvm_gc_pause_seconds_count{cause="b"} 3
                jvm_gc_pause_seconds_max{cause="a"} 0.5
                jvm_gc_pause_seconds_max{cause="b"} 0.25
                chat_allocator_used_bytes{memory="direct"} 64.0
                chat_allocator_used_bytes{memory="heap"} 1.0
                chat_followers{state="catching_up"} 3.0
                chat_followers{state="live"} 100.0
                chat_messages_committed_total 77.0
                chat_messages_committed_total_else 1.0
                odd line
                """);
        assertThat(scrape.heapBytes()).isEqualTo(20_001_000);
        assertThat(scrape.directBytes()).isEqualTo(64);
        assertThat(scrape.pauses()).isEqualTo(5);
        assertThat(scrape.longestPauseSeconds()).isEqualTo(0.5);
        assertThat(scrape.catchingUp()).isEqualTo(3);
        assertThat(scrape.stored()).isEqualTo(77);
        assertThat(scrape.liveHeapBytes()).isZero();
    }

    @Test
    void processorTimeIsThatOfTheThreads() {
        ProcessCpu.Used before = new ProcessCpu.Used(Map.of("1", 1_000L, "2", 50L), 0);
        ProcessCpu.Used after = new ProcessCpu.Used(Map.of("1", 1_500L, "3", 7L), 90);
        assertThat(before.nanosUntil(after)).isEqualTo(507);
    }

    @Test
    void processorTimeIsInStepsWhereThreadsAreNotCounted() {
        ProcessCpu.Used before = new ProcessCpu.Used(Map.of(), 10_000_000);
        assertThat(before.nanosUntil(new ProcessCpu.Used(Map.of(), 30_000_000))).isEqualTo(20_000_000);
        // Not all that a thread has ever used, where it could not be asked at the beginning.
        assertThat(before.nanosUntil(new ProcessCpu.Used(Map.of("1", 9_000_000_000L), 30_000_000)))
                .isEqualTo(20_000_000);
    }

    @Test
    void aProcessThatIsNotThereIsNotThere() {
        assertThat(new ProcessCpu(Long.MAX_VALUE).exists()).isFalse();
        assertThat(new ProcessCpu(Long.MAX_VALUE).statusBytes("VmRSS")).isEmpty();
    }

    @Test
    void theMachineIsReadFromItsFirstLine() {
        MachineCpu machine = MachineCpu.parse("cpu  100 20 30 4000 50 6 7 800 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n");
        assertThat(Objects.requireNonNull(machine).busySeconds()).isEqualTo(1.63);
        assertThat(machine.stolenSeconds()).isEqualTo(8);
        assertThat(MachineCpu.parse("")).isNull();
    }

    @Test
    void socketMemoryIsInPages() {
        assertThat(SocketMemory.parse(
                        "sockets: used 9\nTCP: inuse 5 orphan 0 tw 0 alloc 7 mem 12\nUDP: inuse 0 mem 1\n"))
                .hasValue(12 * 4096);
        assertThat(SocketMemory.parse("sockets: used 9\n")).isEmpty();
    }
}
