// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

/** A message of a run in one long, as there are many of them: the sender in the upper half, its number in the lower. */
final class Message {

    /** No entry is known at a place. */
    static final long NONE = 0;

    /** An entry of somebody else, or that is no message. */
    static final long FOREIGN = -1;

    private Message() {}

    /**
     * Makes one.
     *
     * @param number 1, 2, 3, … for each sender
     */
    static long of(int sender, int number) {
        return ((long) sender << Integer.SIZE) | number;
    }

    static int sender(long message) {
        return (int) (message >> Integer.SIZE);
    }

    static int number(long message) {
        return (int) message;
    }

    static boolean isOfThisRun(long message) {
        return message > 0;
    }

    static String inWords(long message) {
        if (message == NONE) {
            return "nothing";
        }
        return message == FOREIGN ? "somebody else's entry" : "sender " + sender(message) + " #" + number(message);
    }
}
