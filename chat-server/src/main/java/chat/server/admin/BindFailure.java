// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin;

import chat.server.config.AdminConfig;
import chat.server.lifecycle.StartException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

/** Says which setting keeps the admin port from opening. Stateless. */
final class BindFailure {

    private BindFailure() {}

    static StartException of(AdminConfig config, Throwable cause) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return new StartException("admin.host: " + config.host() + " cannot be resolved", cause);
        }
        return new StartException(
                "admin.port: cannot listen on " + config.host() + ":" + config.port() + " (" + cause.getMessage()
                        + "; expected: a free port of this machine, or 0 for any)",
                cause);
    }
}
