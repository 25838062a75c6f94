// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.server.account.AccountState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Has the running server do it, through its admin port. */
final class RunningServerDesk implements OperatorDesk {

    private static final String ACCOUNTS = "accounts";
    private static final String TOKENS = "tokens";
    private static final String BANS = "bans";
    private static final String NAME = "name";
    private static final String PASSWORD = "password";

    private final AdminClient client;

    RunningServerDesk(AdminClient client) {
        this.client = client;
    }

    @Override
    public List<AccountLine> accounts() {
        List<AccountLine> lines = new ArrayList<>();
        for (JsonNode account : client.ask("GET", null, ACCOUNTS).path(ACCOUNTS)) {
            lines.add(new AccountLine(
                    account.path("id").asLong(),
                    account.path(NAME).asText(),
                    account.path("state").asText(),
                    account.path("created").asText()));
        }
        return lines;
    }

    @Override
    public void add(AccountName name, Secret password) {
        client.ask("POST", client.object().put(NAME, name.value()).put(PASSWORD, password.reveal()), ACCOUNTS);
    }

    @Override
    public void resetPassword(AccountName name, Secret password) {
        client.ask("POST", client.object().put(PASSWORD, password.reveal()), ACCOUNTS, name.value(), PASSWORD);
    }

    @Override
    public void set(AccountName name, AccountState state) {
        switch (state) {
            case ACTIVE -> client.ask("POST", null, ACCOUNTS, name.value(), "unlock");
            case LOCKED -> client.ask("POST", null, ACCOUNTS, name.value(), "lock");
            case DELETED -> client.ask("DELETE", null, ACCOUNTS, name.value());
        }
    }

    @Override
    public void signOut(AccountName name) {
        client.ask("POST", null, ACCOUNTS, name.value(), "sign-out");
    }

    @Override
    public String invite(int uses, @Nullable Long expiresMillis) {
        ObjectNode body = client.object().put("uses", uses);
        return client.ask("POST", expiring(body, expiresMillis), "invitations")
                .path("invitation")
                .asText();
    }

    @Override
    public String addToken(AccountName account, String name, Set<RoomName> rooms, @Nullable Long expiresMillis) {
        ObjectNode body = client.object().put("account", account.value()).put(NAME, name);
        ArrayNode list = body.putArray("rooms");
        rooms.forEach(room -> list.add(room.value()));
        return client.ask("POST", expiring(body, expiresMillis), TOKENS)
                .path("token")
                .asText();
    }

    @Override
    public List<TokenLine> tokens() {
        List<TokenLine> lines = new ArrayList<>();
        for (JsonNode token : client.ask("GET", null, TOKENS).path(TOKENS)) {
            List<String> rooms = new ArrayList<>();
            token.path("rooms").forEach(room -> rooms.add(room.asText()));
            lines.add(new TokenLine(
                    token.path("id").asLong(),
                    token.path("account").asText(),
                    token.path(NAME).asText(),
                    token.path("state").asText(),
                    rooms));
        }
        return lines;
    }

    @Override
    public void revokeToken(long id) {
        client.ask("DELETE", null, TOKENS, Long.toString(id));
    }

    @Override
    public List<BanLine> bans() {
        List<BanLine> lines = new ArrayList<>();
        for (JsonNode ban : client.ask("GET", null, BANS).path(BANS)) {
            lines.add(new BanLine(
                    ban.path("range").asText(),
                    ban.path("until").asText(""),
                    ban.path("created").asText(),
                    ban.path("reason").asText()));
        }
        return lines;
    }

    @Override
    public void ban(String range, @Nullable Long untilMillis, String reason) {
        ObjectNode body = client.object().put("range", range).put("reason", reason);
        if (untilMillis != null) {
            body.put("until", Instant.ofEpochMilli(untilMillis).toString());
        }
        client.ask("POST", body, BANS);
    }

    @Override
    public void unban(String range) {
        client.ask("DELETE", null, BANS, range);
    }

    @Override
    public void close() {
        // There is nothing to give back: its connections end with the process.
    }

    private static ObjectNode expiring(ObjectNode body, @Nullable Long millis) {
        return millis == null
                ? body
                : body.put("expires", Instant.ofEpochMilli(millis).toString());
    }
}
