// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

/** The rooms, as they are painted: all of the window but the terminal. The server's log is {@link #log}. */
class RoomsTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OPS = new RoomName("#ops");
    private static final AccountName ANN = new AccountName("ann");
    private static final AccountName BOB = new AccountName("bob");
    private static final Instant NOW = Instant.parse("2026-11-23T18:04:00Z");

    private final Rooms rooms = new Rooms(Clock.fixed(NOW, ZoneOffset.UTC), () -> {});
    private final ItemText text = new ItemText(new Look(false, true, Ring.BELL), ZoneOffset.UTC);
    private final List<LogEntry> log = new ArrayList<>();
    private final List<HistoryRange> read = new ArrayList<>();
    private long kept = 1;

    private final Backfill backfill =
            new Backfill((room, range, limit) -> CompletableFuture.completedStage(part(range, limit)), entry -> null);

    RoomsTest() {
        rooms.placed(LOBBY, List.of(LOBBY), Rooms.ONLINE);
        rooms.self(ANN);
    }

    @Test
    void whatIsSaidStandsAboveTheLine() {
        rooms.joined(LOBBY, "about everything");
        hear(said(1, BOB, "hello"));
        hear(said(2, BOB, "漢字 👍\nsecond line"));
        assertThat(paint(40, 12))
                .containsExactly(
                        " #lobby: about everything               ",
                        "",
                        "",
                        "",
                        "",
                        "------ the beginning of the room -------",
                        "------ Monday, 23 November 2026 --------",
                        "18:04 <bob> hello",
                        "18:04 <bob> 漢字 👍",
                        "      | second line",
                        " online ann | [1:#lobby]                ",
                        "#lobby> ");
    }

    @Test
    void eachEntryIsShownOnceAndInItsPlace() {
        hear(said(3, BOB, "three"));
        hear(said(1, BOB, "one"));
        hear(said(3, BOB, "three"));
        hear(said(2, BOB, "two"));
        assertThat(paint(60, 20))
                .filteredOn(row -> row.contains("<bob>"))
                .containsExactly("18:04 <bob> one", "18:04 <bob> two", "18:04 <bob> three");
    }

    @Test
    void aMessageShowsWhatBecameOfIt() {
        hear(said(1, BOB, "one"));
        Outgoing stored = rooms.saying(LOBBY, "mine");
        Outgoing refused = rooms.saying(LOBBY, "too much");
        assertThat(paint(60, 10)).contains("18:04 (queued) mine", "18:04 (queued) too much");
        assertThat(status(60, 10)).contains("queued 2");
        // Acknowledged before the entries that stand before it have come.
        stored.stored(3, NOW.toEpochMilli());
        refused.refused("not sent: wait a moment");
        hear(said(2, BOB, "two"));
        hear(said(3, ANN, "mine"));
        assertThat(paint(60, 12).subList(5, 11))
                .containsExactly(
                        "18:04 <bob> one",
                        "18:04 <bob> two",
                        "18:04 <ann> mine",
                        "18:04 !! not sent: wait a moment",
                        "      | too much",
                        " online ann | [1:#lobby]" + " ".repeat(36));
    }

    @Test
    void aRoomThatIsThereAlreadyGetsItsDraft() {
        rooms.placed(LOBBY, List.of(LOBBY), "connecting");
        rooms.restore(new Unfinished(Map.of(LOBBY, "a draft"), Map.of(), List.of()));
        assertThat(rooms.<String>look(all -> all.current().editor().text())).isEqualTo("a draft");
    }

    @Test
    void whatIsNewElsewhereIsCounted() {
        rooms.placed(LOBBY, List.of(LOBBY, OPS), Rooms.ONLINE);
        hear(entry(OPS, 1, BOB, "nothing of interest"));
        assertThat(status(80, 10)).contains("[1:#lobby] 2:#ops(1)");
        hear(entry(OPS, 2, BOB, "Ann, look"));
        hear(entry(OPS, 3, BOB, "anna is somebody else"));
        hear(entry(OPS, 4, ANN, "from another client of mine"));
        assertThat(status(80, 10)).contains("[1:#lobby] 2:#ops(3, @1)");
        rooms.placed(OPS, List.of(LOBBY, OPS), Rooms.ONLINE);
        assertThat(status(80, 10)).contains("1:#lobby [2:#ops]");
        assertThat(paint(60, 12)).contains("18:04*<bob> Ann, look");
    }

    @Test
    void whatIsSaidToThePersonAloneCountsAsAMention() {
        RoomName direct = new RoomName("@ann,bob");
        rooms.placed(LOBBY, List.of(LOBBY, direct), Rooms.ONLINE);
        hear(entry(direct, 1, BOB, "nobody is named here"));
        hear(entry(direct, 2, ANN, "from another client of mine"));
        assertThat(status(80, 10)).contains("[1:#lobby] 2:@ann,bob(1, @1)");
        rooms.placed(direct, List.of(LOBBY, direct), Rooms.ONLINE);
        assertThat(paint(60, 12)).contains("18:04 <bob> nobody is named here");
    }

    @Test
    void whatIsToldInNoRoomIsSeenAndComesAlong() {
        rooms.placed(null, List.of(), Rooms.ONLINE);
        rooms.fault(null, "you are in no room");
        assertThat(paint(60, 10)).contains("18:04 !! you are in no room");
        rooms.placed(OPS, List.of(OPS), Rooms.ONLINE);
        rooms.caughtUp(OPS, 0, null, false);
        assertThat(paint(60, 10)).contains("18:04 !! you are in no room");
        rooms.placed(null, List.of(), Rooms.ONLINE);
        assertThat(paint(60, 10)).noneMatch(row -> row.contains("no room"));
    }

    @Test
    void whatIsRefusedElsewhereIsToldHere() {
        rooms.placed(LOBBY, List.of(LOBBY, OPS), Rooms.ONLINE);
        rooms.saying(OPS, "mine").refused("not sent: wait a moment");
        assertThat(paint(60, 12)).containsSequence("18:04 !! in #ops, not sent: wait a moment", "      | mine");
        rooms.placed(OPS, List.of(LOBBY, OPS), Rooms.ONLINE);
        assertThat(paint(60, 12)).containsSequence("18:04 !! not sent: wait a moment", "      | mine");
    }

    @Test
    void whoComesBackIntoARoomSeesWhatWasSaidMeanwhile() {
        hear(said(1, BOB, "before"));
        rooms.closed(Set.of(LOBBY));
        rooms.placed(LOBBY, List.of(LOBBY), Rooms.ONLINE);
        rooms.change(() -> rooms.editor().set("a draft"));
        log.add(said(2, BOB, "unheard"));
        rooms.joined(LOBBY, "");
        rooms.closed(Set.of());
        hear(said(3, BOB, "after"));
        rooms.caughtUp(LOBBY, 3, null, false);
        assertThat(paint(60, 12))
                .containsSequence("18:04 <bob> before", "18:04 <bob> unheard", "18:04 <bob> after")
                .endsWith("#lobby> a draft");
    }

    @Test
    void theStatusSaysWhatIsClosedAndSinceWhenThereIsNoConnection() {
        rooms.closed(Set.of(OPS));
        rooms.placed(LOBBY, List.of(OPS, LOBBY), "offline");
        assertThat(status(80, 10)).contains("offline since 18:04 ann | 1:#ops closed [2:#lobby]");
    }

    @Test
    void whatIsNewSinceOneLeftIsBelowALine() {
        rooms.placed(OPS, List.of(LOBBY, OPS), Rooms.ONLINE);
        hear(entry(OPS, 1, BOB, "seen"));
        rooms.placed(LOBBY, List.of(LOBBY, OPS), Rooms.ONLINE);
        hear(entry(OPS, 2, BOB, "new"));
        rooms.placed(OPS, List.of(LOBBY, OPS), Rooms.ONLINE);
        List<String> rows = paint(40, 12);
        assertThat(rows.get(rows.indexOf("18:04 <bob> new") - 1)).contains("new since you left");
        assertThat(rows.get(rows.indexOf("18:04 <bob> new") - 2)).isEqualTo("18:04 <bob> seen");
        rooms.saying(OPS, "an answer");
        assertThat(paint(40, 12)).noneMatch(row -> row.contains("new since"));
    }

    @Test
    void everyRoomKeepsItsDraft() {
        rooms.placed(LOBBY, List.of(LOBBY, OPS), Rooms.ONLINE);
        rooms.change(() -> rooms.editor().set("half"));
        rooms.placed(OPS, List.of(LOBBY, OPS), Rooms.ONLINE);
        assertThat(paint(40, 10).get(9)).isEqualTo("#ops> ");
        rooms.placed(LOBBY, List.of(LOBBY, OPS), Rooms.ONLINE);
        assertThat(paint(40, 10).get(9)).isEqualTo("#lobby> half");
    }

    @Test
    void whoReadsBackStaysWhereTheyAre() {
        LongStream.rangeClosed(1, 100).forEach(seq -> hear(said(seq, BOB, "m" + seq)));
        paint(40, 13);
        up(40, 10, 10);
        List<String> before = paint(40, 13);
        assertThat(before).contains("18:04 <bob> m90").doesNotContain("18:04 <bob> m91");
        LongStream.rangeClosed(101, 120).forEach(seq -> hear(said(seq, BOB, "m" + seq)));
        assertThat(paint(40, 13).subList(0, 11)).isEqualTo(before.subList(0, 11));
        assertThat(status(60, 13)).contains("reading back, 20 new below");
        rooms.change(() -> rooms.current().follow());
        assertThat(paint(40, 13)).contains("18:04 <bob> m120");
        assertThat(status(60, 13)).doesNotContain("reading back");
    }

    /** All of a long log, up and down again, in the order and without a hole; and no more of it is held than the bounds say. */
    @Test
    void theWholeLogCanBeRead() {
        int all = 3 * Timeline.BOUND;
        LongStream.rangeClosed(1, all).forEach(seq -> hear(said(seq, BOB, "m" + seq)));
        paint(40, 23);
        assertThat(held()).isEqualTo(Timeline.BOUND);
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 2 * all && !paint(40, 23).contains("18:04 <bob> m1"); i += 15) {
            up(40, 20, 15);
            assertThat(held()).isLessThanOrEqualTo(2 * Timeline.BOUND);
        }
        assertThat(paint(40, 23)).contains("18:04 <bob> m1");
        assertThat(paint(40, 23).get(1)).contains("the beginning of the room");
        hear(said(all + 1, BOB, "m" + (all + 1)));
        for (int i = 0; i < 2 * all && status(60, 23).contains("reading back"); i++) {
            List<String> rows = paint(40, 23);
            for (String row : rows) {
                if (row.contains("<bob>") && !seen.contains(row)) {
                    seen.add(row);
                    break;
                }
            }
            down(40, 20, 1);
            if (i % 1_000 == 0) {
                assertThat(held()).isLessThanOrEqualTo(2 * Timeline.BOUND + 1);
            }
            if (seen.size() > 1_200) {
                break;
            }
        }
        assertThat(seen).startsWith("18:04 <bob> m1", "18:04 <bob> m2");
        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i)).isEqualTo("18:04 <bob> m" + (i + 1));
        }
        rooms.change(() -> rooms.current().follow());
        paint(40, 23);
        assertThat(held()).isLessThanOrEqualTo(Timeline.BOUND);
    }

    @Test
    void whatIsNoLongerKeptIsSaid() {
        LongStream.rangeClosed(1, 40).forEach(seq -> log.add(said(seq, BOB, "m" + seq)));
        kept = 30;
        rooms.said(log.get(39), message(log.get(39)));
        paint(60, 30);
        assertThat(paint(60, 30)).anyMatch(row -> row.contains("what was said before 30 is no longer kept"));
        assertThat(paint(60, 30)).contains("18:04 <bob> m30");
    }

    @Test
    void aPlaceFarAwayIsReadAndLeftAgain() {
        int all = 3 * Timeline.BOUND;
        LongStream.rangeClosed(1, all).forEach(seq -> hear(said(seq, BOB, "m" + seq)));
        rooms.goTo(LOBBY, new HistoryRange.After(6_999));
        paint(40, 23);
        assertThat(paint(40, 23).subList(1, 21)).startsWith("18:04 <bob> m7000").endsWith("18:04 <bob> m7019");
        hear(said(all + 1, BOB, "meanwhile"));
        assertThat(paint(40, 23)).contains("18:04 <bob> m7000").doesNotContain("18:04 <bob> meanwhile");
        rooms.goTo(LOBBY, new HistoryRange.At(NOW.toEpochMilli()));
        assertThat(paint(40, 23)).contains("18:04 <bob> m1");
        rooms.goTo(LOBBY, new HistoryRange.Newest());
        assertThat(paint(40, 23)).contains("18:04 <bob> meanwhile");
    }

    /** A page that was asked for before somebody went elsewhere fits nowhere any more. */
    @Test
    void aPageThatComesTooLateIsLeftAlone() {
        LongStream.rangeClosed(1, 1_000).forEach(seq -> log.add(said(seq, BOB, "m" + seq)));
        rooms.caughtUp(LOBBY, 1_000, 1_000L, false);
        Want late = Frame.of(rooms, text, 40, 10).wants();
        rooms.goTo(LOBBY, new HistoryRange.After(9));
        paint(40, 10);
        backfill.read(rooms, late);
        assertThat(paint(40, 10)).contains("18:04 <bob> m10");
        for (int i = 0; i < 40; i++) {
            down(40, 7, 7);
            List<Integer> numbers = paint(40, 10).stream()
                    .filter(row -> row.contains("<bob>"))
                    .map(row -> Integer.valueOf(row.substring(row.indexOf('m') + 1)))
                    .toList();
            assertThat(numbers.get(6) - numbers.get(0)).isEqualTo(6);
        }
    }

    @Test
    void anotherLogBeginsAnew() {
        hear(said(1, BOB, "old one"));
        hear(said(2, BOB, "old two"));
        rooms.newLog(LOBBY);
        log.clear();
        hear(said(1, BOB, "new one"));
        assertThat(paint(40, 12))
                .filteredOn(row -> row.contains("<bob>"))
                .endsWith("18:04 <bob> new one")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsToldBeforeThereIsARoomIsKept() {
        Rooms early = new Rooms(Clock.fixed(NOW, ZoneOffset.UTC), () -> {});
        early.notice(null, "before");
        early.placed(LOBBY, List.of(LOBBY), Rooms.ONLINE);
        Frame frame = Frame.of(early, text, 40, 10);
        assertThat(frame.rows()).extracting(AttributedString::toString).contains("18:04 -- before");
    }

    @Test
    void nobodyIsCalledWhoDidNotAskForIt() {
        hear(said(1, BOB, "ann!"));
        assertThat(Frame.of(rooms, text, 40, 10).call()).isNull();
        rooms.alert(LOBBY, Alert.MENTIONS);
        hear(said(2, BOB, "nothing"));
        assertThat(Frame.of(rooms, text, 40, 10).call()).isNull();
        hear(said(3, BOB, "ann!"));
        assertThat(Frame.of(rooms, text, 40, 10).call()).isNotNull();
        assertThat(Frame.of(rooms, text, 40, 10).call()).isNull();
        rooms.alert(LOBBY, Alert.ALL);
        hear(said(4, ANN, "my own"));
        assertThat(Frame.of(rooms, text, 40, 10).call()).isNull();
        hear(said(5, BOB, "nothing"));
        assertThat(Frame.of(rooms, text, 40, 10).call()).isNotNull();
    }

    @Test
    void aCallSaysWhatItIsFor() {
        rooms.alert(LOBBY, Alert.ALL);
        hear(said(1, BOB, "one\u0007\ttwo\nthree"));
        assertThat(Frame.of(rooms, text, 40, 10).call()).isEqualTo("#lobby <bob> one^G two");
        hear(said(2, BOB, "/me waves"));
        assertThat(Frame.of(rooms, text, 40, 10).call()).isEqualTo("#lobby * bob waves");
    }

    @Test
    void aDeedLooksLikeOne() {
        hear(said(1, BOB, "/me waves"));
        assertThat(paint(40, 10)).contains("18:04 * bob waves");
    }

    /** Folded or not: each part of it knows all of it, and that it is one. */
    @Test
    void aLinkKnowsWhereItLeadsInEachOfItsRows() {
        String url = "https://example.org/" + "a".repeat(100) + "?b=1;c";
        hear(said(1, BOB, "look (" + url + "), and https://e.org."));
        Frame frame = Frame.of(rooms, text, 40, 12);
        StringBuilder shown = new StringBuilder();
        List<String> ids = new ArrayList<>();
        frame.links()
                .forEach((row, links) -> links.forEach(link -> {
                    AttributedString of = frame.rows().get(row);
                    for (int i = link.from(); i < link.to(); i++) {
                        assertThat(of.styleAt(i)).isEqualTo(AttributedStyle.DEFAULT.underline());
                    }
                    if (link.url().equals(url)) {
                        shown.append(of, link.from(), link.to());
                        ids.add(link.id());
                    } else {
                        assertThat(link.url()).isEqualTo("https://e.org");
                        assertThat(link.id()).isNotEqualTo(ids.get(0));
                    }
                }));
        assertThat(shown).hasToString(url);
        assertThat(ids).hasSizeGreaterThan(2).containsOnly(ids.get(0));
        ItemText without = new ItemText(new Look(true, false, Ring.BELL), ZoneOffset.UTC);
        hear(said(2, BOB, url));
        rooms.placed(OPS, List.of(LOBBY, OPS), Rooms.ONLINE);
        hear(entry(OPS, 1, BOB, url));
        assertThat(Frame.of(rooms, without, 40, 12).links()).isEmpty();
    }

    @Test
    void noSizeBreaksIt() {
        rooms.joined(LOBBY, "漢字漢字漢字漢字漢字漢字漢字漢字");
        LongStream.rangeClosed(1, 30)
                .forEach(seq -> hear(said(seq, BOB, "漢字 👨‍👩‍👧 https://example.org/" + "x".repeat(90))));
        rooms.placed(LOBBY, List.of(LOBBY, OPS), Rooms.ONLINE);
        rooms.change(() -> rooms.editor().set("several\nlines 漢字 that are long"));
        for (int width = 2; width < 100; width++) {
            for (int height = 1; height < 12; height++) {
                int columns = width;
                Frame frame = Frame.of(rooms, text, width, height);
                assertThat(frame.rows()).hasSize(height);
                assertThat(frame.rows()).allMatch(row -> Graphemes.columns(row) <= columns);
                assertThat(frame.cursorRow()).isBetween(0, height - 1);
                assertThat(frame.cursorColumn()).isBetween(0, width - 1);
            }
        }
    }

    private void hear(LogEntry entry) {
        if (entry.room().equals(LOBBY)) {
            log.add(entry);
        }
        rooms.said(entry, message(entry));
    }

    private static RoomEvent.Message message(LogEntry entry) {
        return (RoomEvent.Message) entry.event();
    }

    private static LogEntry said(long seq, AccountName from, String text) {
        return entry(LOBBY, seq, from, text);
    }

    private static LogEntry entry(RoomName room, long seq, AccountName from, String text) {
        return new LogEntry(room, seq, NOW.toEpochMilli(), from, new RoomEvent.Message(seq, text));
    }

    /** Paints until nothing more is to be read. */
    private List<String> paint(int width, int height) {
        Frame frame = Frame.of(rooms, text, width, height);
        for (int i = 0; frame.wants() != null && i < 100; i++) {
            frame.wants().room().loading(true);
            backfill.read(rooms, frame.wants());
            frame = Frame.of(rooms, text, width, height);
        }
        assertThat(frame.wants()).isNull();
        return frame.rows().stream().map(AttributedString::toString).toList();
    }

    private String status(int width, int height) {
        return paint(width, height).get(height - 2);
    }

    private void up(int width, int height, int rows) {
        new Viewport(rooms.current(), text, width, height).up(rows);
    }

    private void down(int width, int height, int rows) {
        new Viewport(rooms.current(), text, width, height).down(rows);
    }

    private int held() {
        return rooms.current().timeline().size();
    }

    private Backfill.Part part(HistoryRange range, int limit) {
        read.add(range);
        List<LogEntry> there = log.stream().filter(entry -> entry.seq() >= kept).toList();
        if (range instanceof HistoryRange.Before before) {
            List<LogEntry> all =
                    there.stream().filter(entry -> entry.seq() < before.seq()).toList();
            List<LogEntry> last = all.subList(Math.max(0, all.size() - limit), all.size());
            return new Backfill.Part(
                    last, last.isEmpty() ? kept == 1 : last.get(0).seq() > kept || kept == 1);
        }
        long after = range instanceof HistoryRange.After from ? from.seq() : 0;
        return new Backfill.Part(
                there.stream().filter(entry -> entry.seq() > after).limit(limit).toList(), true);
    }
}
