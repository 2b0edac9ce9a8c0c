package org.deploynet.engine.control;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.PeerControl;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.control.Setting;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.control.rpc.RulesJson;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.words.PauseWords;
import tools.jackson.databind.JsonNode;

/** What each method of docs/control.md does. Used by one session's reading thread. */
final class ControlMethods {
    private static final System.Logger LOG = System.getLogger(ControlMethods.class.getName());

    private final PeerControl engine;
    private final CacheMethods cache;
    private final SitesMethods sites;
    private final CreditMethods credits;
    private final Rpc.Hello greeting;
    private final ControlSession session;

    ControlMethods(PeerControl engine, Rpc.Hello greeting, ControlSession session) {
        this.engine = engine;
        this.cache = new CacheMethods(engine);
        this.sites = new SitesMethods(engine, engine);
        this.credits = new CreditMethods(engine);
        this.greeting = greeting;
        this.session = session;
    }

    Rpc answer(Rpc.Request request) {
        try {
            return new Rpc.Answer(request.id(), ControlJson.tree(result(request)));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            return failure(request, Rpc.INVALID_PARAMS, e);
        } catch (ControlRefusedException e) {
            return failure(request, e.code(), e);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "control call " + request.method() + " failed", e);
            return failure(request, Rpc.INTERNAL_ERROR, e);
        }
    }

    private Object result(Rpc.Request request) throws IOException, MalformedJsonException {
        if (!session.isGreeted() && !request.method().equals("hello")) {
            throw new ControlRefusedException(Rpc.NO_HELLO, "hello comes first");
        }
        JsonNode params = request.params();
        return switch (request.method()) {
            case "hello" -> hello(ControlJson.convert(params, Rpc.Hello.class));
            case "snapshot" -> engine.snapshot();
            case "history" -> engine.history(ControlJson.convert(params.path("range"), History.Range.class));
            case "cache" -> engine.cache();
            case "network" -> engine.network();
            case "networkTest" -> done(engine::testNetwork);
            case "ports" ->
                done(() -> engine.ports(ControlJson.convert(params.path(EngineConfig.PORTS.key()), PortChoice.class)));
            case "earnings" -> engine.earnings();
            case "receipts" -> engine.receipts(pageBefore(params));
            case "creditTransfer" -> credits.transfer(params);
            case "ledger" -> engine.ledger();
            case "ledgerAccept" -> credits.acceptLedger(params);
            case "sites" -> engine.sites();
            case "siteBlock" -> sites.block(params);
            case "siteAllow" -> done(() -> sites.allow(params));
            case "sitePurge" -> sites.purge(params);
            case "serveUnpaid" -> done(() -> sites.serveUnpaid(params));
            case "denylistAdd" -> sites.addDenylist(params);
            case "denylistRemove" -> done(() -> sites.removeDenylist(params));
            case "denylistRefresh" -> done(engine::refreshDenylists);
            case "ownNetwork" -> done(() -> ownNetwork(params));
            case "keepKeyIn" -> done(() -> engine.keepKeyIn(ControlJson.convert(params.path("place"), KeyPlace.class)));
            case "bounds" -> done(() -> cache.bounds(params));
            case "policy" -> done(() -> cache.policy(params));
            case "pin" -> done(() -> cache.pin(params));
            case "share" -> done(() -> cache.share(params));
            case "scrub" -> done(() -> cache.scrub(params));
            case "move" -> done(() -> cache.move(params));
            case "moveCancel" -> done(engine::cancelMove);
            case "subscribe" -> subscribe(params);
            case "unsubscribe" -> unsubscribe();
            case "pause" -> done(() -> engine.pause(pauseLength(params)));
            case "resume" -> done(engine::resume);
            case "limit" -> done(() -> limit(params));
            case "sharing" -> engine.sharing();
            case "rules" -> done(() -> rules(params));
            case "connections" -> engine.connections();
            case "disconnect" -> done(() -> engine.disconnect(ControlJson.convert(params.path("id"), String.class)));
            case "drain" -> done(engine::drain);
            case "paths" -> engine.paths();
            case "shutdown" -> done(engine::shutdown);
            default -> throw new ControlRefusedException(Rpc.METHOD_NOT_FOUND, "there is no such method");
        };
    }

    private Rpc.Hello hello(Rpc.Hello face) throws ControlRefusedException {
        if (face.protocol() != Rpc.PROTOCOL) {
            throw new ControlRefusedException(
                    Rpc.INVALID_PARAMS, "protocol " + face.protocol() + ", this engine speaks " + Rpc.PROTOCOL);
        }
        session.greeted();
        return greeting;
    }

    private static Optional<String> pageBefore(JsonNode params) throws MalformedJsonException {
        return params.has("after")
                ? Optional.of(ControlJson.convert(params.path("after"), String.class))
                : Optional.empty();
    }

    private void ownNetwork(JsonNode params) throws IOException, MalformedJsonException {
        engine.ownNetwork(ControlJson.convert(params.path(EngineConfig.OWN_NETWORK.key()), Boolean.class));
    }

    private Object subscribe(JsonNode params) throws IOException, MalformedJsonException {
        Watching watching = ControlJson.convert(params.path("watching"), Watching.class);
        session.subscribed(engine.subscribe(watching, session::push));
        return Map.of();
    }

    private Object unsubscribe() {
        session.subscribed(() -> {});
        return Map.of();
    }

    // All are read before the first is set: a call with one bad value changes nothing.
    private void limit(JsonNode params) throws IOException, MalformedJsonException {
        Optional<UploadChoice> upload = given(params, EngineConfig.UPLOAD, UploadChoice.class);
        Optional<DownloadLimit> download = given(params, EngineConfig.DOWNLOAD, DownloadLimit.class);
        Optional<FillHours> hours = given(params, EngineConfig.FILL_HOURS, FillHours.class);
        Optional<Integer> browsers = given(params, EngineConfig.BROWSERS, Integer.class);
        if (Stream.of(upload, download, hours, browsers).allMatch(Optional::isEmpty)) {
            throw new MalformedJsonException("limit of what?");
        }
        if (upload.isPresent()) {
            engine.limit(upload.get());
        }
        if (download.isPresent()) {
            engine.limitDownload(download.get());
        }
        if (hours.isPresent()) {
            engine.fillHours(hours.get());
        }
        if (browsers.isPresent()) {
            engine.limitBrowsers(browsers.get());
        }
    }

    private void rules(JsonNode params) throws IOException, MalformedJsonException {
        RulesChange change = RulesJson.read(params);
        if (change.equals(RulesChange.NOTHING)) {
            throw new MalformedJsonException("which rule?");
        }
        engine.rules(change);
    }

    private static <T> Optional<T> given(JsonNode params, Setting<T> setting, Class<T> type)
            throws MalformedJsonException {
        JsonNode value = params.path(setting.key());
        return value.isMissingNode() ? Optional.empty() : Optional.of(ControlJson.convert(value, type));
    }

    private static Optional<Duration> pauseLength(JsonNode params) throws MalformedJsonException {
        if (params.path("untilResumed").asBoolean(false)) {
            return Optional.empty();
        }
        long seconds = ControlJson.convert(params.path("seconds"), Long.class);
        if (seconds < 1 || seconds > PauseWords.LONGEST.toSeconds()) {
            throw new MalformedJsonException(
                    "seconds is " + seconds + ", allowed are 1 to " + PauseWords.LONGEST.toSeconds());
        }
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private interface Call {
        void run() throws IOException, MalformedJsonException;
    }

    private static Object done(Call call) throws IOException, MalformedJsonException {
        call.run();
        return Map.of();
    }

    private static Rpc failure(Rpc.Request request, int code, Exception e) {
        return new Rpc.Failure(Optional.of(request.id()), code, String.valueOf(e.getMessage()));
    }
}
