// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.Secret;
import chat.server.admin.ApiDoor;
import chat.server.admin.api.AdminApi;
import chat.server.config.ServerConfig;
import chat.server.config.StoreKind;
import chat.server.lifecycle.Stage;
import chat.server.lifecycle.StartException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's API takes requests while this runs. It starts after the store, whose lock says whose the data folder is. */
final class AdminApiStage implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(AdminApiStage.class);

    private final ServerConfig config;
    private final @Nullable Secret ofEnvironment;
    private final ApiDoor door;
    private final AdminApi api;

    /** @param ofEnvironment the token that the environment has, or null */
    AdminApiStage(ServerConfig config, @Nullable Secret ofEnvironment, ApiDoor door, AdminApi api) {
        this.config = config;
        this.ofEnvironment = ofEnvironment;
        this.door = door;
        this.api = api;
    }

    @Override
    public String name() {
        return "admin API";
    }

    @Override
    public void start() throws StartException {
        Secret given = AdminToken.given(ofEnvironment, config.admin());
        if (given != null) {
            door.open(given);
        } else if (!config.admin().isOfThisMachineOnly()) {
            off("others than this machine may reach admin.host "
                    + config.admin().host());
        } else if (config.store().kind() == StoreKind.MEMORY) {
            off("the memory store has no folder to keep one in");
        } else {
            door.open(AdminToken.make(config.store().path()));
        }
    }

    private void off(String why) {
        door.shut("it has no token, and makes none, as " + why + " (expected: admin.token-file or CHAT_ADMIN_TOKEN)");
        LOG.info("the admin API is off: it has no token");
    }

    @Override
    public CompletionStage<?> stop() {
        door.shut("the server is stopping");
        api.close();
        return STOPPED;
    }
}
