// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Completes the word before the cursor with Tab: each further Tab takes the next candidate, at the end the first again. */
final class Completion {

    /** Knows what a word can become. */
    interface Candidates {
        /**
         * What the last word of a text can become, the likeliest first.
         *
         * @param before the text up to the cursor
         * @param from where its last word begins
         */
        List<String> of(String before, int from);
    }

    private final Candidates candidates;

    private List<String> found = List.of();
    private int chosen;
    private int from;
    private @Nullable String left;

    Completion(Candidates candidates) {
        this.candidates = candidates;
    }

    /**
     * Completes, or takes the next or the previous candidate.
     *
     * @return what to tell the person: all candidates where there are several; empty for nothing
     */
    String complete(LineEditor editor, int step) {
        if (!editor.text().equals(left)) {
            String before = editor.text().substring(0, editor.cursor());
            from = wordStart(before);
            found = candidates.of(before, from);
            chosen = step > 0 ? -1 : 0;
        }
        if (found.isEmpty()) {
            left = null;
            return "";
        }
        chosen = Math.floorMod(chosen + step, found.size());
        editor.replace(from, found.get(chosen));
        left = editor.text();
        return found.size() == 1 ? "" : list();
    }

    /** The person goes on with something else. */
    void reset() {
        left = null;
    }

    private String list() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < found.size(); i++) {
            // The chosen one first, as there may be no room for all.
            list.append(i == 0 ? "" : "  ")
                    .append(found.get((chosen + i) % found.size()).strip());
        }
        return list.toString();
    }

    private static int wordStart(String before) {
        int start = before.length();
        while (start > 0 && !Character.isWhitespace(before.charAt(start - 1))) {
            start--;
        }
        return start;
    }
}
