// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.protocol.line.Visible;
import chat.protocol.message.AccountName;
import chat.protocol.message.Password;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import java.nio.charset.StandardCharsets;

/** Names and passwords: what is taken is taken again unchanged, and nothing in a name has to be made visible. */
public final class NameTarget {

    private NameTarget() {}

    /** @param bytes as UTF-8 */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String raw = new String(bytes, StandardCharsets.UTF_8);
        account(raw);
        room(raw);
        room('#' + raw);
        password(raw);
    }

    private static void account(String raw) {
        AccountName name;
        try {
            name = new AccountName(raw);
        } catch (RejectedException e) {
            return;
        }
        Same.require(name.value(), Visible.of(name.value()));
        Same.require(name.value(), new AccountName(name.value()).value());
        if (name.folded().codePointCount(0, name.folded().length()) <= AccountName.MAX_CODE_POINTS) {
            // U+00DF becomes two letters: then it may be too long for a name.
            Same.require(name, new AccountName(name.folded()));
            Same.require(name.folded(), new AccountName(name.folded()).folded());
        }
        Same.require(name.value(), AccountName.kept(name.value()).value());
    }

    private static void room(String raw) {
        RoomName name;
        try {
            name = new RoomName(raw);
        } catch (RejectedException e) {
            return;
        }
        Same.require(name.value(), Visible.of(name.value()));
        Same.require(name.value(), new RoomName(name.value()).value());
    }

    private static void password(String raw) {
        if (raw.isEmpty() || raw.length() > Secret.MAX_LENGTH) {
            return;
        }
        Secret taken;
        try {
            taken = Password.chosen(new Secret(raw));
        } catch (RejectedException e) {
            return;
        }
        Same.require(taken, Password.normalised(taken));
    }
}
