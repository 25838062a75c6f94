// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.RoomName;

/**
 * The numbers that the commands go by.
 *
 * @param textBytes the most bytes of a message in UTF-8
 * @param topicBytes the most bytes of a topic in UTF-8
 * @param entriesOnJoin how many of the last entries a join without a position begins with
 * @param pageEntries the most entries of a page
 * @param pageBytes about the most bytes of a page
 * @param listRows the most rows of a list of rooms or members
 * @param defaultRoom the room where everybody begins, which nobody comes to own by being first in it
 * @param roomsPerCaller how many rooms one caller may follow
 * @param membersPerRoom how many people may be in a room at once
 * @param roomsPerAccount how many rooms somebody may own who makes another one
 * @param directsPerAccount how many direct rooms somebody may have who opens another one
 * @param blocksPerAccount how many people somebody may have blocked
 */
public record CommandRules(
        int textBytes,
        int topicBytes,
        int entriesOnJoin,
        int pageEntries,
        int pageBytes,
        int listRows,
        RoomName defaultRoom,
        int roomsPerCaller,
        int membersPerRoom,
        int roomsPerAccount,
        int directsPerAccount,
        int blocksPerAccount) {}
