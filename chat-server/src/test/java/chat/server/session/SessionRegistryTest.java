// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.account.Access;
import chat.server.config.ReservedNames;
import chat.server.log.SenderId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {

    private static final AccountName ANN = new AccountName("Ann");
    private static final AccountName BEN = new AccountName("Ben");

    private static final ReservedNames RESERVED = new ReservedNames(Set.of(new AccountName("admin")));

    private final Set<AccountName> registered = ConcurrentHashMap.newKeySet();
    private final SessionRegistry registry = new SessionRegistry("guest", RESERVED, registered::contains);
    private final FakeOccupant first = new FakeOccupant();
    private final FakeOccupant second = new FakeOccupant();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    /** A guest called admin would be believed. */
    @Test
    void aReservedNameIsForNoGuest() {
        FakeOccupant ann = new FakeOccupant();
        Identity identity = registry.claim(new AccountName("ann"), ann);

        for (String name : new String[] {"admin", "ADMIN", "Admin"}) {
            assertReserved(() -> registry.claim(new AccountName(name), new FakeOccupant()));
            assertReserved(() -> registry.claim(new Identity(identity.id(), new AccountName(name)), ann));
            assertReserved(() -> registry.rename(identity, new AccountName(name), ann));
        }
        assertThat(registry.size()).isEqualTo(1);
    }

    private static void assertReserved(ThrowingCallable claim) {
        assertThatThrownBy(claim)
                .isInstanceOf(RejectedException.class)
                .extracting(e -> ((RejectedException) e).code())
                .isEqualTo(ErrorCode.NAME_RESERVED);
    }

    @Test
    void aNameBelongsToWhoeverAsksFirst() {
        registry.claim(ANN, first);

        assertTaken(() -> registry.claim(new AccountName("ANN"), second));
        assertThat(first.replacements()).isZero();
        assertThat(registry.claim(BEN, second).name()).isEqualTo(BEN);
        assertThat(registry.size()).isEqualTo(2);
    }

    @Test
    void theNameOfAnAccountIsNobodyElses() {
        registered.add(ANN);

        for (String spelling : List.of("Ann", "ANN", "ann")) {
            AccountName name = new AccountName(spelling);
            assertRegistered(() -> registry.claim(name, first));
            assertRegistered(() -> registry.claim(new Identity(new SenderId("guest:1"), name), first));
        }
        Identity ben = registry.claim(BEN, first);
        assertRegistered(() -> registry.rename(ben, ANN, first));
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void whoeverHasANameThatIsRegisteredLosesIt() {
        registry.claim(ANN, first);

        registered.add(ANN);
        registry.registered(ANN);

        assertThat(first.replacements()).isEqualTo(1);
    }

    @Test
    void aNameThatIsRegisteredWhileItIsClaimedIsGivenToNobody() {
        // Whoever registers it looks for its guest before the guest has the seat; so the guest looks again after.
        List<Boolean> answers = new ArrayList<>(List.of(false, true));
        SessionRegistry late = new SessionRegistry("guest", RESERVED, name -> answers.isEmpty() || answers.remove(0));

        assertRegistered(() -> late.claim(ANN, first));

        assertThat(late.size()).isZero();
    }

    @Test
    void anAccountHasSeveralConnectionsWhichAreAllToldOfAnEnd() {
        Access access = new Access(7, ANN, 1, null);
        registry.signIn(access, first);
        registry.signIn(access, second);

        registry.ended(7, 2);
        registry.ended(8, 2);
        registry.release(Identity.of(access), second);
        registry.revoked(1);

        assertThat(first.rechecks()).isEqualTo(2);
        assertThat(second.rechecks()).isEqualTo(1);
        assertThat(first.replacements() + second.replacements()).isZero();
    }

    private static void assertRegistered(ThrowingCallable claim) {
        assertThatThrownBy(claim)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NAME_REGISTERED));
    }

    @Test
    void aNameThatWasGivenBackIsFree() {
        registry.release(registry.claim(ANN, first), first);

        assertThat(registry.size()).isZero();
        assertThat(registry.claim(ANN, second).name()).isEqualTo(ANN);
    }

    @Test
    void theServerGivesNamesThatNobodyHas() {
        Set<AccountName> names = new HashSet<>();
        Set<SenderId> ids = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            Identity identity = registry.claimAny(first);
            names.add(identity.name());
            ids.add(identity.id());
        }

        assertThat(names).hasSize(20_000).allMatch(name -> name.value().startsWith("guest"));
        assertThat(ids).hasSize(20_000);
    }

    @Test
    void whoeverProvesWhoTheyAreTakesTheirOwnPlace() {
        Identity ann = registry.claim(ANN, first);

        registry.claim(ann, second);

        assertThat(first.replacements()).isEqualTo(1);
        assertThat(second.replacements()).isZero();
        registry.release(ann, first);
        assertThat(registry.size())
                .as("the old connection takes nothing with it")
                .isEqualTo(1);
        assertTaken(() -> registry.claim(ANN, new FakeOccupant()));
    }

    @Test
    void aProofDoesNotTakeTheNameFromWhoeverHasItMeanwhile() {
        Identity ann = registry.claim(ANN, first);
        registry.release(ann, first);
        registry.claim(ANN, second);

        assertTaken(() -> registry.claim(ann, first));
        assertThat(second.replacements()).isZero();
    }

    @Test
    void aNewNameFreesTheOldOne() {
        Identity ann = registry.claim(ANN, first);

        Identity renamed = registry.rename(ann, BEN, first);

        assertThat(renamed).isEqualTo(new Identity(ann.id(), BEN));
        assertThat(registry.claim(ANN, second).name()).isEqualTo(ANN);
        assertTaken(() -> registry.claim(BEN, second));
    }

    @Test
    void whoeverCannotHaveANewNameKeepsTheOldOne() {
        Identity ann = registry.claim(ANN, first);
        registry.claim(BEN, second);

        assertTaken(() -> registry.rename(ann, BEN, first));

        assertTaken(() -> registry.claim(ANN, second));
        assertThat(registry.size()).isEqualTo(2);
    }

    @Test
    void oneNameInAnotherSpellingIsStillOnesOwn() {
        Identity ann = registry.claim(ANN, first);

        Identity renamed = registry.rename(ann, new AccountName("aNN"), first);

        assertThat(renamed.name().value()).isEqualTo("aNN");
        registry.release(renamed, first);
        assertThat(registry.size()).isZero();
    }

    @RepeatedTest(100)
    void ofManyAtOnceOneGetsTheName() throws Exception {
        List<Boolean> won = atOnce(() -> {
            try {
                registry.claim(ANN, new FakeOccupant());
                return true;
            } catch (RejectedException e) {
                return false;
            }
        });

        assertThat(won).containsOnlyOnce(true);
        assertThat(registry.size()).isEqualTo(1);
    }

    @RepeatedTest(100)
    void whoeverEndsWhileTheirSuccessorComesDoesNotTakeThePlaceAway() throws Exception {
        Identity ann = registry.claim(ANN, first);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> ending = threads.submit(() -> {
            await(start);
            registry.release(ann, first);
        });
        await(start);
        registry.claim(ann, second);
        ending.get(10, TimeUnit.SECONDS);

        assertTaken(() -> registry.claim(ANN, new FakeOccupant()));
        registry.release(ann, second);
        assertThat(registry.size()).isZero();
    }

    @RepeatedTest(100)
    void ofManySuccessorsAtOnceAllButTheLastAreReplaced() throws Exception {
        Identity ann = registry.claim(ANN, first);
        List<FakeOccupant> successors = atOnce(() -> {
            FakeOccupant successor = new FakeOccupant();
            registry.claim(ann, successor);
            return successor;
        });

        assertThat(first.replacements()).isEqualTo(1);
        assertThat(successors.stream().mapToInt(FakeOccupant::replacements).sum())
                .isEqualTo(successors.size() - 1);
        assertThat(successors).allMatch(successor -> successor.replacements() <= 1);
    }

    private <T> List<T> atOnce(Callable<T> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(4);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(threads.submit(() -> {
                await(start);
                return task.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> task1 : running) {
            results.add(task1.get(10, TimeUnit.SECONDS));
        }
        return results;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two orders of "who has the seat" and "who is newest" were possible: the end of the loser freed the winner's name. */
    @RepeatedTest(50)
    void whoeverIsNotReplacedHasTheName() throws Exception {
        Identity ann = registry.claim(ANN, first);

        List<FakeOccupant> successors = atOnce(() -> {
            FakeOccupant successor = new FakeOccupant();
            registry.claim(ann, successor);
            return successor;
        });
        for (FakeOccupant successor : successors) {
            if (successor.replacements() > 0) {
                registry.release(ann, successor);
            }
        }

        assertThat(successors)
                .filteredOn(successor -> successor.replacements() == 0)
                .hasSize(1);
        assertTaken(() -> registry.claim(ANN, new FakeOccupant()));
    }

    private static void assertTaken(ThrowingCallable claim) {
        assertThatThrownBy(claim)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        rejection -> assertThat(rejection.code()).isEqualTo(ErrorCode.NAME_TAKEN));
    }
}
