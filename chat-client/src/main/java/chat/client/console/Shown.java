// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to show. Its texts have no control characters any more. */
sealed interface Shown {

    /**
     * Somebody said something.
     *
     * @param time as HH:mm
     * @param room the room, where it is not the one the person is in, else null
     * @param deed whether the lines tell what they do, rather than what they say
     * @param lines at least one
     */
    record Said(String time, @Nullable RoomName room, AccountName from, boolean deed, List<String> lines)
            implements Shown {}

    /** Something happened. */
    record Notice(String text) implements Shown {}

    /** Something went wrong. */
    record Fault(String text) implements Shown {}
}
