// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.protocol.message.AccountName;
import chat.protocol.message.EventType;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.account.Account;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The log of one room. The writer thread appends and trims; any thread reads.
 *
 * <p>Entries are in a map by number, as the numbers have no hole: what {@link LogHead} covers is there, unless it was
 * trimmed meanwhile, which a reader sees by the head again.
 */
final class MemoryRoom {

    /** About what an entry takes besides its text: the objects, the map's node and the boxed number. */
    private static final int ENTRY_OVERHEAD_BYTES = 160;

    private final ConcurrentHashMap<Long, LogEntry> entries = new ConcurrentHashMap<>();
    private final LogHead head;
    private long lastSeq;
    private long lastAtMillis;
    private long rightsSeq;
    private long bytes;

    MemoryRoom(RoomName name, String epoch) {
        this.head = new LogHead(name, epoch, 1, 0, 0);
    }

    LogHead head() {
        return head;
    }

    /** About how much memory the entries take. For the writer. */
    long bytes() {
        return bytes;
    }

    /** How many entries are kept. For the writer. */
    long size() {
        return lastSeq - head.firstSeq() + 1;
    }

    /** The time for the next entry, which is never before the last one's. For the writer. */
    long notBeforeLast(long nowMillis) {
        return Math.max(nowMillis, lastAtMillis);
    }

    /** The number of the next entry. For the writer. */
    long nextSeq() {
        return lastSeq + 1;
    }

    /** The last entry that changed what somebody may do, 0 if there was none. For the writer. */
    long rightsSeq() {
        return rightsSeq;
    }

    /** Adds the next entry, which readers see only after {@link #publish}. For the writer. */
    void add(LogEntry entry) {
        entries.put(entry.seq(), entry);
        lastSeq = entry.seq();
        lastAtMillis = entry.atMillis();
        rightsSeq = entry.type().changesRights() ? entry.seq() : rightsSeq;
        bytes += bytesOf(entry);
    }

    /** Shows what has been added. For the writer. */
    void publish() {
        head.publish(lastSeq, lastAtMillis);
    }

    /** Removes the oldest entries. For the writer. */
    void trim(long count) {
        long first = head.firstSeq();
        long newFirst = Math.min(first + count, lastSeq + 1);
        head.trimmed(newFirst);
        for (long seq = first; seq < newFirst; seq++) {
            LogEntry removed = entries.remove(seq);
            bytes -= removed == null ? 0 : bytesOf(removed);
        }
    }

    /**
     * Takes an account's name out of the entries that have been made since there is the account. For the writer.
     *
     * @param isRemoval whether what was said goes too
     * @return whether there were any
     */
    boolean erase(Account account, boolean isRemoval) {
        AccountName newName = AccountName.ofDeleted(account.id());
        boolean isChanged = false;
        for (LogEntry entry : entries.values()) {
            if (entry.atMillis() >= account.createdMillis()) {
                LogEntry erased = erased(entry, account.name(), newName, isRemoval);
                if (!erased.equals(entry)) {
                    entries.put(entry.seq(), erased);
                    bytes += bytesOf(erased) - bytesOf(entry);
                    isChanged = true;
                }
            }
        }
        return isChanged;
    }

    private static LogEntry erased(LogEntry entry, AccountName name, AccountName newName, boolean isRemoval) {
        boolean isAuthor = entry.from().equals(name);
        RoomEvent event = entry.event();
        if (isAuthor && isRemoval && event instanceof RoomEvent.Message) {
            event = new RoomEvent.Deleted();
        } else if (event instanceof RoomEvent.RoleGiven given && given.name().equals(name)) {
            event = new RoomEvent.RoleGiven(newName, given.role());
        } else if (event instanceof RoomEvent.Moderated moderated
                && moderated.name().equals(name)) {
            event = new RoomEvent.Moderated(moderated.measure(), newName, moderated.untilMillis(), moderated.reason());
        }
        return new LogEntry(entry.room(), entry.seq(), entry.atMillis(), isAuthor ? newName : entry.from(), event);
    }

    LogPage read(LogRange range, int limit, int maxBytes) {
        if (range instanceof LogRange.After after) {
            return after(after.seq(), limit, maxBytes);
        } else if (range instanceof LogRange.Before before) {
            return before(before.seq(), limit, maxBytes);
        } else {
            return from(((LogRange.From) range).atMillis(), limit, maxBytes);
        }
    }

    private LogPage after(long seq, int limit, int maxBytes) {
        List<LogEntry> page = new ArrayList<>();
        long last = head.lastSeq();
        // No further than the end, as the number after the highest there is would be the lowest.
        long next = Math.min(seq, last) + 1;
        int room = maxBytes;
        while (next <= last && page.size() < limit) {
            LogEntry entry = entries.get(next);
            if (entry == null) {
                // Trimmed while we read, or before: go on from what is kept, if nothing has been taken yet.
                if (!page.isEmpty()) {
                    break;
                }
                next = Math.max(next + 1, head.firstSeq());
                continue;
            }
            room -= bytesOf(entry);
            if (room < 0 && !page.isEmpty()) {
                break;
            }
            page.add(entry);
            next++;
        }
        long first = page.isEmpty() ? head.firstSeq() : page.get(0).seq();
        boolean complete = seq == 0 || first - 1 <= seq;
        return new LogPage(page, complete);
    }

    private LogPage from(long atMillis, int limit, int maxBytes) {
        long before = lastBefore(atMillis);
        LogPage page = after(before, limit, maxBytes);
        // Nothing that is kept is older: whether what has left the log was cannot be told any more.
        boolean cut = before > 0 && before < head.firstSeq();
        return new LogPage(page.entries(), page.complete() && !cut);
    }

    private LogPage before(long seq, int limit, int maxBytes) {
        List<LogEntry> page = new ArrayList<>();
        long next = Math.min(seq - 1, head.lastSeq());
        int room = maxBytes;
        boolean cut = false;
        while (next >= 1 && page.size() < limit) {
            LogEntry entry = entries.get(next);
            if (entry == null) {
                cut = true;
                break;
            }
            room -= bytesOf(entry);
            if (room < 0 && !page.isEmpty()) {
                break;
            }
            page.add(entry);
            next--;
        }
        Collections.reverse(page);
        return new LogPage(page, !cut);
    }

    /** The last entry that was stored before a time; the numbers are in the order of time. */
    private long lastBefore(long atMillis) {
        long low = head.firstSeq() - 1;
        long high = head.lastSeq();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            LogEntry entry = entries.get(middle);
            if (entry == null || entry.atMillis() < atMillis) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static int bytesOf(LogEntry entry) {
        if (entry.type() == EventType.MESSAGE) {
            return ENTRY_OVERHEAD_BYTES
                    + ((RoomEvent.Message) entry.event()).text().length() * 2;
        } else if (entry.type() == EventType.TOPIC) {
            return ENTRY_OVERHEAD_BYTES
                    + ((RoomEvent.TopicChanged) entry.event()).text().length() * 2;
        }
        return ENTRY_OVERHEAD_BYTES;
    }
}
