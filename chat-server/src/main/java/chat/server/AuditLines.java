// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.line.Visible;
import chat.protocol.message.RoomName;
import chat.server.audit.Actor;
import chat.server.audit.AuditJson;
import chat.server.audit.AuditRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records of the audit log, each on a line. Stateless. */
final class AuditLines {

    private AuditLines() {}

    static String json(AuditRecord.Kept record) {
        return AuditJson.of(record).toString();
    }

    /** The fields with tabs between them: number, time, who, address, what, to whom, room, detail, reason. */
    static String text(AuditRecord.Kept record) {
        RoomName room = record.room();
        return String.join(
                "\t",
                Long.toString(record.number()),
                Instant.ofEpochMilli(record.atMillis()).toString(),
                who(record.actor()),
                orHyphen(record.actor().address()),
                record.action(),
                orHyphen(record.subject()),
                orHyphen(room == null ? null : room.value()),
                orHyphen(record.detail()),
                // The one field in somebody's own words.
                orHyphen(Visible.of(record.reason())));
    }

    private static String who(Actor actor) {
        return actor.kind().wireName() + (actor.name().isEmpty() ? "" : " " + actor.name());
    }

    private static String orHyphen(@Nullable String value) {
        return value == null || value.isEmpty() ? "-" : value;
    }
}
