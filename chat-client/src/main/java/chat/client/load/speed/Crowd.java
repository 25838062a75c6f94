// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomName;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everybody who takes part in a run, on their event loops. Used by the thread that runs it. */
final class Crowd implements AutoCloseable {

    private static final Duration TELLING = Duration.ofSeconds(1);
    private static final Duration PATIENCE_WITH_FAULTS = Duration.ofSeconds(2);

    private final SpeedPlan plan;
    private final Alarm alarm;
    private final EventLoopGroup group;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Room> rooms = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Member> heralds = new ArrayList<>();
    private final List<Member> slow = new ArrayList<>();
    private final List<Speaker> speakers = new ArrayList<>();
    private final DueWindow due = new DueWindow();
    private final Stamp stamp;
    private final Relay relay = new Relay();
    private List<Pacer> pacers = List.of();

    /** Passes on what a member tells to whoever waits for it now. */
    private final class Relay implements Member.Watcher {
        private volatile Gathering current = new Gathering(alarm, 1);

        @Override
        public void joined(Member member) {
            current.joined(member);
        }

        @Override
        public void live(Member member) {
            current.live(member);
        }

        @Override
        public void failed(Member member, Verdict verdict, String reason) {
            current.failed(member, verdict, reason);
        }
    }

    Crowd(SpeedPlan plan, Alarm alarm) {
        this.plan = plan;
        this.alarm = alarm;
        this.stamp = Stamp.random(plan.wire().size());
        SpeedPlan.Shape shape = plan.shape();
        int loops = plan.wire().loops();
        this.group = new MultiThreadIoEventLoopGroup(
                loops, new DefaultThreadFactory("bench-loop", true), NioIoHandler.newFactory());
        long zeroNanos = System.nanoTime();
        for (int i = 0; i < loops; i++) {
            // The speakers need their lanes, so they come to this list later.
            lanes.add(new Lane(group.next(), due, speakers, plan.speakers(), stamp, zeroNanos));
        }
        for (int i = 0; i < shape.rooms(); i++) {
            settle(i);
        }
        for (int i = 0; i < shape.slow(); i++) {
            slow.add(new Member(lanes.get(i % loops), rooms.get(i % rooms.size()), true, null, relay));
        }
        lanes.forEach(Lane::keepAlive);
    }

    private void settle(int number) {
        SpeedPlan.Shape shape = plan.shape();
        boolean ids = plan.wire().ids();
        RoomName name = new RoomName("#bench-" + stamp.run() + "-" + number);
        int speaking = plan.speakers() / shape.rooms();
        Room room = Room.of(name, number * speaking, speaking);
        rooms.add(room);
        for (int i = 0; i < shape.members(); i++) {
            // A room stays on one loop where there are enough of them.
            int lane = shape.rooms() >= lanes.size() ? number : members.size();
            ProducerId producer = ids && i < shape.senders() ? ProducerId.random() : null;
            Member member = new Member(lanes.get(lane % lanes.size()), room, false, producer, relay);
            members.add(member);
            if (i < shape.senders()) {
                speakers.add(new Speaker(
                        speakers.size(),
                        member,
                        stamp,
                        shape.members(),
                        plan.pace().outstanding(),
                        ids));
            }
        }
        if (plan.workload().kind() == Workload.Kind.RESUME) {
            ProducerId producer = ids ? ProducerId.random() : null;
            Member herald = new Member(lanes.get(number % lanes.size()), room, false, producer, relay);
            heralds.add(herald);
            speakers.add(
                    new Speaker(speakers.size(), herald, stamp, 1, plan.pace().outstanding(), ids));
        }
    }

    List<Member> members() {
        return members;
    }

    /** Those who come to say something while everybody is away. */
    List<Member> heralds() {
        return heralds;
    }

    List<Member> slow() {
        return slow;
    }

    List<Speaker> speakers() {
        return speakers;
    }

    /**
     * Connects some and waits until each of them follows its room.
     *
     * @param concurrency how many may be under way at once
     * @param progress is told about every second how many do
     */
    Gathering connect(List<Member> some, int concurrency, Consumer<String> progress)
            throws Alarm.Raised, InterruptedException {
        Gathering gathering = new Gathering(alarm, concurrency);
        if (some.isEmpty()) {
            return gathering;
        }
        relay.current = gathering;
        Runnable teller = Alarm.every(TELLING, () -> progress.accept("connecting: " + joined(gathering, some)));
        teller.run();
        for (int i = 0; i < some.size(); i++) {
            await(gathering::admits, teller, gathering, some);
            Member member = some.get(i);
            String source = source(i);
            member.lane().loop().execute(() -> member.connect(plan.server(), source));
        }
        await(() -> gathering.joined() == some.size(), teller, gathering, some);
        return gathering;
    }

    private void await(BooleanSupplier condition, Runnable teller, Gathering gathering, List<Member> some)
            throws Alarm.Raised, InterruptedException {
        BooleanSupplier telling = () -> {
            teller.run();
            return condition.getAsBoolean();
        };
        alarm.await(telling, plan.pace().patience(), () -> joined(gathering, some) + whatIsThere(gathering));
    }

    /** A guess at why nobody gets in. */
    private String whatIsThere(Gathering gathering) {
        if (gathering.joined() > 0) {
            return "";
        }
        return lanes.stream().anyMatch(Lane::hasHeard)
                ? "; the server answers, but lets nobody join"
                : "; nothing came from " + plan.server() + ": is it a chat server?";
    }

    private static String joined(Gathering gathering, List<Member> some) {
        return gathering.joined() + " of " + some.size() + " clients have joined their rooms";
    }

    private @Nullable String source(int index) {
        List<String> sources = plan.wire().sources();
        return sources.isEmpty() ? null : sources.get(index % sources.size());
    }

    /** Has some read from their sockets, or leave them alone. */
    void read(List<Member> some, boolean read) {
        some.forEach(member -> member.lane().loop().execute(() -> member.read(read)));
    }

    /** Closes some connections and waits until that is done. */
    void close(List<Member> some) {
        some.forEach(member -> member.lane().loop().execute(member::close));
        onLanes(lane -> true);
    }

    /** Has everybody send who does. */
    void beginSending() {
        double rate = plan.pace().deliveriesPerSecond();
        if (rate == 0) {
            speakers.forEach(speaker -> speaker.lane().loop().execute(() -> speaker.pumpFromNow(true)));
            return;
        }
        double intervalNanos = 1e9 / (rate / plan.shape().members());
        pacers = onLanes(lane -> {
            List<Speaker> here =
                    speakers.stream().filter(speaker -> speaker.lane() == lane).toList();
            Pacer pacer = new Pacer(
                    lane, here, speakers.size(), intervalNanos, plan.pace().spin());
            pacer.run();
            return pacer;
        });
    }

    void endSending() {
        pacers.forEach(pacer -> pacer.lane().loop().execute(pacer::stop));
        speakers.forEach(speaker -> speaker.lane().loop().execute(() -> speaker.pumpFromNow(false)));
        onLanes(lane -> true);
    }

    boolean isEverythingDelivered() {
        return speakers.stream().allMatch(Speaker::isDone);
    }

    /** How many copies of messages have not arrived. */
    long undelivered() {
        return speakers.stream().mapToLong(Speaker::undelivered).sum();
    }

    /** How many deliveries have been made to those who read, as of a moment ago. */
    long deliveries() {
        return lanes.stream().mapToLong(lane -> lane.tally().made()).sum();
    }

    /** How many messages have been sent. */
    long sent() {
        return speakers.stream().mapToLong(Speaker::sent).sum();
    }

    void beginWindow() {
        due.open(lanes.get(0)::nanos);
        onLanes(lane -> {
            lane.tally().beginWindow();
            return true;
        });
    }

    Tally.Window endWindow() {
        due.close(lanes.get(0)::nanos);
        return Tally.Window.sum(onLanes(lane -> lane.tally().endWindow()));
    }

    /** Has each of those who send say so much, once. */
    void say(int messages) {
        speakers.forEach(speaker -> speaker.lane()
                .loop()
                .execute(() -> speaker.say(messages, speaker.lane().nanos())));
        onLanes(lane -> true);
    }

    /** How far it has got, those who read slowly aside. */
    Counts counts() {
        // In this order: what arrives meanwhile is counted twice rather than not at all.
        long undelivered = undelivered();
        return new Counts(
                sent(),
                deliveries(),
                undelivered,
                pacers.stream().mapToLong(Pacer::unsent).sum());
    }

    /**
     * Waits until everything that was sent is delivered, and says what came of it all. What is known to be lost does not come,
     * so that it is not waited for long.
     */
    Outcome outcome() throws Alarm.Raised, InterruptedException {
        Duration patience = plan.pace().patience();
        boolean hopeful = faults().isEmpty() || patience.compareTo(PATIENCE_WITH_FAULTS) < 0;
        alarm.awaits(this::isEverythingDelivered, hopeful ? patience : PATIENCE_WITH_FAULTS);
        long undelivered = undelivered();
        Faults faults = faults();
        Tally.Latency latency = Tally.Latency.sum(onLanes(lane -> lane.tally().latency()));
        long waitedNanos = lanes.get(0).nanos() - due.closedNanos();
        return new Outcome(faults, undelivered, latency.withLost(undelivered + faults.missing, waitedNanos));
    }

    /** What went wrong for those who read all the time. */
    Faults faults() {
        return sum(onLanes(lane -> copy(lane.tally().faults())));
    }

    /** What went wrong for those who did not. */
    Faults slowFaults() {
        return sum(onLanes(lane -> copy(lane.slowTally().faults())));
    }

    /** How far each of some has got in its room. */
    List<Long> heads(List<Member> some) {
        return some.stream()
                .map(member -> on(member, one -> one.check().head()))
                .map(CompletableFuture::join)
                .toList();
    }

    /** Asks a member something, on its loop. */
    static <T> CompletableFuture<T> on(Member member, Function<Member, T> question) {
        return CompletableFuture.supplyAsync(
                () -> question.apply(member), member.lane().loop());
    }

    private <T> List<T> onLanes(Function<Lane, T> question) {
        List<CompletableFuture<T>> answers = lanes.stream()
                .map(lane -> CompletableFuture.supplyAsync(() -> question.apply(lane), lane.loop()))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static Faults copy(Faults faults) {
        return sum(List.of(faults));
    }

    private static Faults sum(List<Faults> parts) {
        Faults sum = new Faults();
        parts.forEach(sum::add);
        return sum;
    }

    @Override
    public void close() {
        close(members);
        close(slow);
        close(heralds);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
