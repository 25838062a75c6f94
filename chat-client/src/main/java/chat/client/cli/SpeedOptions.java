// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.load.speed.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options of measuring that checking does not have. What is null is as the workload has it. */
final class SpeedOptions {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WORKLOAD",
            converter = WorkloadConverter.class,
            description = "What to measure: sat10, sat100, sat1000, rate100, rate50k, rooms, idle, resume.")
    @Nullable
    Workload workload;

    @Option(names = "--members", paramLabel = "N", description = "Members of each room.")
    @Nullable
    Integer members;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "For idle and resume: connections in all, in rooms of --members.")
    @Nullable
    Integer connections;

    @Option(
            names = "--slow",
            paramLabel = "N",
            defaultValue = "0",
            description = "More members, which stop reading until the end (default: ${DEFAULT-VALUE}). With --admin,"
                    + " measuring begins when the server has noticed.")
    int slow;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            defaultValue = "8s",
            converter = BenchCommand.DurationConverter.class,
            description = "How long to send before measuring (default: ${DEFAULT-VALUE}).")
    Duration warmup;

    @Option(names = "--ids", description = "Give messages ids, as a client does that may have to send again.")
    boolean ids;

    @Option(
            names = "--spin",
            description = "At a fixed rate, never let this program sleep: on a virtual machine, waking a processor up"
                    + " costs the server more than a message.")
    boolean spin;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            description = "Event loops of this program (default: ${DEFAULT-VALUE}).")
    int loops;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Connections in the making at once (default: 128; resume: all).")
    @Nullable
    Integer concurrency;

    @Option(
            names = "--source",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Local addresses to connect from, in turn: from one, about 28,000 connections can be made.")
    List<String> source = new ArrayList<>();

    @Option(names = "--sources", paramLabel = "N", description = "The same, for 127.0.0.1 to 127.0.0.N.")
    @Nullable
    Integer sources;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Make the load in so many processes at once, each all of it in rooms of its own, where one is not"
                            + " enough (default: ${DEFAULT-VALUE}). The figures are of all of them together, the server's"
                            + " processor time counted once.")
    int processes;

    @Option(names = "--companion", hidden = true)
    boolean companion;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "The server's process on this machine, for its processor time and memory.")
    @Nullable
    Long pid;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            converter = AdminConverter.class,
            description = "The server's admin port, such as http://127.0.0.1:9464, for its meters.")
    @Nullable
    URI admin;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Measure so many times, and show medians (default: ${DEFAULT-VALUE}).")
    int repeat;

    @Option(names = "--label", paramLabel = "NAME", description = "What to call the server in the JSON and in plots.")
    @Nullable
    String label;

    @Option(
            names = "--histogram",
            paramLabel = "FILE",
            description =
                    "Write how long deliveries took, by percentile, in microseconds; with --repeat, of all runs that"
                            + " came to their end.")
    @Nullable
    Path histogram;

    /** The local addresses to connect from. */
    List<String> sources() {
        Integer count = sources;
        if (count == null) {
            source.forEach(SpeedOptions::checkLocal);
            return source;
        }
        if (count < 1 || count > 254) {
            throw new IllegalArgumentException("sources: " + count + " (expected: 1 to 254)");
        }
        return IntStream.rangeClosed(1, count).mapToObj(i -> "127.0.0." + i).toList();
    }

    private static void checkLocal(String address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        } catch (IOException e) {
            throw new IllegalArgumentException("source: " + address + " (expected: addresses of this machine)", e);
        }
    }

    static final class AdminConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String value) {
            try {
                URI uri = new URI(value);
                if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Said below, as everything else that is none.
            }
            throw new TypeConversionException(
                    "'" + value + "' is no address of an admin port (expected: such as http://127.0.0.1:9464)");
        }
    }

    static final class WorkloadConverter implements ITypeConverter<Workload> {
        @Override
        public Workload convert(String value) {
            try {
                return Workload.ofLabel(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
