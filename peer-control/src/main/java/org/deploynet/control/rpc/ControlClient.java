package org.deploynet.control.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.CacheReport;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EnginePlaces;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.PeerControl;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SitesReport;
import tools.jackson.databind.JsonNode;

/** A face's end of the control socket. Safe from any thread; closing it ends its subscriptions. */
public final class ControlClient implements PeerControl, AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final LineChannel lines;
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final CompletableFuture<IOException> ended = new CompletableFuture<>();
    private volatile Consumer<EngineSnapshot> snapshots = snapshot -> {};

    private ControlClient(LineChannel lines) {
        this.lines = lines;
    }

    /** Connects and says hello. {@code build} is the caller's own version, {@code owner} the name it starts engines under. */
    public static ControlClient connect(Path socket, String build, String owner) throws IOException {
        var client = new ControlClient(LineChannel.connect(socket, ControlJson.MAX_ANSWER_BYTES));
        Thread.ofVirtual().name("control-reader").start(client::readAll);
        try {
            client.greeting = client.call("hello", new Rpc.Hello(Rpc.PROTOCOL, build, owner), Rpc.Hello.class);
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private Rpc.Hello greeting = new Rpc.Hello(0, "", "");

    /** What the engine said it is. */
    public Rpc.Hello greeting() {
        return greeting;
    }

    /** Completes with the reason when the engine is gone or this client is closed. */
    public CompletableFuture<IOException> ended() {
        return ended.copy();
    }

    @Override
    public EngineSnapshot snapshot() throws IOException {
        return call("snapshot", Map.of(), EngineSnapshot.class);
    }

    @Override
    public History history(History.Range range) throws IOException {
        return call("history", Map.of("range", range), History.class);
    }

    @Override
    public CacheReport cache() throws IOException {
        return call("cache", Map.of(), CacheReport.class);
    }

    @Override
    public NetworkReport network() throws IOException {
        return call("network", Map.of(), NetworkReport.class);
    }

    @Override
    public void testNetwork() throws IOException {
        call("networkTest", Map.of());
    }

    @Override
    public EarningsReport earnings() throws IOException {
        return call("earnings", Map.of(), EarningsReport.class);
    }

    @Override
    public ReceiptPage receipts(Optional<String> after) throws IOException {
        return call("receipts", after.map(last -> Map.of("after", last)).orElse(Map.of()), ReceiptPage.class);
    }

    @Override
    public BudgetTransfer transfer(String site, long microcredits) throws IOException {
        return call("creditTransfer", Map.of("site", site, "microcredits", microcredits), BudgetTransfer.class);
    }

    @Override
    public LedgerReport ledger() throws IOException {
        return call("ledger", Map.of(), LedgerReport.class);
    }

    @Override
    public LedgerAccepted acceptLedger(String head) throws IOException {
        return call("ledgerAccept", Map.of("head", head), LedgerAccepted.class);
    }

    @Override
    public SitesReport sites() throws IOException {
        return call("sites", Map.of(), SitesReport.class);
    }

    @Override
    public Removal block(String site, boolean keep) throws IOException {
        return call("siteBlock", Map.of("site", site, "keep", keep), Removal.class);
    }

    @Override
    public void allow(String site) throws IOException {
        call("siteAllow", Map.of("site", site));
    }

    @Override
    public Removal purge(String site) throws IOException {
        return call("sitePurge", Map.of("site", site), Removal.class);
    }

    @Override
    public void serveUnpaid(boolean on) throws IOException {
        call("serveUnpaid", Map.of(EngineConfig.SERVE_UNPAID.key(), on));
    }

    @Override
    public DenylistReport addDenylist(String address, Optional<String> key) throws IOException {
        var params = ControlJson.object().put("address", address);
        key.ifPresent(id -> params.put("key", id));
        return call("denylistAdd", params, DenylistReport.class);
    }

    @Override
    public void removeDenylist(String address) throws IOException {
        call("denylistRemove", Map.of("address", address));
    }

    @Override
    public void refreshDenylists() throws IOException {
        call("denylistRefresh", Map.of());
    }

    @Override
    public void ports(PortChoice choice) throws IOException {
        call("ports", Map.of(EngineConfig.PORTS.key(), choice));
    }

    @Override
    public void ownNetwork(boolean served) throws IOException {
        call("ownNetwork", Map.of(EngineConfig.OWN_NETWORK.key(), served));
    }

    @Override
    public void keepKeyIn(KeyPlace place) throws IOException {
        call("keepKeyIn", Map.of("place", place));
    }

    @Override
    public void bounds(Optional<Long> quotaBytes, Optional<Long> freeFloorBytes) throws IOException {
        var params = ControlJson.object();
        quotaBytes.ifPresent(bytes -> params.put("quotaBytes", bytes));
        freeFloorBytes.ifPresent(bytes -> params.put("freeFloorBytes", bytes));
        call("bounds", params);
    }

    @Override
    public void evictBy(EvictionPolicy policy) throws IOException {
        call("policy", Map.of("kind", policy));
    }

    @Override
    public void pin(String site, boolean on) throws IOException {
        call("pin", Map.of("site", site, "on", on));
    }

    @Override
    public void capShare(String site, Optional<Integer> percent) throws IOException {
        var params = ControlJson.object().put("site", site);
        percent.ifPresent(most -> params.put("percent", most));
        call("share", params);
    }

    @Override
    public void scrub(boolean now) throws IOException {
        call("scrub", Map.of("now", now));
    }

    @Override
    public void moveCache(String to) throws IOException {
        call("move", Map.of("to", to));
    }

    @Override
    public void cancelMove() throws IOException {
        call("moveCancel", Map.of());
    }

    @Override
    public void pause(Optional<Duration> duration) throws IOException {
        call(
                "pause",
                duration.<Map<String, Object>>map(d -> Map.of("seconds", wholeSeconds(d)))
                        .orElse(Map.of("untilResumed", true)));
    }

    // Rounded up: a pause until 8:00 must not end, and be shown to end, at 7:59.
    private static long wholeSeconds(Duration duration) {
        return duration.plusSeconds(1).minusNanos(1).toSeconds();
    }

    @Override
    public void resume() throws IOException {
        call("resume", Map.of());
    }

    @Override
    public void limit(UploadChoice upload) throws IOException {
        call("limit", Map.of(EngineConfig.UPLOAD.key(), upload));
    }

    @Override
    public void limitDownload(DownloadLimit download) throws IOException {
        call("limit", Map.of(EngineConfig.DOWNLOAD.key(), download));
    }

    @Override
    public void fillHours(FillHours hours) throws IOException {
        call("limit", Map.of(EngineConfig.FILL_HOURS.key(), hours));
    }

    @Override
    public void limitBrowsers(int atOnce) throws IOException {
        call("limit", Map.of(EngineConfig.BROWSERS.key(), atOnce));
    }

    @Override
    public SharingReport sharing() throws IOException {
        return call("sharing", Map.of(), SharingReport.class);
    }

    @Override
    public void rules(RulesChange change) throws IOException {
        call("rules", RulesJson.write(change));
    }

    @Override
    public List<BrowserConnection> connections() throws IOException {
        return List.of(call("connections", Map.of(), BrowserConnection[].class));
    }

    @Override
    public void disconnect(String id) throws IOException {
        call("disconnect", Map.of("id", id));
    }

    @Override
    public void drain() throws IOException {
        call("drain", Map.of());
    }

    @Override
    public EnginePlaces paths() throws IOException {
        return call("paths", Map.of(), EnginePlaces.class);
    }

    @Override
    public void shutdown() throws IOException {
        call("shutdown", Map.of());
    }

    /** One subscription a client; a later one replaces it. */
    @Override
    public Subscription subscribe(Watching watching, Consumer<EngineSnapshot> target) throws IOException {
        snapshots = target;
        call("subscribe", Map.of("watching", watching));
        return this::unsubscribe;
    }

    private void unsubscribe() {
        snapshots = snapshot -> {};
        try {
            call("unsubscribe", Map.of());
        } catch (IOException gone) {
            close();
        }
    }

    private <T> T call(String method, Object params, Class<T> type) throws IOException {
        try {
            return ControlJson.convert(call(method, params), type);
        } catch (MalformedJsonException e) {
            throw new IOException("the engine's answer to " + method + " is " + e.getMessage(), e);
        }
    }

    private JsonNode call(String method, Object params) throws IOException {
        long id = lastId.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        try {
            if (ended.isDone()) {
                throw ended.join();
            }
            write(new Rpc.Request(id, method, ControlJson.tree(params)));
            return answer.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "the engine did not answer " + method + " within " + ANSWER_WITHIN.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the engine", e);
        } finally {
            waiting.remove(id);
        }
    }

    // An engine that refuses says why before it closes; that is what the caller should hear.
    private void write(Rpc.Request request) throws IOException {
        try {
            lines.writeLine(request.encode());
        } catch (IOException broken) {
            throw ended.completeOnTimeout(broken, 1, TimeUnit.SECONDS).join();
        }
    }

    private void readAll() {
        try {
            for (Optional<byte[]> line = lines.readLine(); line.isPresent(); line = lines.readLine()) {
                take(Rpc.decode(line.get()));
            }
            end(new IOException("the engine closed the connection"));
        } catch (IOException e) {
            end(e);
        } catch (MalformedJsonException | RuntimeException e) {
            end(new IOException("the engine sent what is " + e.getMessage(), e));
        }
    }

    private void take(Rpc message) throws MalformedJsonException {
        switch (message) {
            case Rpc.Answer answer -> finish(answer.id(), future -> future.complete(answer.result()));
            case Rpc.Failure failure -> {
                var refused = new ControlRefusedException(failure.code(), failure.message());
                if (failure.id().isEmpty()) {
                    end(refused);
                }
                failure.id().ifPresent(id -> finish(id, future -> future.completeExceptionally(refused)));
            }
            case Rpc.Notification told
            when told.method().equals("snapshot") ->
                snapshots.accept(ControlJson.convert(told.params(), EngineSnapshot.class));
            case Rpc.Notification _ -> {} // of a newer engine
            case Rpc.Request _ -> throw new MalformedJsonException("a request, which only faces send");
        }
    }

    private void finish(long id, Consumer<CompletableFuture<JsonNode>> how) {
        CompletableFuture<JsonNode> answer = waiting.get(id);
        if (answer != null) {
            how.accept(answer);
        }
    }

    private void end(IOException why) {
        ended.complete(why);
        waiting.values().forEach(answer -> answer.completeExceptionally(why));
        lines.close();
    }

    @Override
    public void close() {
        end(new IOException("closed by this face"));
    }
}
