// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A record as a JSON object; what is empty is left out. Stateless. */
public final class AuditJson {

    private AuditJson() {}

    /** The object: {@code number, at, actor, name, address, action, subject, room, detail, reason}. */
    public static ObjectNode of(AuditRecord.Kept record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("number", record.number());
        json.put("at", Instant.ofEpochMilli(record.atMillis()).toString());
        json.put("actor", record.actor().kind().wireName());
        putUnlessEmpty(json, "name", record.actor().name());
        if (record.actor().address() != null) {
            json.put("address", record.actor().address());
        }
        json.put("action", record.action());
        putUnlessEmpty(json, "subject", record.subject());
        if (record.room() != null) {
            json.put("room", record.room().value());
        }
        putUnlessEmpty(json, "detail", record.detail());
        putUnlessEmpty(json, "reason", record.reason());
        return json;
    }

    private static void putUnlessEmpty(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }
}
