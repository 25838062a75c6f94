// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.log.RoomLog;
import chat.server.room.DirectPair;
import chat.server.room.RoomSnapshot;
import chat.server.room.RoomState;
import chat.server.room.RoomStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log whose reads are answered when the test says so, in any order, or fail. */
final class ModelLog implements RoomLog, RoomStore {

    private static final AccountName SOMEBODY = new AccountName("somebody");

    private static final class Room {
        private final LogHead head;
        private final TreeMap<Long, LogEntry> entries = new TreeMap<>();

        private Room(RoomName name) {
            head = new LogHead(name, "epoch", 1, 0, 0);
        }
    }

    private record Read(Room room, long after, int limit, int maxBytes, CompletableFuture<LogPage> answer) {}

    private final Map<RoomName, Room> rooms = new TreeMap<>();
    private final List<Read> reads = new ArrayList<>();

    /** The text of every message, so that what is received can be compared with it. */
    static String text(int room, long seq, int length) {
        return String.valueOf((char) ('a' + (room + seq) % 26)).repeat(length);
    }

    List<LogEntry> append(RoomName name, List<Integer> textLengths) {
        Room room = room(name);
        List<LogEntry> added = new ArrayList<>();
        long seq = room.head.lastSeq();
        for (int length : textLengths) {
            seq++;
            String text = text(ModelFormat.roomIndex(name), seq, length);
            added.add(new LogEntry(name, seq, seq, SOMEBODY, new RoomEvent.Message(seq, text)));
        }
        added.forEach(entry -> room.entries.put(entry.seq(), entry));
        room.head.publish(seq, seq);
        return added;
    }

    void trim(RoomName name, long newFirst) {
        Room room = room(name);
        room.head.trimmed(newFirst);
        room.entries.headMap(newFirst).clear();
    }

    int waitingReads() {
        return reads.size();
    }

    /** Answers a read with what is in the log now. */
    void answer(int index) {
        Read read = reads.remove(index);
        read.answer.complete(page(read));
    }

    /** Answers a read with what was in the log just before a trim. */
    void answerThenTrim(int index, long extra) {
        Read read = reads.remove(index);
        LogPage page = page(read);
        long last = read.room.head.lastSeq();
        trim(read.room.head.room(), Math.min(last + 1, Math.max(read.room.head.firstSeq(), read.after + extra)));
        read.answer.complete(page);
    }

    void fail(int index) {
        reads.remove(index)
                .answer
                .completeExceptionally(new RejectedException(ErrorCode.STORE_UNAVAILABLE, "the disk is gone"));
    }

    private static LogPage page(Read read) {
        List<LogEntry> page = new ArrayList<>();
        int bytes = 0;
        for (LogEntry entry : read.room.entries.tailMap(read.after, false).values()) {
            // Fewer bytes than on the wire: a store knows nothing of formats.
            bytes += ((RoomEvent.Message) entry.event()).text().length() + 1;
            if (page.size() == read.limit || (bytes > read.maxBytes && !page.isEmpty())) {
                break;
            }
            page.add(entry);
        }
        return new LogPage(page, true);
    }

    private Room room(RoomName name) {
        return rooms.computeIfAbsent(name, Room::new);
    }

    @Override
    public List<RoomSnapshot> rooms() {
        return List.of();
    }

    @Override
    public CompletionStage<RoomSnapshot> openRoom(RoomName name) {
        return CompletableFuture.completedFuture(new RoomSnapshot(room(name).head, RoomState.EMPTY));
    }

    @Override
    public CompletionStage<RoomSnapshot> openDirect(RoomName name, DirectPair pair) {
        return openRoom(name);
    }

    @Override
    public void saveSeen(RoomName name, long accountId, long seq) {}

    @Override
    public CompletionStage<LogPage> read(LogHead head, LogRange range, int limit, int maxBytes) {
        CompletableFuture<LogPage> answer = new CompletableFuture<>();
        reads.add(new Read(room(head.room()), ((LogRange.After) range).seq(), limit, maxBytes, answer));
        return answer;
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> probe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String durability() {
        return "none";
    }
}
