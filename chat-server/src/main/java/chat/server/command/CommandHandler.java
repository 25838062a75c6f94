// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Command;

/**
 * What one kind of command does.
 *
 * @param <C> the command
 */
@FunctionalInterface
interface CommandHandler<C extends Command> {

    /**
     * Does it. Runs on the caller's event loop and does not block; the answer may come later, on the same loop.
     *
     * @throws chat.protocol.message.RejectedException if it is refused; then no answer is given otherwise
     */
    void handle(C command, Caller caller, Answer answer);
}
