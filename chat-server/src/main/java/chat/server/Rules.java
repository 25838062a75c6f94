// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.account.AccountRules;
import chat.server.command.CommandRules;
import chat.server.config.LimitsConfig;
import chat.server.config.RoomsConfig;
import chat.server.config.ServerConfig;
import chat.server.fanout.FanOutSettings;
import chat.server.lifecycle.StartException;
import chat.server.session.SessionRules;
import java.time.Duration;

/** What each part of the server goes by, as the configuration has it. */
final class Rules {

    private static final int TOPIC_BYTES = 1024;

    /** About the most bytes of a page and the most rows of a list, so that an answer stays far below 1 MiB. */
    private static final int PAGE_BYTES = 64 * 1024;

    private static final int LIST_ROWS = 1000;
    private static final int PINGS_PER_IDLE_TIME = 2;

    private final ServerConfig config;

    Rules(ServerConfig config) {
        this.config = config;
    }

    RoomName defaultRoom() throws StartException {
        try {
            RoomName name = new RoomName(config.rooms().defaultRoom());
            if (name.isDirect()) {
                throw new StartException(
                        "rooms.default: " + name + " is a conversation of two (expected: " + RoomName.RULE + ")");
            }
            return name;
        } catch (RejectedException e) {
            throw new StartException("rooms.default: " + e.reason(), e);
        }
    }

    FanOutSettings fanOut() {
        RoomsConfig rooms = config.rooms();
        int tailEntries = Math.max(1, Integer.highestOneBit(rooms.tailEntries()));
        return new FanOutSettings(
                FanOutSettings.DEFAULT_BATCH_ENTRIES,
                (int) Math.max(1, config.net().highWatermark().bytes() / 2),
                tailEntries,
                rooms.tailSize().bytes(),
                rooms.maxLag().isOff() ? Long.MAX_VALUE : rooms.maxLag().value());
    }

    CommandRules commands() throws StartException {
        LimitsConfig limits = config.limits();
        return new CommandRules(
                textBytes(),
                TOPIC_BYTES,
                config.rooms().historyOnJoin(),
                limits.historyPage(),
                PAGE_BYTES,
                LIST_ROWS,
                defaultRoom(),
                limits.roomsPerConnection().orElse(Integer.MAX_VALUE),
                limits.peers().membersPerRoom().orElse(Integer.MAX_VALUE),
                limits.peers().roomsPerAccount().orElse(Integer.MAX_VALUE),
                limits.peers().directsPerAccount().orElse(Integer.MAX_VALUE),
                limits.peers().blocksPerAccount().orElse(Integer.MAX_VALUE));
    }

    AccountRules accounts() {
        LimitsConfig limits = config.limits();
        return new AccountRules(
                config.accounts().registration(),
                limits.signInsPerAccount(),
                limits.signInsPerAddress(),
                limits.registrations());
    }

    SessionRules sessions(String durability) {
        LimitsConfig limits = config.limits();
        Event.Limits told = new Event.Limits(
                (int) limits.frameSize().bytes(),
                textBytes(),
                limits.inFlight(),
                limits.historyPage(),
                limits.roomsPerConnection().orElse(Integer.MAX_VALUE));
        return new SessionRules(
                config.server().name() + "/" + Version.number(),
                durability,
                told,
                heartbeat(),
                limits.helloTimeout(),
                limits.idle(),
                limits.stall(),
                config.accounts().guests(),
                limits.messages(),
                limits.commands(),
                limits.peers().joins(),
                limits.peers().refusals());
    }

    /** A text that no frame could bring must not be promised. */
    private int textBytes() {
        LimitsConfig limits = config.limits();
        return (int) Math.min(limits.textSize().bytes(), limits.frameSize().bytes());
    }

    /** Whoever pings as often as told must not be idle, even if one of them comes late. */
    private Duration heartbeat() {
        Duration wanted = config.server().heartbeat();
        if (config.limits().idle().isOff()) {
            return wanted;
        }
        Duration longest = Duration.ofMillis(config.limits().idle().value().toMillis() / PINGS_PER_IDLE_TIME);
        Duration told = wanted.compareTo(longest) < 0 ? wanted : longest;
        return told.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : told;
    }
}
