// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StagesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void stagesStartInOrderAndStopInReverse() throws Exception {
        Stages stages = new Stages(List.of(stage("store"), stage("rooms"), stage("net")), LONG);

        stages.start();
        assertThat(stages.stop()).isTrue();

        assertThat(events).containsExactly("+store", "+rooms", "+net", "-net", "-rooms", "-store");
    }

    @Test
    void aFailedStartStopsWhatHasStartedAndIsThrownOn() {
        StartException failure = new StartException("net.port: 8080 is in use");
        Stages stages =
                new Stages(List.of(stage("store"), stage("rooms"), failing("net", failure), stage("late")), LONG);

        assertThatThrownBy(stages::start).isSameAs(failure);

        assertThat(events).containsExactly("+store", "+rooms", "-rooms", "-store");
        assertThat(stages.stop()).isTrue();
    }

    @Test
    void anErrorInAStartStopsWhatHasStartedToo() {
        Error failure = new LinkageError("no native library");
        Stages stages = new Stages(List.of(stage("store"), failing("net", failure)), LONG);

        assertThatThrownBy(stages::start).isSameAs(failure);

        assertThat(events).containsExactly("+store", "-store");
    }

    @Test
    void aSecondStopDoesNothingAndSaysTheSame() throws Exception {
        Stages stages = new Stages(List.of(stage("store")), LONG);
        stages.start();

        List<CompletableFuture<Boolean>> stops = List.of(
                CompletableFuture.supplyAsync(stages::stop, StagesTest::onItsOwnThread),
                CompletableFuture.supplyAsync(stages::stop, StagesTest::onItsOwnThread),
                CompletableFuture.supplyAsync(stages::stop, StagesTest::onItsOwnThread));

        assertThat(stops).allSatisfy(stop -> assertThat(stop.join()).isTrue());
        assertThat(events).containsExactly("+store", "-store");
    }

    @Test
    void aStageThatNeverCompletesIsLeftBehind() throws Exception {
        Stages stages = new Stages(List.of(stage("store"), endless("net"), stage("gate")), SHORT);
        stages.start();

        assertThat(stages.stop()).isFalse();

        assertThat(events).containsExactly("+store", "+net", "+gate", "-gate", "-net", "-store");
    }

    @Test
    void aStageThatBlocksIsLeftBehind() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Stages stages = new Stages(List.of(stage("store"), blocking("net", never)), SHORT);
        stages.start();

        assertThat(stages.stop()).isFalse();

        assertThat(events).containsExactly("+store", "+net", "-net", "-store");
        never.countDown();
    }

    @Test
    void aStageThatFailsToStopKeepsNobodyElse() throws Exception {
        Stages stages = new Stages(List.of(stage("store"), throwingAtStop("net"), stage("gate")), LONG);
        stages.start();

        assertThat(stages.stop()).isFalse();

        assertThat(events).containsExactly("+store", "+net", "+gate", "-gate", "-net", "-store");
    }

    @Test
    void aStopDuringTheStartKeepsLaterStagesFromStarting() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Stages stages = new Stages(List.of(stage("store"), slowToStart("rooms", starting, goOn), stage("net")), LONG);
        CompletableFuture<Throwable> start =
                CompletableFuture.supplyAsync(() -> failureOf(stages), StagesTest::onItsOwnThread);
        starting.await();

        CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(stages::stop, StagesTest::onItsOwnThread);
        // The stop must have been seen before the start goes on, or there is nothing to test.
        await().until(stages::isStopping);
        goOn.countDown();

        assertThat(start.join()).isInstanceOf(StartException.class).hasMessageContaining("stopped before");
        assertThat(stop.join()).isTrue();
        assertThat(events).containsExactly("+store", "+rooms", "-rooms", "-store");
    }

    /** The common pool has a single thread on two processors, and since Java 25 no other is made when it is busy. */
    private static void onItsOwnThread(Runnable task) {
        new Thread(task).start();
    }

    private static Throwable failureOf(Stages stages) {
        try {
            stages.start();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    private class Recorded implements Stage {

        private final String name;

        Recorded(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() throws Exception {
            events.add("+" + name);
        }

        @Override
        public CompletionStage<?> stop() throws Exception {
            events.add("-" + name);
            return STOPPED;
        }
    }

    private Stage stage(String name) {
        return new Recorded(name);
    }

    private Stage failing(String name, Throwable failure) {
        return new Recorded(name) {
            @Override
            public void start() throws Exception {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            }
        };
    }

    private Stage endless(String name) {
        return new Recorded(name) {
            @Override
            public CompletionStage<?> stop() throws Exception {
                super.stop();
                return new CompletableFuture<>();
            }
        };
    }

    private Stage blocking(String name, CountDownLatch until) {
        return new Recorded(name) {
            @Override
            public CompletionStage<?> stop() throws Exception {
                super.stop();
                until.await();
                return STOPPED;
            }
        };
    }

    private Stage throwingAtStop(String name) {
        return new Recorded(name) {
            @Override
            public CompletionStage<?> stop() throws Exception {
                super.stop();
                throw new IllegalStateException("on purpose");
            }
        };
    }

    private Stage slowToStart(String name, CountDownLatch starting, CountDownLatch goOn) {
        return new Recorded(name) {
            @Override
            public void start() throws Exception {
                starting.countDown();
                goOn.await();
                super.start();
            }
        };
    }
}
