// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Which names look like others, by the data of Unicode for that (UTS 39). On any thread; imports nothing of the server.
 */
@NullMarked
package chat.server.name;

import org.jspecify.annotations.NullMarked;
