package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.maillage.infra.StartUpFailure.Reason.HTTP_PORT;
import static org.maillage.kernel.wire.ProblemCode.INVALID_PARAMETER;
import static org.maillage.kernel.wire.ProblemCode.METHOD_NOT_ALLOWED;
import static org.maillage.kernel.wire.ProblemCode.NOT_FOUND;
import static org.maillage.kernel.wire.ProblemCode.UNAVAILABLE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address for both sides: reads and operations go to the query side, all else and every stored file to the command side, and
 * answers stream through unchanged. It listens at once and says 503 until both sides are there.
 */
final class FrontDoor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);
    private static final String API = "/api/v1";
    private static final String FILES = "/documents";
    private static final String OPERATIONS = "/operations";
    private static final List<String> ISSUERS = List.of("/oauth2", "/.well-known", "/login", "/logout");
    private static final String STILL_STARTING = "Le service démarre : réessayez dans quelques secondes.";
    private static final long CONNECT_MILLIS = 2_000;
    /** Below the sides' own keep-alive, or a request would meet a connection that is being closed. */
    private static final long UNUSED_CONNECTION_MILLIS = 15_000;
    /** A side waits 5 s for its read model at most; a large document takes longer. */
    private static final long SILENT_SIDE_SECONDS = 30;

    private static final long HEALTH_SECONDS = 3;

    /** Of the request line with its address, and of all other header fields with it; a side takes some more. */
    private static final int LARGEST_HEADER = 8 << 10;

    private static final int MOST_CONNECTIONS = 4096;
    private static final long SILENT_CLIENT_SECONDS = 60;

    private final Server server;
    private final ServerConnector connector;
    private final Proxy proxy = new Proxy();
    private final Map<String, byte[]> documents;
    private volatile @Nullable Sides sides;

    private record Sides(URI command, URI query, @Nullable URI issuer) {}

    private FrontDoor(@Nullable String host, int port, Stragglers.Patience patience) {
        var threads = new QueuedThreadPool();
        threads.setName("front-door");
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads);
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(LARGEST_HEADER);
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        if (host != null) {
            connector.setHost(host);
        }
        connector.setPort(port);
        connector.setIdleTimeout(TimeUnit.SECONDS.toMillis(SILENT_CLIENT_SECONDS));
        connector.addBean(new Stragglers(connector, patience));
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        server.setHandler(new GracefulHandler(new Routes()));
        server.setErrorHandler((request, response, callback) -> {
            ProblemAnswer.send(ProblemCode.ofStatus(response.getStatus()), request, response, callback);
            return true;
        });
        server.setStopTimeout(TimeUnit.SECONDS.toMillis(10));
        documents = Stream.of("/openapi.json", "/asyncapi.json")
                .filter(path -> FrontDoor.class.getResource(path) != null)
                .collect(Collectors.toUnmodifiableMap(path -> path, FrontDoor::read));
    }

    /** Listens on a port of this machine's loopback interface, or of all interfaces; 0 takes a free one. */
    static FrontDoor open(int port, boolean loopbackOnly) {
        return open(port, loopbackOnly, Stragglers.Patience.USUAL);
    }

    static FrontDoor open(int port, boolean loopbackOnly, Stragglers.Patience patience) {
        var door = new FrontDoor(loopbackOnly ? "127.0.0.1" : null, port, patience);
        try {
            door.server.start();
            return door;
        } catch (Exception failed) {
            door.close();
            if (failed instanceof BindException || failed.getCause() instanceof BindException) {
                throw new StartUpFailure(
                        HTTP_PORT,
                        "port " + port + " is taken or not ours to open; stop what listens there, or set"
                                + " MAILLAGE_HTTP_PORT to another one (0 takes a free one)",
                        failed);
            }
            throw new StartUpFailure(
                    HTTP_PORT, "the front door did not open: " + StartUpFailure.innermost(failed), failed);
        }
    }

    /** From now on requests are let through. */
    void admit(URI command, URI query) {
        admit(command, query, null);
    }

    /** The same before an issuer of our own. */
    void admit(URI command, URI query, @Nullable URI issuer) {
        sides = new Sides(command, query, issuer);
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Stops accepting at once; requests under way may end. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            log.warn("The front door did not close properly", failed);
        }
    }

    private static byte[] read(String path) {
        try (var resource = Objects.requireNonNull(FrontDoor.class.getResourceAsStream(path))) {
            return resource.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isUnder(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** Whether it is for whoever signs people in, and tokens. */
    private static boolean isIssuers(String path) {
        return ISSUERS.stream().anyMatch(root -> isUnder(root, path));
    }

    private static boolean reads(Request request) {
        return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    }

    private final class Routes extends Handler.Wrapper {

        Routes() {
            super(proxy);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            var path = Request.getPathInContext(request);
            var present = sides;
            var nobodys = isIssuers(path) && present != null && present.issuer() == null;
            if (isUnder(API, path)
                    || isUnder(FILES, path)
                    || isUnder(OPERATIONS, path)
                    || (isIssuers(path) && !nobodys)) {
                if (present == null) {
                    ProblemAnswer.send(UNAVAILABLE, STILL_STARTING, request, response, callback);
                    return true;
                }
                if (!isAddress(request.getHttpURI())) {
                    ProblemAnswer.send(INVALID_PARAMETER, request, response, callback);
                    return true;
                }
                return super.handle(request, response, callback);
            }
            var document = documents.get(path);
            if (document == null && !path.equals("/health")) {
                ProblemAnswer.send(NOT_FOUND, request, response, callback);
            } else if (!reads(request)) {
                response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
                ProblemAnswer.send(METHOD_NOT_ALLOWED, request, response, callback);
            } else if (document == null) {
                health(request, response, callback);
            } else {
                json(response, document, callback);
            }
            return true;
        }

        /** A server may be lenient about what stands after a percent sign; whoever is asked next is not. */
        private static boolean isAddress(HttpURI asked) {
            try {
                new URI(asked.getPathQuery());
                return true;
            } catch (URISyntaxException malformed) {
                return false;
            }
        }

        private void health(Request request, Response response, Callback callback) {
            var present = sides;
            if (present == null) {
                ProblemAnswer.send(UNAVAILABLE, STILL_STARTING, request, response, callback);
            } else if (isUp(present.command())
                    && isUp(present.query())
                    && (present.issuer() == null || isUp(present.issuer()))) {
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
                json(response, "{\"status\":\"UP\"}".getBytes(UTF_8), callback);
            } else {
                ProblemAnswer.send(UNAVAILABLE, request, response, callback);
            }
        }

        private boolean isUp(URI side) {
            try {
                return proxy.getHttpClient()
                                .newRequest(side.resolve("/health"))
                                .timeout(HEALTH_SECONDS, TimeUnit.SECONDS)
                                .send()
                                .getStatus()
                        == 200;
            } catch (ExecutionException | TimeoutException silent) {
                log.debug("{} is not healthy", side, silent);
                return false;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private static void json(Response response, byte[] body, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(true, ByteBuffer.wrap(body), callback);
        }
    }

    private final class Proxy extends ProxyHandler.Reverse {

        Proxy() {
            super(request -> request.getHttpURI());
            setUseServerThreadPool(true);
            setViaHost("maillage");
        }

        @Override
        protected void configureHttpClient(HttpClient client) {
            super.configureHttpClient(client);
            client.setConnectTimeout(CONNECT_MILLIS);
            client.setIdleTimeout(UNUSED_CONNECTION_MILLIS);
            client.setMaxConnectionsPerDestination(512);
            client.setMaxRequestsQueuedPerDestination(4096);
            client.setUserAgentField(null);
        }

        @Override
        protected HttpURI rewriteHttpURI(Request request) {
            var present = Objects.requireNonNull(sides);
            var side = side(request, present);
            return HttpURI.build(request.getHttpURI())
                    .scheme(side.getScheme())
                    .authority(side.getHost(), side.getPort());
        }

        private static URI side(Request request, Sides present) {
            var path = Request.getPathInContext(request);
            if (present.issuer() != null && isIssuers(path)) {
                return present.issuer();
            }
            return isUnder(OPERATIONS, path) || (reads(request) && isUnder(API, path))
                    ? present.query()
                    : present.command();
        }

        @Override
        protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI uri) {
            return super.newProxyToServerRequest(request, uri).idleTimeout(SILENT_SIDE_SECONDS, TimeUnit.SECONDS);
        }

        /** Anybody can write these headers; the sides may believe ours. */
        @Override
        protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toSide) {
            toSide.headers(headers -> {
                headers.remove(HttpHeader.FORWARDED);
                for (var fields = headers.iterator(); fields.hasNext(); ) {
                    if (fields.next().getLowerCaseName().startsWith("x-forwarded-")) {
                        fields.remove();
                    }
                }
            });
            super.addProxyHeaders(request, toSide);
        }

        @Override
        protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
                Request request, org.eclipse.jetty.client.Request toSide, Response response, Callback callback) {
            return new ProxyResponseListener(request, toSide, response, callback) {
                @Override
                public void onComplete(Result result) {
                    // A side may refuse a body without reading it all: its answer is whole, if not our request.
                    super.onComplete(
                            result.getResponseFailure() == null
                                    ? new Result(result.getRequest(), result.getResponse())
                                    : result);
                }
            };
        }

        @Override
        protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
                Request request, Response response, org.eclipse.jetty.client.Request toSide) {
            return RequestBody.of(request);
        }

        @Override
        protected void onProxyToClientResponseComplete(
                Request request,
                org.eclipse.jetty.client.Request toSide,
                org.eclipse.jetty.client.Response fromSide,
                Response response,
                Callback callback) {
            RequestBody.afterBody(request, callback).succeeded();
        }

        @Override
        protected void onServerToProxyResponseFailure(
                Request request,
                org.eclipse.jetty.client.Request toSide,
                org.eclipse.jetty.client.@Nullable Response fromSide,
                Response response,
                Callback callback,
                Throwable failure) {
            log.warn(
                    "{} {} got no answer: {}",
                    request.getMethod(),
                    toSide.getHost() + ":" + toSide.getPort(),
                    failure.toString());
            if (response.isCommitted()) {
                callback.failed(failure);
                return;
            }
            response.reset();
            ProblemAnswer.send(UNAVAILABLE, request, response, RequestBody.afterBody(request, callback));
        }
    }
}
