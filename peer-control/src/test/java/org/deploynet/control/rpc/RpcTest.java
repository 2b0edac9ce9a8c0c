package org.deploynet.control.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.Reason;
import org.deploynet.control.Transfer;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.identity.Identity;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.sharing.Allowance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcTest {
    /** One with something in every field. */
    static EngineSnapshot sample() {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        EngineSnapshot snapshot = new EngineSnapshot(
                now,
                new EngineSnapshot.Engine("1.2.3", "hand", 42, now, 1.5, 1_000),
                new EngineSnapshot.Condition(EngineState.PAUSED, Reason.PAUSED_BY_OWNER, now, Optional.of(now)),
                new Transfer(1, 2, 3),
                new Transfer(4, 5, 6),
                new EngineSnapshot.Browsers(3, 60),
                new EngineSnapshot.Credits(1, 7, 2, 3, Optional.of(4L), Optional.empty(), 5, 6),
                new EngineSnapshot.Nat(NatClass.UNKNOWN),
                new EngineSnapshot.Cache(1, 2, 3, 4, 5, 6, 7),
                new EngineSnapshot.Signaling(
                        EngineSnapshot.Signaling.Link.WAITING,
                        Optional.of("wss://x"),
                        Optional.empty(),
                        Optional.of("no answer"),
                        Optional.of(now)),
                UploadChoice.UNLIMITED,
                Optional.empty(),
                Allowance.full(UploadLimit.UNLIMITED, DownloadLimit.UNLIMITED),
                new EngineSnapshot.Filling(new DownloadLimit(10_000), FillHours.ofJson("22:00-07:00")),
                List.of(new EngineSnapshot.Site("5f", "https://x", 1, 2, 3, 4, 5, Optional.of("gone"), 6, 7)),
                List.of(
                        new EngineEvent.SettingsDamaged(now, "settings.json.damaged-1", "not JSON"),
                        new EngineEvent.SitePurged(now, "5f", "order")));
        return snapshot.withIdentity(identity(KeyPlace.FILE))
                .reputed(new Reputation(
                        now,
                        Reputation.Standing.PROBATION,
                        33,
                        new Reputation.Facts(1, 2, 3, 4, 5, 6, 7, 8, Optional.of(9)),
                        new Reputation.Points(10, 5, 4, 6, 8),
                        Optional.of(now),
                        Optional.of(new Reputation.Probation(1, 2, 3, 4, 5, 6))));
    }

    private static Identity identity(KeyPlace place) {
        return new Identity("5f".repeat(20), place, Optional.of(KeyTrouble.LOCKED), true);
    }

    @Test
    void aKeyThatMovedIsNews() {
        EngineSnapshot before = sample();
        assertTrue(before.saysTheSameAs(sample()));
        assertFalse(before.saysTheSameAs(sample().withIdentity(identity(KeyPlace.KEYCHAIN))));
    }

    @Test
    void aSnapshotComesBackAsItWas() throws MalformedJsonException {
        assertEquals(
                sample(), ControlJson.convert(ControlJson.parse(ControlJson.bytes(sample())), EngineSnapshot.class));
    }

    @Test
    void theLongestHistoryFitsIntoOneAnswer() throws MalformedJsonException {
        var point = new History.Point(
                Instant.parse("2026-11-21T10:00:00.123456789Z"),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
        var month =
                new History(History.Range.MONTH, point.from(), Collections.nCopies(History.Range.MONTH.steps(), point));
        byte[] bytes = ControlJson.bytes(month);
        assertTrue(bytes.length < ControlJson.MAX_ANSWER_BYTES / 2, bytes.length + " bytes");
        assertEquals(month, ControlJson.convert(ControlJson.parse(bytes), History.class));
    }

    @Test
    void everyKindOfMessageComesBackAsItWas() throws MalformedJsonException {
        List<Rpc> messages = List.of(
                new Rpc.Request(7, "pause", ControlJson.object().put("seconds", 5)),
                new Rpc.Notification("snapshot", ControlJson.object().put("x", 1)),
                new Rpc.Answer(7, ControlJson.object().put("ok", true)),
                new Rpc.Failure(Optional.of(7L), Rpc.METHOD_NOT_FOUND, "no such method"),
                new Rpc.Failure(Optional.empty(), Rpc.PARSE_ERROR, "garbage"));
        for (Rpc message : messages) {
            assertEquals(message, Rpc.decode(message.encode()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"snapshot\"}]",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}",
                "{\"id\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"} {}"
            })
    void refusesWhatIsNotOneMessage(String line) {
        assertThrows(MalformedJsonException.class, () -> Rpc.decode(line.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusesDeepJson() {
        String deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":" + "[".repeat(5_000)
                + "]".repeat(5_000) + "}";
        assertThrows(MalformedJsonException.class, () -> Rpc.decode(deep.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusesALimitThatIsNeitherNumberNorWord() {
        for (String json : List.of("\"lots\"", "-1", "1.5", "true", "{}", "null")) {
            assertThrows(
                    MalformedJsonException.class,
                    () -> ControlJson.convert(
                            ControlJson.parse(json.getBytes(StandardCharsets.UTF_8)), UploadLimit.class),
                    json);
        }
    }
}
