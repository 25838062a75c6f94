// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.server.account.Accounts;
import chat.server.command.CommandRouter;
import chat.server.fanout.FanOut;
import chat.server.metrics.ServerMetrics;
import chat.server.presence.Presence;
import chat.server.room.RoomDirectory;

/** What all sessions share. Thread-safe, as its parts are. */
public record SessionServices(
        CommandRouter router,
        SessionRegistry registry,
        ResumeProofs proofs,
        Accounts accounts,
        FanOut fanOut,
        Presence presence,
        RoomDirectory rooms,
        ServerMetrics metrics,
        SessionRules rules) {}
