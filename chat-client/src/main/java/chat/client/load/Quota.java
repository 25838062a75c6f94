// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

/** How many messages all senders together may still send. */
final class Quota {

    private long left;

    Quota(long messages) {
        left = messages;
    }

    /** Takes one, if there is one. */
    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** No more are to be sent. */
    void close() {
        left = 0;
    }

    boolean isUsedUp() {
        return left == 0;
    }
}
