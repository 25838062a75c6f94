// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everybody who takes part in a run, in this process and in others, which do the same at the same time. Used by the thread of
 * the run.
 */
final class Party implements AutoCloseable {

    private final SpeedPlan plan;
    private final Crowd crowd;
    private final Company company;
    private final Consumer<String> progress;

    /** @throws Alarm.Raised if the other processes cannot be started */
    Party(SpeedPlan plan, Alarm alarm, ServerWatch watch, Consumer<String> progress) throws Alarm.Raised {
        this.plan = plan;
        this.progress = progress;
        this.company = new Company(plan, alarm);
        this.crowd = new Crowd(plan, alarm);
        watch.countAsSelf(company.pids());
    }

    /** Those in this process. */
    Crowd crowd() {
        return crowd;
    }

    /** How many clients there are in all, slow readers aside. */
    int members() {
        return plan.processes().count() * crowd.members().size();
    }

    void connect() throws Alarm.Raised, InterruptedException {
        company.tell(Verb.CONNECT);
        int count = plan.processes().count();
        crowd.connect(
                crowd.members(),
                plan.wire().concurrency(),
                count == 1 ? progress : line -> progress.accept(line + ", in this process, 1 of " + count));
        company.hear(PartJson::isDone);
    }

    void beginSending() throws Alarm.Raised, InterruptedException {
        company.tell(Verb.SEND);
        crowd.beginSending();
        company.hear(PartJson::isDone);
    }

    /** Has each of those who send say one message. */
    void sayOne() throws Alarm.Raised, InterruptedException {
        company.tell(Verb.SAY);
        crowd.say(1);
        company.hear(PartJson::isDone);
    }

    void beginWindow() throws Alarm.Raised, InterruptedException {
        company.tell(Verb.OPEN);
        crowd.beginWindow();
        company.hear(PartJson::isDone);
    }

    Tally.Window endWindow() throws Alarm.Raised, InterruptedException {
        company.tell(Verb.CLOSE);
        List<Tally.Window> windows = new ArrayList<>(List.of(crowd.endWindow()));
        windows.addAll(company.hear(PartJson::window));
        return Tally.Window.sum(windows);
    }

    void endSending() throws Alarm.Raised, InterruptedException {
        company.tell(Verb.STOP);
        crowd.endSending();
        company.hear(PartJson::isDone);
    }

    Counts counts() throws Alarm.Raised, InterruptedException {
        company.tell(Verb.COUNT);
        Counts own = crowd.counts();
        return company.hear(PartJson::counts).stream().reduce(own, Counts::plus);
    }

    /** Waits until everything that was sent is delivered, and says what came of it all. */
    Outcome outcome() throws Alarm.Raised, InterruptedException {
        company.tell(Verb.END);
        Outcome own = crowd.outcome();
        return company.hear(PartJson::outcome).stream().reduce(own, Outcome::plus);
    }

    @Override
    public void close() {
        company.close();
        crowd.close();
    }
}
