// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the messages of deleted accounts what they are to become: finds them with connections that read, and has the writer
 * change a few at a time. What is interrupted is begun again. On the keeper's thread.
 */
final class Eraser {

    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);

    /** A message of a connection that was being ended may be stored just behind the deletion. */
    private static final Duration LAST_MESSAGES = Duration.ofMinutes(1);
    /** How many entries are looked at in one read transaction. */
    private static final int SEARCHED_ENTRIES = 20_000;
    /** The most entries that one transaction changes, each on a page of its own at worst. */
    private static final int CHANGED_ENTRIES = 200;

    private final Rooms rooms;
    private final ReadPool reads;
    private final Clock clock;
    private final Consumer<Keeper.Work> writer;
    private final BooleanSupplier goesOn;
    private final Consumer<RoomName> rewritten;

    /**
     * @param writer has the writer thread do something, and waits for it
     * @param goesOn false when it is time to stop
     * @param rewritten told of rooms with changed entries, on the writer thread
     */
    Eraser(
            Rooms rooms,
            ReadPool reads,
            Clock clock,
            Consumer<Keeper.Work> writer,
            BooleanSupplier goesOn,
            Consumer<RoomName> rewritten) {
        this.rooms = rooms;
        this.reads = reads;
        this.clock = clock;
        this.writer = writer;
        this.goesOn = goesOn;
        this.rewritten = rewritten;
    }

    /** Does all that there is to do. Blocks. */
    void run() {
        long deletedUntil = clock.millis() - LAST_MESSAGES.toMillis();
        for (Erasure erasure : read(connection -> connection.accounts().erasures(deletedUntil))) {
            long changed = 0;
            for (SqliteRoom room : rooms.all()) {
                changed += erase(erasure, room);
            }
            if (!goesOn.getAsBoolean()) {
                return;
            }
            writer.accept(connection -> {
                connection.accounts().erased(erasure.accountId());
                connection.commit();
            });
            LOG.info("{} entries of the deleted account {} were changed", changed, erasure.accountId());
        }
    }

    private long erase(Erasure erasure, SqliteRoom room) {
        long changed = 0;
        long last = room.head().lastSeq();
        for (long first = room.head().firstSeq(); first <= last && goesOn.getAsBoolean(); first += SEARCHED_ENTRIES) {
            long firstKey = EntryKey.of(room.id(), first);
            long lastKey = EntryKey.of(room.id(), Math.min(last, first + SEARCHED_ENTRIES - 1));
            List<Long> keys = read(connection -> connection.erasures().find(erasure, firstKey, lastKey));
            for (int from = 0; from < keys.size(); from += CHANGED_ENTRIES) {
                change(
                        erasure,
                        room,
                        new ArrayList<>(keys.subList(from, Math.min(keys.size(), from + CHANGED_ENTRIES))));
            }
            changed += keys.size();
        }
        return changed;
    }

    private void change(Erasure erasure, SqliteRoom room, List<Long> keys) {
        writer.accept(connection -> {
            connection.erasures().change(erasure, keys);
            connection.commit();
            rewritten.accept(room.name());
        });
    }

    private <T> T read(ReadPool.Query<T> read) {
        CompletionStage<T> result = reads.submit(read);
        return result.toCompletableFuture().join();
    }
}
