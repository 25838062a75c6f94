// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.MISDIRECTED_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import chat.server.admin.Readiness.Answer;
import chat.server.admin.Readiness.NotReady;
import chat.server.admin.api.ApiResponse;
import chat.server.metrics.PrometheusMetrics;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one request after the other; one that comes before its turn closes the connection. The last handler of an admin connection; confined to its event loop. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private static final int READINESS_SECONDS = 2;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Set<String> PATHS = Set.of("/livez", "/readyz", "/metrics");

    private final Readiness readiness;
    private final Supplier<String> scrape;
    private final ApiDoor door;

    /** Whether the answer to a request is still being waited for. */
    private boolean answering;

    AdminHandler(Readiness readiness, Supplier<String> scrape, ApiDoor door) {
        this.readiness = readiness;
        this.scrape = scrape;
        this.door = door;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (answering) {
            // Its answer would overtake the first one's. Nobody pipelines probes, so that is not worth a queue.
            context.close();
            return;
        }
        answering = true;
        if (request.decoderResult().isFailure()) {
            answer(context, closing(response(BAD_REQUEST, "not an HTTP request that is understood here")));
            return;
        }
        String path = request.uri().replaceFirst("\\?.*", "");
        if (path.startsWith(ApiDoor.PREFIX)) {
            answerApi(context, request);
        } else if (!PATHS.contains(path)) {
            answer(context, response(NOT_FOUND, "not found"));
        } else if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse response = response(METHOD_NOT_ALLOWED, "method not allowed");
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            answer(context, response);
        } else if (!path.equals("/livez") && isOfThisMachineOnly(context) && !door.mayBeShown(request.headers())) {
            answer(context, response(MISDIRECTED_REQUEST, "Host: not this port (expected: its address or localhost)"));
        } else {
            switch (path) {
                case "/livez" -> answer(context, response(OK, "ok"));
                case "/readyz" -> answerReadiness(context);
                default -> answer(context, scraped());
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A peer that goes away is no news; anything else is ours, and the peer learns no more than that.
        if (!(cause instanceof IOException)) {
            LOG.error("Admin request failed", cause);
        }
        context.close();
    }

    /**
     * Whether nobody else can reach the port, so that a web page which was given its address is the only one to call it
     * something else. Where others can, Prometheus calls it by the name of a container, a service or whatever there is.
     */
    private static boolean isOfThisMachineOnly(ChannelHandlerContext context) {
        return context.channel().parent().localAddress() instanceof InetSocketAddress bound
                && bound.getAddress().isLoopbackAddress();
    }

    private void answerApi(ChannelHandlerContext context, FullHttpRequest request) {
        InetAddress from = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
        door.handle(request, from).thenAcceptAsync(answered -> answer(context, response(answered)), context.executor());
    }

    private static FullHttpResponse response(ApiResponse answered) {
        FullHttpResponse response = response(
                HttpResponseStatus.valueOf(answered.status()), answered.body().toString());
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set("x-content-type-options", "nosniff");
        if (answered.status() == UNAUTHORIZED.code()) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        return response;
    }

    private void answerReadiness(ChannelHandlerContext context) {
        asked().toCompletableFuture()
                .completeOnTimeout(
                        new NotReady("no answer from the store within " + READINESS_SECONDS + " s"),
                        READINESS_SECONDS,
                        TimeUnit.SECONDS)
                .exceptionally(AdminHandler::failedCheck)
                .thenAcceptAsync(answer -> answer(context, response(answer)), context.executor());
    }

    private CompletionStage<Answer> asked() {
        try {
            // A copy: the time-out must complete our future, not the one of whoever answers.
            return readiness.check().thenApply(answer -> answer);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static Answer failedCheck(Throwable failure) {
        LOG.error("The readiness check failed", failure);
        return new NotReady("the check failed, see the log");
    }

    private static FullHttpResponse response(Answer answer) {
        if (answer instanceof NotReady notReady) {
            return response(SERVICE_UNAVAILABLE, notReady.reason().replaceAll("\\p{Cntrl}", " "));
        }
        return response(OK, "ready");
    }

    private FullHttpResponse scraped() {
        try {
            FullHttpResponse response = response(OK, scrape.get());
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, PrometheusMetrics.CONTENT_TYPE);
            return response;
        } catch (RuntimeException e) {
            LOG.error("The meters could not be read", e);
            return response(INTERNAL_SERVER_ERROR, "the meters could not be read, see the log");
        }
    }

    private static FullHttpResponse response(HttpResponseStatus status, String text) {
        String line = text.endsWith("\n") ? text : text + "\n";
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, TEXT)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        return response;
    }

    private static FullHttpResponse closing(FullHttpResponse response) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    private void answer(ChannelHandlerContext context, FullHttpResponse response) {
        answering = false;
        context.writeAndFlush(response);
    }
}
