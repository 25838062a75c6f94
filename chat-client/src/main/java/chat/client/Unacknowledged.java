// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.protocol.message.RoomName;

/**
 * A message of which it is not known that the server has it.
 *
 * @param id its id within the client's producer, 1 to 2^53 − 1
 * @param room where it should go
 * @param text what it says
 * @param sent whether it was on its way once, so that it may be stored; otherwise it certainly is not
 */
public record Unacknowledged(long id, RoomName room, String text, boolean sent) {}
