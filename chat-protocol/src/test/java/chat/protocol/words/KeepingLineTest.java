// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Measure;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /ban bobby 7 days} once banned for ever, with the reason "7 days". */
class KeepingLineTest {

    private static final RoomName PLANS = new RoomName("#plans");
    private static final AccountName BOBBY = new AccountName("bobby");

    @ParameterizedTest
    @CsvSource({
        "7d, 604800",
        "7 days, 604800",
        "for 7  days, 604800",
        "7days, 604800",
        "1 week, 604800",
        "2 hours, 7200",
        "30 min, 1800",
        "90 s, 90"
    })
    void aTimeIsWrittenShortOrAsPeopleSayIt(String time, long seconds) {
        assertThat(parse("/ban", time)).isEqualTo(moderate(Measure.BAN, seconds, null));
        assertThat(parse("/mute", time + "  rude words")).isEqualTo(moderate(Measure.MUTE, seconds, "rude words"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"one hour", "an hour of spam", "for a few days", "half an hour", "Two weeks", "some months"})
    void aTimeInWordsIsRefusedRatherThanForEver(String text) {
        assertRefused("/ban", text, "would be the reason, and last for ever (expected: 30s, 10m, 2h or 7d)");
        assertRefused("/mute", text, "would be the reason");
    }

    @Test
    void theReasonMayStandOnLinesOfItsOwn() {
        Command.Moderate mute = (Command.Moderate) KeepingLine.parse("/mute", "bobby 7d\nspam\nagain", "r", PLANS);
        assertThat(mute.seconds()).isEqualTo(7 * 86_400L);
        assertThat(mute.reason()).isEqualTo("spam\nagain");
        assertRefused("/mute", "one hour\nof spam", "would be the reason");
    }

    @Test
    void aReasonMayBeginWithAnArticle() {
        Command.Moderate ban = (Command.Moderate) KeepingLine.parse("/ban", "@bobby a bad hour of jokes", "r", PLANS);
        assertThat(ban.reason()).isEqualTo("a bad hour of jokes");
        assertThat(ban.name()).isEqualTo(BOBBY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "7 bad jokes",
                "07d",
                "0 days",
                "for 7",
                "3rd time",
                "7: spam",
                "9999999999 days",
                "1h30m",
                "-1d",
                "(7d)"
            })
    void aNumberThatIsNoTimeIsRefusedRatherThanForEver(String text) {
        assertRefused("/ban", text, "no time (expected: 30s, 10m, 2h or 7d;");
        assertRefused("/ban", "address " + text, "no time");
        assertRefused("/mute", text, "no time");
    }

    @Test
    void aTimeThatIsTooLongIsRefused() {
        assertRefused("/ban", "11000 days", "11000 days is too long (expected: at most ten years)");
    }

    @Test
    void aReasonMayHaveNumbersFurtherBehind() {
        assertThat(parse("/ban", "said it 7 times")).isEqualTo(moderate(Measure.BAN, null, "said it 7 times"));
        assertThat(parse("/ban", "for spam")).isEqualTo(moderate(Measure.BAN, null, "for spam"));
        assertThat(parse("/ban", "")).isEqualTo(moderate(Measure.BAN, null, null));
    }

    @Test
    void aKickHasNoTime() {
        assertRefused("/kick", "10m", "who is kicked may come back at once");
        assertRefused("/kick", "7 days spam", "who is kicked may come back at once");
        assertThat(parse("/kick", "7 bad jokes")).isEqualTo(moderate(Measure.KICK, null, "7 bad jokes"));
    }

    private static void assertRefused(String word, String text, String message) {
        assertThatThrownBy(() -> parse(word, text))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_FIELD))
                .hasMessageContaining(message);
    }

    private static Command parse(String word, String text) {
        return KeepingLine.parse(word, ("bobby " + text).strip(), "r", PLANS);
    }

    private static Command moderate(Measure measure, Long seconds, String reason) {
        return new Command.Moderate("r", PLANS, measure, BOBBY, seconds, reason);
    }
}
