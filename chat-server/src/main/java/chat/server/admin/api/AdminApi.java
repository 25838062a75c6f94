// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.account.OperatorAccounts;
import chat.server.audit.Actor;
import chat.server.audit.AuditLog;
import chat.server.audit.AuditTrail;
import chat.server.ban.AddressBans;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests of the operator done, one after the other on a thread of its own. Thread-safe. */
public final class AdminApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);

    /** How many requests may wait. */
    private static final int CAPACITY = 64;

    private static final int CLOSE_TIMEOUT_SECONDS = 5;

    private final Map<String, Resource> resources;
    private final ThreadPoolExecutor thread;

    /**
     * @param accounts the operator's side of accounts, for whoever asks
     * @param bans from where nobody is let in
     * @param audit what was done
     * @param trail where it is taken down if a connection is closed
     * @param present who and what is there
     */
    public AdminApi(
            Function<Actor, OperatorAccounts> accounts,
            AddressBans bans,
            Supplier<AuditLog> audit,
            AuditTrail trail,
            Present present) {
        this(Map.of(
                "accounts", new AccountResource(accounts),
                "tokens", new TokenResource(accounts, Clock.systemUTC()),
                "invitations", new InvitationResource(accounts),
                "bans", new BanResource(bans),
                "audit", new AuditResource(audit),
                "connections", new ConnectionResource(present.connections(), trail),
                "rooms", new RoomResource(present.rooms(), present.presence())));
    }

    AdminApi(Map<String, Resource> resources) {
        this.resources = Map.copyOf(resources);
        this.thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(CAPACITY), work -> {
            Thread made = new Thread(work, "admin-api");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Has a request done; the stage never fails, and is completed on any thread. */
    public CompletionStage<ApiResponse> handle(ApiRequest request) {
        CompletableFuture<ApiResponse> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> start(request, answer));
        } catch (RejectedExecutionException e) {
            answer.complete(ApiResponse.error(ErrorCode.BUSY, "too many requests wait (expected: again later)"));
        }
        return answer;
    }

    private void start(ApiRequest request, CompletableFuture<ApiResponse> answer) {
        try {
            CompletionStage<ApiResponse> stage = dispatch(request);
            if (stage == null) {
                answer.complete(ApiResponse.error(
                        ApiResponse.NOT_FOUND, "not-found", request + ": there is no such path or method"));
            } else {
                stage.whenComplete(
                        (response, failure) -> answer.complete(failure == null ? response : failed(request, failure)));
            }
        } catch (RuntimeException | Error e) {
            // An error too: whoever waits must be answered.
            answer.complete(failed(request, e));
        }
    }

    private @Nullable CompletionStage<ApiResponse> dispatch(ApiRequest request) {
        List<String> path = request.path();
        Resource resource = path.isEmpty() ? null : resources.get(path.get(0));
        return resource == null ? null : resource.handle(request, path.subList(1, path.size()));
    }

    private static ApiResponse failed(ApiRequest request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RejectedException rejection) {
            return ApiResponse.error(rejection.code(), rejection.reason());
        }
        LOG.error(
                "{} {} failed",
                request.method(),
                request.path().isEmpty() ? "" : request.path().get(0),
                cause);
        return ApiResponse.error(ErrorCode.INTERNAL, "a fault of the server, see its log");
    }

    /** Does what it has and takes nothing more. Blocks, but not for long. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            boolean unused = thread.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
