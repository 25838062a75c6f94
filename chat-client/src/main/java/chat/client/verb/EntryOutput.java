// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.client.console.JsonText;
import chat.client.console.LineOutput;
import chat.protocol.message.LogEntry;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Prints entries, as the protocol's JSON or for a person. Thread-safe. */
final class EntryOutput {

    private final boolean json;
    private final LineOutput out;
    private final JsonText jsonText = new JsonText();
    private final EntryText text = new EntryText(ZoneId.systemDefault());

    /** @param json whether to print one JSON object a line */
    EntryOutput(boolean json, LineOutput out) {
        this.json = json;
        this.out = out;
    }

    /** Prints entries, all at once. */
    void print(List<LogEntry> entries) {
        List<String> lines = new ArrayList<>();
        for (LogEntry entry : entries) {
            if (json) {
                lines.add(jsonText.of(entry));
            } else {
                lines.addAll(text.of(entry));
            }
        }
        if (!lines.isEmpty()) {
            out.lines(lines);
        }
    }
}
