// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.Secret;
import chat.server.config.AdminConfig;
import chat.server.store.StoreException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the API of a server that is running. Used by one thread; blocks. */
final class AdminClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 300;

    private final JsonMapper mapper = new JsonMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // The token is for that port, and no proxy between.
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final String base;
    private final Secret token;

    AdminClient(AdminConfig config, Secret token) {
        this.base = "http://" + hostOf(config.host()) + ":" + config.port();
        this.token = token;
    }

    /** Where this machine reaches a server that listens on an address. */
    private static String hostOf(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    /**
     * Asks.
     *
     * @param body what is sent, or null for nothing
     * @param path after {@code /api/v1}
     * @throws StoreException with the reason of the server, or because there is none that answers
     */
    JsonNode ask(String method, @Nullable ObjectNode body, String... path) {
        return ask(method, body, Map.of(), path);
    }

    /** Asks for some of a list: as the other one, with what comes after the question mark. */
    JsonNode list(Map<String, String> query, String... path) {
        return ask("GET", null, query, path);
    }

    private JsonNode ask(String method, @Nullable ObjectNode body, Map<String, String> query, String... path) {
        String address = Stream.of(path).map(AdminClient::encoded).collect(Collectors.joining("/", "/api/v1/", ""));
        String asked = query.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + address + asked))
                .timeout(ANSWER_TIMEOUT)
                .header("Authorization", "Bearer " + token.reveal())
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = send(request);
        JsonNode answer = read(response.body());
        if (response.statusCode() >= FIRST_ERROR) {
            throw new StoreException(answer.path("error")
                    .path("reason")
                    .asText(base + " answers with status " + response.statusCode()
                            + " (expected: the admin port of the server that uses the data folder)"));
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StoreException(
                    "the server that has the data folder does not answer at " + base + " (" + e
                            + "; expected: admin.host and admin.port as it has them)",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e);
        }
    }

    private JsonNode read(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            return mapper.createObjectNode();
        }
    }

    ObjectNode object() {
        return mapper.createObjectNode();
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
