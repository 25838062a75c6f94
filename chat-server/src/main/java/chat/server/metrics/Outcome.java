// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

/** How a command ended: the values of a label. */
public enum Outcome {
    /** It was done. */
    OK("ok"),
    /** It was refused, because of the client: a mistake, a limit, a missing permission. */
    REJECTED("rejected"),
    /** It could not be done, because of us: a store that is not available, a bug. */
    FAILED("failed");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
