// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

/** What was cut last, for Ctrl-Y; one for all lines. */
final class KillBuffer {

    private String text = "";

    /** Keeps what was cut; nothing does not count. */
    void keep(String cut) {
        if (!cut.isEmpty()) {
            text = cut;
        }
    }

    /** What was cut last; empty for nothing. */
    String text() {
        return text;
    }
}
