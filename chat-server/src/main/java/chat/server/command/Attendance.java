// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.util.List;

/** Who is in a room at this moment. Thread-safe. */
public interface Attendance {

    /** The names, in order. */
    List<AccountName> in(RoomName room);

    /** How many they are. */
    int count(RoomName room);
}
