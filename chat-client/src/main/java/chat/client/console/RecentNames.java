// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.message.AccountName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The names that a person may want to type, who spoke last first. Thread-safe. */
final class RecentNames {

    /** Enough for a conversation; a list to choose from need not have more. */
    static final int MAX = 500;

    private final AtomicReference<List<AccountName>> names = new AtomicReference<>(List.of());

    private volatile @Nullable AccountName own;

    /** The person's own name, which they need not type. */
    void own(AccountName name) {
        own = name;
    }

    /** Somebody spoke. */
    void spoke(AccountName name) {
        names.updateAndGet(before -> {
            List<AccountName> after = new ArrayList<>(before.size() + 1);
            after.add(name);
            before.stream().filter(other -> !other.equals(name)).limit(MAX - 1).forEach(after::add);
            return List.copyOf(after);
        });
    }

    /** Somebody is there, who may never have spoken. */
    void present(AccountName name) {
        names.updateAndGet(before -> {
            if (before.size() >= MAX || before.contains(name)) {
                return before;
            }
            List<AccountName> after = new ArrayList<>(before);
            after.add(name);
            return List.copyOf(after);
        });
    }

    /** Somebody is there no longer under this name. */
    void gone(AccountName name) {
        names.updateAndGet(
                before -> before.stream().filter(other -> !other.equals(name)).toList());
    }

    /** All of them but the person, who spoke last first. */
    List<AccountName> all() {
        AccountName self = own;
        List<AccountName> everybody = Objects.requireNonNull(names.get());
        return self == null
                ? everybody
                : everybody.stream().filter(name -> !self.equals(name)).toList();
    }
}
