// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

/** A way in which a server can break its promises. */
public enum Breach {
    /** A stored entry that a client was not given, or that is not in the log, and no gap said so. */
    LOST("lost"),
    /** An entry that came twice, or a message that stands at two places. */
    DUPLICATED("duplicated"),
    /** Entries out of the order of their numbers, or messages out of the order in which their sender sent them. */
    REORDERED("reordered"),
    /** Something else than was sent, or than others saw at the same place. */
    ALTERED("altered"),
    /** An acknowledged message that is not in the log. */
    MISSING("acknowledged but missing"),
    /** A message that is in the log at another place than its acknowledgement said. */
    MISPLACED("acknowledged elsewhere");

    private final String label;

    Breach(String label) {
        this.label = label;
    }

    /** In words, for a report. */
    public String label() {
        return label;
    }
}
