// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.ArrayList;
import java.util.List;

/** What was typed before, and the place in it of whoever looks back. Guarded by the lock of the rooms. */
final class InputHistory {

    /** As many are kept. */
    static final int MAX = 500;

    private final List<String> lines = new ArrayList<>();

    private int at;
    private String unfinished = "";

    /** Keeps a line that was finished, unless it is the last one again or may have a password. */
    void add(String line) {
        if (Secrecy.isOf(line)) {
            at = lines.size();
            return;
        }
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(line)) {
            lines.add(line);
            if (lines.size() > MAX) {
                lines.remove(0);
            }
        }
        at = lines.size();
    }

    /** What is kept, the latest last. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Puts what was typed before into the editor; what stands there comes back with {@link #forward}. */
    void back(LineEditor editor) {
        if (at == 0) {
            return;
        }
        if (at == lines.size()) {
            unfinished = editor.text();
        }
        at--;
        editor.set(lines.get(at));
    }

    /** Puts what was typed after that into the editor. */
    void forward(LineEditor editor) {
        if (at < lines.size()) {
            at++;
            editor.set(at == lines.size() ? unfinished : lines.get(at));
        }
    }
}
