// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What the operator does through the admin port: JSON in, JSON out, without the HTTP around it.
 *
 * <p>{@link chat.server.admin.api.AdminApi} has every request done on one thread of its own, as hashing a password takes
 * a while; requests wait in a bounded queue. Whether somebody may ask is not decided here, but at {@link
 * chat.server.admin.ApiDoor}. What event loops have, they are asked for and answer later. Imports no Netty, and of the server what operators have to do with.
 */
@NullMarked
package chat.server.admin.api;

import org.jspecify.annotations.NullMarked;
