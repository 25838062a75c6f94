// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import chat.server.audit.Actor;
import chat.server.audit.AuditAction;
import chat.server.audit.AuditTrail;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whom somebody wants no direct messages from. */
final class BlockHandlers {

    private final People people;
    private final int mostPerAccount;
    private final AuditTrail trail;

    /**
     * @param mostPerAccount how many somebody may have blocked
     * @param trail takes down who blocks whom
     */
    BlockHandlers(People people, int mostPerAccount, AuditTrail trail) {
        this.people = people;
        this.mostPerAccount = mostPerAccount;
        this.trail = trail;
    }

    void block(Command.Block command, Caller caller, Answer answer) {
        long own = DirectRooms.accountOf(caller);
        People.Person other = find(command.name());
        if (other.id() == own) {
            throw new RejectedException(ErrorCode.BAD_FIELD, "name: that is yourself (expected: somebody else)");
        }
        CompletionStage<Boolean> blocked = people.block(own, other.id(), mostPerAccount);
        answerWhenNoted(blocked, AuditAction.BLOCKED, other, command.ref(), caller, answer);
    }

    void unblock(Command.Unblock command, Caller caller, Answer answer) {
        long own = DirectRooms.accountOf(caller);
        People.Person other = find(command.name());
        CompletionStage<Boolean> unblocked = people.unblock(own, other.id());
        answerWhenNoted(unblocked, AuditAction.UNBLOCKED, other, command.ref(), caller, answer);
    }

    void blocks(Command.Blocks command, Caller caller, Answer answer) {
        answer.give(new Event.BlockList(command.ref(), people.blockedBy(DirectRooms.accountOf(caller))));
    }

    private People.Person find(AccountName name) {
        People.Person person = people.find(name);
        if (person == null) {
            throw DirectRooms.noSuchAccount(name);
        }
        return person;
    }

    /** What changed nothing is not taken down, or whoever repeats it would push everything else out of the audit log. */
    private void answerWhenNoted(
            CompletionStage<Boolean> changing,
            AuditAction action,
            People.Person other,
            String ref,
            Caller caller,
            Answer answer) {
        Actor actor = Actor.account(caller.name(), caller.address());
        CompletionStage<Void> noted = changing.thenCompose(changed ->
                changed ? trail.note(actor, action, other.name()) : CompletableFuture.<Void>completedFuture(null));
        noted.whenComplete((done, failure) -> caller.loop().execute(() -> {
            if (failure == null) {
                answer.give(new Event.Ok(ref));
            } else {
                answer.failed(failure);
            }
        }));
    }
}
