// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;

/**
 * Where somebody was when they were banned from a room with their address. It is for as long as they are banned.
 *
 * @param room from which
 * @param name who
 * @param address all of an IPv4 address, or the first 64 bits of an IPv6 address
 */
public record BannedAddress(RoomName room, AccountName name, AddressKey address) {}
