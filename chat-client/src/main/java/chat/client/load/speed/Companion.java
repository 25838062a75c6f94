// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One of the other processes of a run: makes its part of the load, as it is told, until there is nobody to tell it more. */
public final class Companion {

    private static final String END = "";

    private final SpeedPlan plan;

    /** @param plan of the run; where the server's numbers come from does not matter here */
    public Companion(SpeedPlan plan) {
        this.plan = plan;
    }

    /**
     * Does what it is told, and returns when that ends.
     *
     * @param in what to do, a word a line
     * @param out an answer for each, a line of JSON
     */
    public void serve(BufferedReader in, PrintStream out) throws InterruptedException {
        Alarm alarm = new Alarm();
        BlockingQueue<String> verbs = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(in, verbs, alarm), "bench-companion");
        reader.setDaemon(true);
        reader.start();
        try (Crowd crowd = new Crowd(plan, alarm)) {
            String verb = verbs.take();
            while (!verb.equals(END)) {
                out.println(PartJson.line(answer(PartJson.verb(verb), crowd, alarm)));
                out.flush();
                verb = verbs.take();
            }
        }
    }

    /** On a thread of its own, as whoever tells what to do may end while that is being done. */
    private static void read(BufferedReader in, BlockingQueue<String> verbs, Alarm alarm) {
        try (in) {
            in.lines().forEach(verbs::add);
        } catch (IOException | UncheckedIOException e) {
            // As at its end.
        }
        verbs.add(END);
        alarm.raise(Verdict.INVALID, "the process that began this run has ended");
    }

    private ObjectNode answer(Verb verb, Crowd crowd, Alarm alarm) throws InterruptedException {
        try {
            ObjectNode more = answer(verb, crowd);
            // Whoever was lost while nobody was waiting.
            alarm.pause(Duration.ZERO);
            return more == null ? PartJson.done() : more;
        } catch (Alarm.Raised e) {
            return PartJson.raised(e);
        }
    }

    private @Nullable ObjectNode answer(Verb verb, Crowd crowd) throws Alarm.Raised, InterruptedException {
        switch (verb) {
            case CONNECT -> crowd.connect(crowd.members(), plan.wire().concurrency(), line -> {});
            case SAY -> crowd.say(1);
            case SEND -> crowd.beginSending();
            case OPEN -> crowd.beginWindow();
            case STOP -> crowd.endSending();
            case COUNT -> {
                return PartJson.counts(crowd.counts());
            }
            case CLOSE -> {
                return PartJson.window(crowd.endWindow());
            }
            case END -> {
                return PartJson.outcome(crowd.outcome());
            }
        }
        return null;
    }
}
