// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.server.presence.Presence;
import chat.server.room.RoomDirectory;
import chat.server.session.Inspection;

/**
 * Who and what is there at present.
 *
 * @param connections those who are connected
 * @param presence who is in which room
 * @param rooms what rooms there are
 */
public record Present(Inspection connections, Presence presence, RoomDirectory rooms) {}
