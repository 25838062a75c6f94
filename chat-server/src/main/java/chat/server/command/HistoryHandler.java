// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.server.log.LogRange;
import chat.server.log.RoomLog;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;

/** Reads a page of a room's log, whether or not the caller follows the room. */
final class HistoryHandler implements CommandHandler<Command.History> {

    private final RoomDirectory rooms;
    private final RoomLog log;
    private final CommandRules rules;
    private final RoomGuard guard;

    HistoryHandler(RoomDirectory rooms, RoomLog log, CommandRules rules, RoomGuard guard) {
        this.rooms = rooms;
        this.log = log;
        this.rules = rules;
        this.guard = guard;
    }

    @Override
    public void handle(Command.History command, Caller caller, Answer answer) {
        Room room = VisibleRoom.of(command.room(), rooms, guard, caller);
        int limit = Math.min(command.limit(), rules.pageEntries());
        log.read(room.head(), rangeOf(command.range()), limit, rules.pageBytes())
                .whenComplete((page, failure) -> caller.loop().execute(() -> {
                    if (page == null) {
                        answer.failed(failure);
                    } else if (!guard.of(caller, room).mayEnter()) {
                        // It may have been read after they were sent out, with what was said since.
                        answer.failed(RoomDirectory.noSuchRoom(room.name()));
                    } else {
                        answer.give(new Event.Page(command.ref(), room.name(), page.entries(), page.complete()));
                    }
                }));
    }

    private static LogRange rangeOf(HistoryRange range) {
        if (range instanceof HistoryRange.Before before) {
            return new LogRange.Before(before.seq());
        } else if (range instanceof HistoryRange.After after) {
            return new LogRange.After(after.seq());
        } else if (range instanceof HistoryRange.At at) {
            return new LogRange.From(at.millis());
        }
        return new LogRange.Before(Long.MAX_VALUE);
    }
}
