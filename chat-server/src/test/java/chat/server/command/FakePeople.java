// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Accounts that a test makes. */
final class FakePeople implements People {

    private record Block(long account, long blocked) {}

    private final Map<AccountName, Person> people = new HashMap<>();
    private final Set<Block> blocks = new HashSet<>();

    /** Makes an account, and somebody who is signed in to it. */
    FakeCaller add(String name) {
        Person person = new Person(people.size() + 1, new AccountName(name), false);
        people.put(person.name(), person);
        return FakeCaller.account(name, person.id());
    }

    /** Deletes an account. */
    void remove(FakeCaller caller) {
        people.computeIfPresent(caller.name(), (name, person) -> new Person(person.id(), name, true));
    }

    @Override
    public @Nullable Person find(AccountName name) {
        return people.get(name);
    }

    @Override
    public @Nullable Person find(long id) {
        return people.values().stream()
                .filter(person -> person.id() == id)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean hasBlocked(long accountId, long blockedId) {
        return blocks.contains(new Block(accountId, blockedId));
    }

    @Override
    public List<AccountName> blockedBy(long accountId) {
        List<AccountName> names = new ArrayList<>();
        people.values().stream()
                .filter(person -> hasBlocked(accountId, person.id()))
                .forEach(person -> names.add(person.name()));
        names.sort(null);
        return names;
    }

    @Override
    public CompletionStage<Boolean> block(long accountId, long blockedId, int most) {
        return CompletableFuture.completedFuture(blocks.add(new Block(accountId, blockedId)));
    }

    @Override
    public CompletionStage<Boolean> unblock(long accountId, long blockedId) {
        return CompletableFuture.completedFuture(blocks.remove(new Block(accountId, blockedId)));
    }
}
