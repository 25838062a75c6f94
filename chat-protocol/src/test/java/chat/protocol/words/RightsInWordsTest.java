// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RightsInWordsTest {

    private static final long AT = Instant.parse("2026-11-23T04:45:10Z").toEpochMilli();
    private static final long WEEK_MILLIS = 604_800_000;

    @Test
    void aBanSaysWhenItEnds() {
        assertThat(words(Measure.BAN, null, "")).isEqualTo("alice banned bobby for ever");
        assertThat(words(Measure.BAN, null, "7 days")).isEqualTo("alice banned bobby for ever: 7 days");
        assertThat(words(Measure.BAN, AT + WEEK_MILLIS, "spam"))
                .isEqualTo("alice banned bobby until 2026-11-30 05:45: spam");
        assertThat(words(Measure.MUTE, AT + 30_000, "")).isEqualTo("alice muted bobby until 2026-11-23 05:45:40");
    }

    @Test
    void onlyWhatLastsHasAnEnd() {
        assertThat(words(Measure.KICK, null, "just because")).isEqualTo("alice kicked bobby: just because");
        assertThat(words(Measure.INVITE, null, "")).isEqualTo("alice invited bobby");
        assertThat(words(Measure.UNBAN, null, "")).isEqualTo("alice lifted the ban of bobby");
    }

    @Test
    void nobodyGivesThemselvesARole() {
        assertThat(role("alice", Role.OWNER)).isEqualTo("alice is owner of #plans now");
        assertThat(role("bobby", Role.MODERATOR)).isEqualTo("alice made bobby moderator of #plans");
    }

    @Test
    void whoIsSentOutIsToldByWhom() {
        assertThat(told(Measure.KICK, null, "just because")).isEqualTo("alice kicked you from #plans: just because");
        assertThat(told(Measure.BAN, null, "")).isEqualTo("alice banned you from #plans for ever");
        assertThat(told(Measure.BAN, AT + WEEK_MILLIS, "a\nb\u001b"))
                .isEqualTo("alice banned you from #plans until 2026-11-30 04:45 UTC: a b^[");
    }

    @Test
    void whoeverMayBeAnywhereIsToldTheZone() {
        assertThat(RightsInWords.of(entry(Measure.BAN, AT + WEEK_MILLIS, ""), ZoneOffset.UTC))
                .isEqualTo("alice banned bobby until 2026-11-30 04:45 UTC");
    }

    private static String words(Measure measure, Long untilMillis, String reason) {
        return RightsInWords.of(entry(measure, untilMillis, reason), ZoneId.of("Europe/Berlin"));
    }

    private static String told(Measure measure, Long untilMillis, String reason) {
        LogEntry entry = entry(measure, untilMillis, reason);
        return RightsInWords.toWhomItConcerns(entry, (RoomEvent.Moderated) entry.event(), ZoneOffset.UTC);
    }

    private static String role(String name, Role role) {
        RoomEvent given = new RoomEvent.RoleGiven(new AccountName(name), role);
        return RightsInWords.of(
                new LogEntry(new RoomName("#plans"), 1, AT, new AccountName("alice"), given), ZoneOffset.UTC);
    }

    private static LogEntry entry(Measure measure, Long untilMillis, String reason) {
        return new LogEntry(
                new RoomName("#plans"),
                1,
                AT,
                new AccountName("alice"),
                new RoomEvent.Moderated(measure, new AccountName("bobby"), untilMillis, reason));
    }
}
