// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {

    @ParameterizedTest
    @CsvSource({"0,0", "512B,512", "512,512", "64KiB,65536", "64 kib,65536", "256MiB,268435456", "1GiB,1073741824"})
    void sizesAreRead(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "-1", "1.5KiB", "64KB", "64k", "999999999999999999GiB", "٣KiB"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1B", "1023B", "1KiB", "1025B", "64KiB", "3MiB", "2GiB"})
    void sizesArePrintedAsTheyAreRead(String text) {
        assertThat(DataSize.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "1500ms", "3s", "90s", "10m", "1h", "7d"})
    void durationsArePrintedAsTheyAreRead(String text) {
        assertThat(DurationText.print(DurationText.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "s", "-3s", "3 seconds", "1.5s", "PT3S", "9999999999999d"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ratesAreRead() {
        assertThat(Rate.parse("20/1s burst 100")).isEqualTo(new Rate(20, Duration.ofSeconds(1), 100));
        assertThat(Rate.parse("20/s")).isEqualTo(new Rate(20, Duration.ofSeconds(1), 20));
        assertThat(Rate.parse("5 / 500ms burst 6")).hasToString("5/500ms burst 6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "20", "20/1", "0/1s", "20/0s", "20/2h", "20/1s burst 0", "20/1s, burst 3", "2000000/1s"})
    void whatIsNoRateIsRefused(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEndsOfARangeBelongToIt() {
        ValueType<Integer> type = ValueType.integer(1, 3);

        assertThat(type.parse("1")).isEqualTo(1);
        assertThat(type.parse(" 3 ")).isEqualTo(3);
        assertThatThrownBy(() -> type.parse("0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> type.parse("4")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> type.parse("99999999999")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChoiceIsReadInAnyCaseAndPrintedInLowerCase() {
        ValueType<TransportKind> type = ValueType.choice(TransportKind.class);

        assertThat(type.parse("io_uring")).isEqualTo(TransportKind.IO_URING);
        assertThat(type.parse("NIO")).isEqualTo(TransportKind.NIO);
        assertThat(type.print(TransportKind.IO_URING)).isEqualTo("io_uring");
        assertThat(type.expected()).isEqualTo("auto | epoll | io_uring | nio");
    }

    @Test
    void aLimitThatIsOffHasNoValue() {
        Limit<Integer> off = Limit.off();

        assertThat(off.isOff()).isTrue();
        assertThat(off.orElse(7)).isEqualTo(7);
        assertThat(Limit.atMost(3).orElse(7)).isEqualTo(3);
        assertThatThrownBy(off::value).isInstanceOf(IllegalStateException.class);
    }
}
