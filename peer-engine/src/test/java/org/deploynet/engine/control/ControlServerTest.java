package org.deploynet.engine.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deploynet.control.CacheReport;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.LineChannel;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.control.sites.Removal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlServerTest {
    private static final Rpc.Hello GREETING = new Rpc.Hello(Rpc.PROTOCOL, "1.2.3", "test");

    @TempDir
    private Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private EngineLock lock;
    private Path socket;

    @BeforeEach
    void lock() throws IOException {
        socket = folder.resolve("run").resolve("e.sock");
        lock = EngineLock.acquire(folder.resolve("engine.lock")).orElseThrow();
        opened.add(lock);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private ControlServer serve(PaperEngine engine) throws IOException {
        return opened(ControlServer.start(socket, lock, engine, GREETING));
    }

    private ControlClient client() throws IOException {
        return opened(ControlClient.connect(socket, "1.2.3", "test"));
    }

    private LineChannel raw() throws IOException {
        return opened(LineChannel.connect(socket, ControlJson.MAX_ANSWER_BYTES));
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    private static Rpc exchange(LineChannel lines, String line) throws Exception {
        lines.writeLine(line.getBytes(StandardCharsets.UTF_8));
        return Rpc.decode(lines.readLine().orElseThrow());
    }

    private static Rpc hello(LineChannel lines) throws Exception {
        return exchange(
                lines,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"protocol\":1,\"build\":\"x\",\"owner\":\"y\"}}");
    }

    @Test
    void carriesOutEveryOrder() throws Exception {
        var engine = new PaperEngine();
        serve(engine);
        ControlClient face = client();
        assertEquals(GREETING, face.greeting());
        face.pause(Optional.of(Duration.ofMinutes(15)));
        face.pause(Optional.empty());
        face.resume();
        face.limit(UploadChoice.of(5_000_000));
        face.limit(UploadChoice.UNLIMITED);
        face.limit(UploadChoice.AUTOMATIC);
        face.limitDownload(new DownloadLimit(20_000));
        face.fillHours(FillHours.ofJson("22:00-07:00"));
        face.drain();
        History month = face.history(History.Range.MONTH);
        CacheReport cache = face.cache();
        NetworkReport network = face.network();
        face.testNetwork();
        EarningsReport earnings = face.earnings();
        assertEquals(
                engine.earnings().spending().transfers().getFirst().site(),
                face.transfer("5f".repeat(20), 7).site());
        assertEquals(engine.ledger(), face.ledger());
        assertEquals(new LedgerAccepted("/state/evidence.json", 9), face.acceptLedger("ab"));
        ReceiptPage receipts = face.receipts(Optional.of("0/ticket"));
        assertEquals(receipts, face.receipts(Optional.empty()));
        face.ownNetwork(true);
        face.keepKeyIn(KeyPlace.KEYCHAIN);
        face.shutdown();
        assertEquals(
                List.of(
                        "pause PT15M",
                        "pause until resumed",
                        "resume",
                        "limit 5000000",
                        "limit unlimited",
                        "limit automatic",
                        "limit download 20000",
                        "fill hours 22:00-07:00",
                        "drain",
                        "history MONTH",
                        "cache",
                        "test the network",
                        "transfer 7 to " + "5f".repeat(20),
                        "accept ab",
                        "receipts after 0/ticket",
                        "receipts after none",
                        "own network true",
                        "key KEYCHAIN",
                        "shutdown"),
                engine.orders);
        assertEquals(engine.cache(), cache);
        assertEquals(engine.network(), network);
        assertEquals(engine.earnings(), earnings);
        assertEquals(engine.receipts(Optional.empty()), receipts);
        assertEquals(engine.history(History.Range.MONTH), month);
        assertEquals("state", face.paths().state());
        assertEquals(engine.snapshot(), face.snapshot());
    }

    @Test
    void carriesOutEveryOrderAboutTheCache() throws Exception {
        var engine = new PaperEngine();
        serve(engine);
        ControlClient face = client();
        face.bounds(Optional.of(64_000_000L), Optional.empty());
        face.bounds(Optional.empty(), Optional.of(0L));
        face.evictBy(EvictionPolicy.W_TINY_LFU);
        face.pin("5f".repeat(20), true);
        face.capShare("5f".repeat(20), Optional.of(100));
        face.capShare("5f".repeat(20), Optional.empty());
        face.scrub(true);
        face.scrub(false);
        face.moveCache("/media/large disk");
        face.cancelMove();
        assertEquals(
                List.of(
                        "bounds 64000000 -1",
                        "bounds -1 0",
                        "policy w-tinylfu",
                        "pin 5f5f true",
                        "share 5f5f 100",
                        "share 5f5f -1",
                        "scrub true",
                        "scrub false",
                        "move /media/large disk",
                        "moveCancel"),
                engine.orders);
    }

    @Test
    void carriesOutEveryOrderAboutSites() throws Exception {
        var engine = new PaperEngine();
        serve(engine);
        ControlClient face = client();
        String site = "5f".repeat(20);
        assertEquals(engine.sites(), face.sites());
        assertEquals(new Removal(77, false), face.block(site, false));
        assertEquals(new Removal(77, false), face.block(site, true));
        face.allow(site);
        assertEquals(new Removal(78, true), face.purge(site));
        face.serveUnpaid(false);
        assertEquals(
                engine.sites().denylists().getFirst(), face.addDenylist("https://lists.example/a", Optional.empty()));
        face.addDenylist("file:///a", Optional.of(site));
        face.removeDenylist("file:///a");
        face.refreshDenylists();
        assertEquals(
                List.of(
                        "block 5f5f",
                        "block 5f5f and keep",
                        "allow 5f5f",
                        "purge 5f5f",
                        "serve unpaid false",
                        "denylist https://lists.example/a any",
                        "denylist file:///a " + site,
                        "no denylist file:///a",
                        "denylists"),
                engine.orders);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bounds | {}",
                "bounds | {\"quotaBytes\":\"30 GB\"}",
                "bounds | {\"quotaBytes\":1.5}",
                "policy | {}",
                "policy | {\"kind\":\"fifo\"}",
                "pin | {\"site\":\"5f\",\"on\":true}",
                "pin | {\"site\":\"../../../../../../../../../../etc/passwd\",\"on\":true}",
                "share | {\"site\":\"5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f\",\"percent\":0}",
                "share | {\"site\":\"5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f\",\"percent\":101}",
                "siteBlock | {\"site\":\"5f\",\"keep\":true}",
                "siteBlock | {\"site\":\"5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f\"}",
                "siteBlock | {\"site\":\"5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f\",\"keep\":\"yes\"}",
                "siteAllow | {}",
                "sitePurge | {\"site\":\"5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F\"}",
                "denylistAdd | {}",
                "denylistAdd | {\"address\":\"\"}",
                "denylistAdd | {\"address\":\"file:///a b\"}",
                "denylistAdd | {\"address\":\"file:///a\",\"key\":\"5f\"}",
                "denylistRemove | {}",
                "serveUnpaid | {}",
                "serveUnpaid | {\"serveUnpaid\":1}",
                "scrub | {}",
                "move | {}",
                "move | {\"to\":\"\"}",
                "move | {\"to\":\"a\\u0000b\"}"
            })
    void refusesOrdersThatAreOutOfBounds(String method, String params) throws Exception {
        var engine = new PaperEngine();
        serve(engine);
        LineChannel lines = raw();
        hello(lines);
        Rpc answer = exchange(
                lines, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"" + method + "\",\"params\":" + params + "}");
        assertTrue(answer instanceof Rpc.Failure failure && failure.code() == Rpc.INVALID_PARAMS, answer.toString());
        assertEquals(List.of(), engine.orders);
    }

    @Test
    void theSocketIsInAFolderThatNobodyElseCanEnter() throws Exception {
        serve(new PaperEngine());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    }

    @Test
    void removesTheSocketThatADeadEngineLeft() throws Exception {
        Files.createDirectories(socket.getParent());
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertTrue(Files.exists(socket), "a closed socket leaves its file");
        serve(new PaperEngine());
        assertEquals("cache", client().paths().cache());
    }

    @Test
    void onlyOneHoldsTheLock() throws Exception {
        assertTrue(EngineLock.acquire(folder.resolve("engine.lock")).isEmpty());
        lock.close();
        opened(EngineLock.acquire(folder.resolve("engine.lock")).orElseThrow());
    }

    @Test
    void leavesNoSocketBehindWhenItEnds() throws Exception {
        ControlServer server = serve(new PaperEngine());
        ControlClient face = client();
        server.close();
        assertFalse(Files.exists(socket));
        face.ended().get(5, TimeUnit.SECONDS);
        assertThrows(IOException.class, face::snapshot);
    }

    @Test
    void servesManyFacesAtOnceAndRefusesMoreInWords() throws Exception {
        ControlServer server = serve(new PaperEngine());
        var faces = new ArrayList<ControlClient>();
        for (int i = 0; i < 32; i++) {
            faces.add(client());
        }
        for (ControlClient face : faces) {
            assertEquals(60, face.snapshot().browsers().atMost());
        }
        var refused = assertThrows(ControlRefusedException.class, this::client);
        assertEquals(Rpc.TOO_MANY, refused.code());
        faces.getFirst().close();
        await().until(() -> server.faces() == 31);
        client();
    }

    @Test
    void nothingBeforeHello() throws Exception {
        serve(new PaperEngine());
        var failure = (Rpc.Failure) exchange(raw(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"snapshot\"}");
        assertEquals(Rpc.NO_HELLO, failure.code());
    }

    @Test
    void refusesAnotherProtocolInWords() throws Exception {
        serve(new PaperEngine());
        var failure = (Rpc.Failure)
                exchange(
                        raw(),
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"protocol\":9,\"build\":\"x\",\"owner\":\"y\"}}");
        assertTrue(failure.message().contains("protocol 9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"method\":\"pause\",\"params\":{\"seconds\":0}",
                "\"method\":\"pause\",\"params\":{\"seconds\":-1}",
                "\"method\":\"pause\",\"params\":{\"seconds\":1e12}",
                "\"method\":\"pause\",\"params\":{\"seconds\":\"long\"}",
                "\"method\":\"pause\"",
                "\"method\":\"limit\",\"params\":{\"uploadBytesPerSecond\":-1}",
                "\"method\":\"limit\",\"params\":{}",
                "\"method\":\"limit\",\"params\":{\"downloadBytesPerSecond\":9999}",
                "\"method\":\"limit\",\"params\":{\"uploadBytesPerSecond\":5,\"fillHours\":\"at night\"}",
                "\"method\":\"limit\",\"params\":[]",
                "\"method\":\"subscribe\",\"params\":{\"watching\":\"moon\"}"
            })
    void refusesBadParametersAndGoesOn(String call) throws Exception {
        var engine = new PaperEngine();
        serve(engine);
        LineChannel lines = raw();
        hello(lines);
        var failure = (Rpc.Failure) exchange(lines, "{\"jsonrpc\":\"2.0\",\"id\":5," + call + "}");
        assertEquals(Rpc.INVALID_PARAMS, failure.code());
        assertEquals(Optional.of(5L), failure.id());
        assertEquals(List.of(), engine.orders);
        assertTrue(exchange(lines, "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"paths\"}") instanceof Rpc.Answer);
    }

    @Test
    void answersGarbageInWordsAndGoesOn() throws Exception {
        serve(new PaperEngine());
        LineChannel lines = raw();
        for (String garbage : List.of("", "GET / HTTP/1.1", "{\"a\":", "[".repeat(60_000), "\u0000\u0001")) {
            assertEquals(Rpc.PARSE_ERROR, ((Rpc.Failure) exchange(lines, garbage)).code());
        }
        assertTrue(hello(lines) instanceof Rpc.Answer);
        var unknown = (Rpc.Failure) exchange(lines, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"dance\"}");
        assertEquals(Rpc.METHOD_NOT_FOUND, unknown.code());
    }

    @Test
    void cutsAFaceWhoseLineDoesNotEnd() throws Exception {
        ControlServer server = serve(new PaperEngine());
        SocketChannel endless = opened(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        await().until(() -> server.faces() == 1);
        ByteBuffer bytes = ByteBuffer.allocate(ControlJson.MAX_REQUEST_BYTES + 1);
        while (bytes.hasRemaining()) {
            endless.write(bytes);
        }
        await().until(() -> server.faces() == 0);
    }

    @Test
    void pushesSnapshotsOnlyWhileSomebodyWatches() throws Exception {
        var engine = new PaperEngine();
        serve(engine);
        ControlClient face = client();
        BlockingQueue<EngineSnapshot> seen = new LinkedBlockingQueue<>();
        try (var watching = face.subscribe(Watching.WINDOW, seen::add)) {
            assertTrue(seen.poll(5, TimeUnit.SECONDS) != null);
            assertTrue(seen.poll(5, TimeUnit.SECONDS) != null);
            assertTrue(watching != null);
        }
        int before = engine.snapshots.get();
        await().during(Duration.ofMillis(1_200))
                .atMost(Duration.ofSeconds(3))
                .until(() -> engine.snapshots.get() <= before + 1);
    }

    @Test
    void watchersThatLeaveAreForgotten() throws Exception {
        var engine = new PaperEngine();
        ControlServer server = serve(engine);
        ControlClient face = client();
        face.subscribe(Watching.WINDOW, snapshot -> {});
        face.close();
        await().until(() -> server.faces() == 0);
        int before = engine.snapshots.get();
        await().during(Duration.ofMillis(1_200))
                .atMost(Duration.ofSeconds(3))
                .until(() -> engine.snapshots.get() <= before + 1);
    }

    @Test
    void cutsAFaceThatDoesNotReadAndServesTheOthers() throws Exception {
        ControlServer server = serve(new PaperEngine(200_000));
        ControlClient good = client();
        LineChannel deaf = raw();
        hello(deaf);
        byte[] question = new Rpc.Request(2, "snapshot", ControlJson.tree(Map.of())).encode();
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < 100_000; i++) {
                deaf.writeLine(question);
            }
        });
        await().until(() -> server.faces() == 1);
        assertEquals(
                200_000,
                ((org.deploynet.control.EngineEvent.SettingsDamaged)
                                good.snapshot().events().getFirst())
                        .keptAs()
                        .length());
    }

    @Test
    void saysWhenNoEngineIsThere() throws Exception {
        assertThrows(IOException.class, this::client);
        Files.createDirectories(socket.getParent());
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThrows(IOException.class, this::client);
    }
}
