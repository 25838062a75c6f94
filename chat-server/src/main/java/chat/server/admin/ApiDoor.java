// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;

import chat.protocol.message.Secret;
import chat.server.admin.api.ApiRequest;
import chat.server.admin.api.ApiResponse;
import chat.server.audit.Actor;
import chat.server.audit.SignInFailures;
import chat.server.limit.AddressKey;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask something of the operator's API: whoever shows the token, and is no browser. {@link #open} and {@link
 * #shut} are for any thread, {@link #handle} for the event loop of the admin port.
 *
 * <p>A page in the operator's browser can send requests to this port. It has no token, but it is kept from trying: a
 * browser says where a request comes from ({@code Origin}, {@code Sec-Fetch-Site}), and a page whose own name was made to
 * lead here (DNS rebinding) says that name as {@code Host}, which must be an address or a name of this port.
 */
public final class ApiDoor {

    /** Where the API is. */
    static final String PREFIX = "/api/";

    private static final String VERSION = "v1";
    private static final String BEARER = "bearer ";
    private static final String SEC_FETCH_SITE = "sec-fetch-site";
    /** What refused tokens are counted under in the audit log. */
    private static final String SUBJECT = "the admin port";

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int BAD_REQUEST = 400;
    private static final int MISDIRECTED = 421;
    private static final int TOO_MANY = 429;

    /** Whether there is a token, or why not. */
    private record State(@Nullable Secret token, String whyNot) {}

    private final HostNames names;
    private final Function<ApiRequest, CompletionStage<ApiResponse>> api;
    private final SignInFailures failures;
    private final WrongTokens wrong = new WrongTokens(System::nanoTime);
    private volatile State state = new State(null, "the server is starting");

    /**
     * A door that is shut.
     *
     * @param host the name of the admin port, as {@code admin.host} has it
     * @param api who does what may be done
     * @param failures told of wrong tokens
     */
    public ApiDoor(String host, Function<ApiRequest, CompletionStage<ApiResponse>> api, SignInFailures failures) {
        this.names = new HostNames(host);
        this.api = api;
        this.failures = failures;
    }

    /** Whether what is shown without a token may be, by what a request calls this port. */
    boolean mayBeShown(HttpHeaders headers) {
        return names.mayBeOurs(headers.getAll(HOST));
    }

    /** Lets in whoever has this token. */
    public void open(Secret token) {
        state = new State(token, "");
    }

    /** Lets in nobody. */
    public void shut(String why) {
        state = new State(null, why);
    }

    /**
     * Has a request done if it may be.
     *
     * @param from whoever sends it
     * @return never fails; completed on any thread
     */
    CompletionStage<ApiResponse> handle(FullHttpRequest request, InetAddress from) {
        ApiResponse refusal = refusal(request.headers(), AddressKey.of(from));
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        try {
            return api.apply(read(request, from));
        } catch (IllegalArgumentException e) {
            return answer(BAD_REQUEST, "bad-field", "the path or the query is not encoded as it should be");
        }
    }

    private @Nullable ApiResponse refusal(HttpHeaders headers, AddressKey from) {
        State now = state;
        Secret token = now.token();
        if (headers.contains(ORIGIN) || headers.contains(SEC_FETCH_SITE)) {
            return ApiResponse.error(FORBIDDEN, "forbidden", "this is not for browsers (expected: no Origin header)");
        }
        List<String> hosts = headers.getAll(HOST);
        if (!names.isOurs(hosts)) {
            return ApiResponse.error(
                    MISDIRECTED, "forbidden", "Host: not this port (expected: its address, localhost, or admin.host)");
        }
        if (token == null) {
            return ApiResponse.error(FORBIDDEN, "not-supported", "the admin API is off: " + now.whyNot());
        }
        List<String> shown = headers.getAll(AUTHORIZATION);
        // Looked at first: or whoever is at the operator's address could keep them out with wrong ones.
        if (shown.size() == 1 && isToken(shown.get(0), token)) {
            return null;
        }
        long wait = wrong.secondsToWait(from);
        if (wait > 0) {
            return ApiResponse.error(
                    TOO_MANY, "rate-limited", "too many wrong tokens (expected: after " + wait + " s)");
        }
        if (!shown.isEmpty()) {
            wrong.add(from);
            failures.refused(SUBJECT, from);
        }
        return ApiResponse.error(
                UNAUTHORIZED, "sign-in-failed", "no token, or a wrong one (expected: Authorization: Bearer TOKEN)");
    }

    private static boolean isToken(String shown, Secret token) {
        return shown.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && new Secret(shown.substring(BEARER.length()).strip()).equals(token);
    }

    private static ApiRequest read(FullHttpRequest request, InetAddress from) {
        String uri = request.uri();
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        List<String> parts = Stream.of(path.substring(PREFIX.length()).split("/", -1))
                .map(ApiDoor::decoded)
                .toList();
        Actor actor = from.isLoopbackAddress() ? Actor.operator() : Actor.operator(AddressKey.of(from));
        return new ApiRequest(
                request.method().name(),
                parts.get(0).equals(VERSION) ? parts.subList(1, parts.size()) : List.of(),
                mark < 0 ? Map.of() : query(uri.substring(mark + 1)),
                request.content().toString(StandardCharsets.UTF_8),
                actor);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    /** A plus is a plus: it is a space in forms only, of which there are none here. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static CompletionStage<ApiResponse> answer(int status, String code, String reason) {
        return CompletableFuture.completedFuture(ApiResponse.error(status, code, reason));
    }
}
