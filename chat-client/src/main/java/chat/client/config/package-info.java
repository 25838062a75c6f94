// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What a person has written down for their clients: {@link chat.client.config.ConfigFile} with a {@link
 * chat.client.config.ServerProfile} for each server, and where its secrets come from. Read only, and only by command lines.
 *
 * <p>Confined to the thread that reads. May import {@code chat.client}, {@code chat.client.tls}, the protocol and Jackson;
 * knows nothing of terminals and command lines.
 */
@NullMarked
package chat.client.config;

import org.jspecify.annotations.NullMarked;
