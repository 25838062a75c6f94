// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.HistoryRange;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SinceConverterTest {

    @Test
    void aNumberBeginsWithThatEntry() {
        assertThat(new SinceConverter().convert("#42")).isEqualTo(new HistoryRange.After(41));
        assertThat(new SinceConverter().convert("42")).isEqualTo(new HistoryRange.After(41));
        assertThat(new SinceConverter().convert("#0")).isEqualTo(new HistoryRange.After(0));
        assertThat(new SinceConverter().convert("2026-11-01T08:00:00Z"))
                .isEqualTo(new HistoryRange.At(
                        Instant.parse("2026-11-01T08:00:00Z").toEpochMilli()));
    }

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-11-23T11:58:30Z",
        "2h, 2026-11-23T10:00:00Z",
        "7d, 2026-11-16T12:00:00Z",
        "2026-11-01, 2026-10-31T23:00:00Z",
        "2026-11-01T08:00, 2026-11-01T07:00:00Z",
        "2026-11-01T08:00:00+05:00, 2026-11-01T03:00:00Z"
    })
    void aTimeIsReadAsAPersonMeansIt(String text, Instant expected) {
        assertThat(SinceConverter.time(text, Instant.parse("2026-11-23T12:00:00Z"), ZoneId.of("Europe/Berlin")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "-1", "yesterday", "2026-13-01", "1960-01-01", "99999999999999999999", "5x"})
    void anythingElseIsRefusedWithWhatIsRight(String text) {
        assertThatThrownBy(() -> new SinceConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("such as '#42'");
    }
}
