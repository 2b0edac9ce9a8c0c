package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.deploynet.engine.credits.LedgerWatch.Alarm;
import org.deploynet.engine.credits.LedgerWatch.Breach;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.TreeHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerWatchTest {
    private static final int HISTORIES = 400;

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final SigningKey network = SigningKey.generate();
    private final Random random = new Random(8);
    private final List<Alarm> told = new ArrayList<>();
    private StateStore state;
    private LedgerWatch watch;

    @BeforeEach
    void open() throws IOException {
        state = StateStore.open(folder);
        watch = new LedgerWatch(state, clock, told::add);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void everyHistoryThatForksIsRewrittenOrCutIsNoticedAtTheNextCheckpointAndNoOther() {
        int noticed = 0;
        for (int i = 0; i < HISTORIES; i++) {
            begin();
            RogueLedger ledger = honest();
            assertEquals(Optional.empty(), watch.alarm(), "history " + i);
            RogueLedger before = ledger.copy();
            breakWord(ledger);
            show(ledger, before, random.nextInt(4));
            noticed += watch.alarm().isPresent() ? 1 : 0;
        }
        assertEquals(HISTORIES, noticed);
        assertEquals(HISTORIES, told.size());
    }

    private void begin() {
        state.dropNote("ledger.checkpoint");
        state.dropNote("ledger.alarm");
        restart();
    }

    private void restart() {
        watch = new LedgerWatch(state, clock, told::add);
    }

    /** A ledger whose checkpoints were shown as it grew, over connections and starts. */
    private RogueLedger honest() {
        var ledger = new RogueLedger(network, random);
        for (int shown = 1 + random.nextInt(4); shown > 0; shown--) {
            ledger.grow(random.nextInt(20) + (shown == 1 ? 1 : 0));
            show(ledger, ledger, 0);
            switch (random.nextInt(4)) {
                case 0 -> watch.connected();
                case 1 -> restart();
                default -> {}
            }
        }
        return ledger;
    }

    private void breakWord(RogueLedger ledger) {
        int size = ledger.size();
        switch (random.nextInt(3)) {
            case 0 -> {
                ledger.rewrite(size);
                ledger.grow(random.nextInt(20));
            }
            case 1 -> {
                ledger.cut(random.nextInt(size));
                ledger.grow(random.nextInt(40));
            }
            default -> ledger.cut(random.nextInt(size));
        }
    }

    /** Shows the ledger's checkpoint and, when it is asked, what {@code lie} has for a proof; 0 is the ledger's own. */
    private void show(RogueLedger ledger, RogueLedger before, int lie) {
        OptionalLong asked = sign(ledger);
        asked.ifPresent(
                from -> watch.proved(new ConsistencyProof(from, ledger.size(), path(ledger, before, from, lie))));
    }

    private List<TreeHash> path(RogueLedger ledger, RogueLedger before, long from, int lie) {
        List<TreeHash> path = new ArrayList<>(MerkleTree.consistency(ledger, from, ledger.size()));
        return switch (lie) {
            case 0 -> path;
            case 1 -> List.of();
            case 2 -> List.of(before.checkpoint().root(), ledger.checkpoint().root());
            default -> {
                path.set(random.nextInt(path.size()), ledger.strange());
                yield path;
            }
        };
    }

    private OptionalLong sign(RogueLedger ledger) {
        Checkpoint checkpoint = ledger.checkpoint();
        return watch.signed(checkpoint, checkpoint.sign(network));
    }

    private RogueLedger kept() {
        var ledger = new RogueLedger(network, random);
        ledger.grow(5);
        assertEquals(OptionalLong.empty(), sign(ledger));
        return ledger;
    }

    private Breach breach() {
        return watch.alarm().orElseThrow().breach();
    }

    @Test
    void namesTheBreach() {
        RogueLedger ledger = kept();
        RogueLedger shorter = ledger.copy();
        shorter.cut(4);
        show(shorter, ledger, 0);
        assertEquals(Breach.SHRUNK, breach());

        begin();
        ledger = kept();
        RogueLedger forked = ledger.copy();
        forked.rewrite(5);
        show(forked, ledger, 0);
        assertEquals(Breach.FORKED, breach());

        begin();
        ledger = kept();
        RogueLedger rewritten = ledger.copy();
        rewritten.rewrite(5);
        rewritten.grow(3);
        show(rewritten, ledger, 0);
        assertEquals(Breach.REWRITTEN, breach());
        assertEquals(5, watch.alarm().orElseThrow().kept().size());
        assertEquals(8, watch.alarm().orElseThrow().shown().size());
    }

    @Test
    void networkThatGoesOnWithoutAProofHasNone() {
        RogueLedger ledger = kept();
        ledger.grow(1);
        assertEquals(OptionalLong.of(5), sign(ledger));
        watch.proved(new ConsistencyProof(4, 6, List.of()));
        for (int i = 0; i < 2; i++) {
            ledger.grow(1);
            assertEquals(OptionalLong.empty(), sign(ledger));
        }
        assertEquals(
                Optional.empty(), watch.alarm(), "an answer to another question is none, and the right one may follow");
        ledger.grow(1);
        sign(ledger);
        assertEquals(Breach.UNPROVED, breach());
    }

    @Test
    void checkpointThatCrossesTheQuestionIsNoBreach() {
        RogueLedger ledger = kept();
        ledger.grow(1);
        RogueLedger asked = ledger.copy();
        assertEquals(OptionalLong.of(5), sign(asked));
        ledger.grow(1);
        assertEquals(OptionalLong.empty(), sign(ledger));
        watch.proved(new ConsistencyProof(5, 6, MerkleTree.consistency(asked, 5, 6)));
        assertEquals(OptionalLong.of(6), sign(ledger), "what was proved is kept");
        watch.proved(new ConsistencyProof(6, 7, MerkleTree.consistency(ledger, 6, 7)));
        assertEquals(Optional.empty(), watch.alarm());
    }

    @Test
    void lineThatEndsBeforeTheAnswerIsNoBreachUnlessItAlwaysDoes() {
        RogueLedger ledger = kept();
        ledger.grow(1);
        for (int i = 0; i < 19; i++) {
            sign(ledger);
            watch.connected();
        }
        assertEquals(Optional.empty(), watch.alarm());
        sign(ledger);
        watch.connected();
        assertEquals(Breach.UNPROVED, breach());
    }

    @Test
    void alarmOutlivesAStartIsToldOnceAndEndsWhenTheHistoryContinues() {
        RogueLedger ledger = kept();
        RogueLedger forked = ledger.copy();
        forked.rewrite(5);
        sign(forked);
        sign(forked);
        Alarm raised = watch.alarm().orElseThrow();
        restart();
        assertEquals(raised, watch.alarm().orElseThrow());
        sign(forked);
        assertEquals(List.of(raised), told);
        ledger.grow(4);
        show(ledger, ledger, 0);
        assertEquals(Optional.empty(), watch.alarm());
        restart();
        assertEquals(Optional.empty(), watch.alarm());
        assertEquals(Set.of("ledger.checkpoint"), state.notes("ledger.").keySet());
    }

    @Test
    void whatWasPostedLongBeforeTheCheckpointThatIsShownHasToBeInIt() {
        RogueLedger ledger = kept();
        long posted = clock.millis();
        clock.advance(Duration.ofHours(3).minusMillis(1));
        sign(ledger);
        watch.missed(posted);
        assertEquals(Optional.empty(), watch.alarm(), "it may be in the next one");
        clock.advance(Duration.ofMillis(1));
        watch.connected();
        watch.missed(posted);
        assertEquals(Optional.empty(), watch.alarm(), "nothing was shown on this connection yet");
        sign(ledger);
        watch.missed(posted);
        assertEquals(Breach.UNSHOWN, breach());
        sign(ledger);
        assertEquals(Breach.UNSHOWN, breach(), "the same once more shows nothing");
        ledger.grow(1);
        show(ledger, ledger, 0);
        assertEquals(Optional.empty(), watch.alarm());
    }

    @Test
    void networkThatShowsNoCheckpointForHoursHasNone() {
        kept();
        watch.connected();
        long posted = clock.millis();
        clock.advance(Duration.ofHours(3).minusMillis(1));
        watch.missed(posted);
        assertEquals(Optional.empty(), watch.alarm());
        clock.advance(Duration.ofMillis(1));
        watch.missed(posted);
        assertEquals(Breach.UNSHOWN, breach());
        restart();
        assertEquals(Breach.UNSHOWN, breach());
    }

    @Test
    void whoWasAwayForHoursWaitsForTheProofThatTheLedgerContinues() {
        RogueLedger ledger = kept();
        long posted = clock.millis();
        clock.advance(Duration.ofHours(9));
        watch.connected();
        ledger.grow(2);
        OptionalLong asked = sign(ledger);
        watch.missed(posted);
        assertEquals(Optional.empty(), watch.alarm(), "the newer one may have it");
        watch.proved(new ConsistencyProof(
                asked.orElseThrow(), ledger.size(), MerkleTree.consistency(ledger, 5, ledger.size())));
        watch.missed(posted);
        assertEquals(Breach.UNSHOWN, breach());
    }

    @Test
    void falseProofOfAnEntryIsABreachAtOnce() {
        kept();
        watch.falseProof();
        assertEquals(Breach.UNSHOWN, breach());
        assertEquals(Optional.empty(), watch.kept());
    }

    @Test
    void anotherNetworkBeginsAnew() {
        kept();
        SigningKey other = SigningKey.generate();
        var ledger = new RogueLedger(other, random);
        ledger.grow(2);
        Checkpoint checkpoint = ledger.checkpoint();
        assertEquals(OptionalLong.empty(), watch.signed(checkpoint, checkpoint.sign(other)));
        assertEquals(Optional.empty(), watch.alarm());
    }

    @Test
    void ownersWordCountsForTheLedgerThatHeSawAndNoOther() throws IOException {
        RogueLedger ledger = kept();
        RogueLedger forked = ledger.copy();
        forked.rewrite(5);
        sign(forked);
        Alarm raised = watch.alarm().orElseThrow();
        forked.grow(1);
        sign(forked);
        var disputes = new ArrayList<LedgerWatch.Dispute>();
        assertFalse(watch.accept(raised.shown().head(), disputes::add), "it shows another one by now");
        assertFalse(watch.accept(ledger.checkpoint().head(), disputes::add));
        assertEquals(List.of(), disputes);
        assertEquals(raised, watch.alarm().orElseThrow());

        assertTrue(watch.accept(forked.checkpoint().head(), disputes::add));
        assertEquals(raised, disputes.getFirst().alarm());
        assertEquals(ledger.checkpoint(), disputes.getFirst().kept().checkpoint());
        assertEquals(raised.shown(), disputes.getFirst().first().checkpoint());
        assertEquals(Optional.of(forked.checkpoint()), watch.kept());
        assertFalse(watch.accept(forked.checkpoint().head(), disputes::add), "there is nothing to accept any more");
    }

    @Test
    void ownersWordOutlivesAStartAndWhatFollowsFromItIsDueUntilItIsDone() throws IOException {
        RogueLedger forked = kept().copy();
        forked.rewrite(5);
        sign(forked);
        restart();
        assertTrue(watch.accept(forked.checkpoint().head(), dispute -> {}), "also an alarm of an earlier run");
        restart();
        assertEquals(Optional.empty(), watch.alarm());
        assertTrue(watch.isAskingAgainDue());
        watch.askedAgain();
        restart();
        assertFalse(watch.isAskingAgainDue());
        forked.grow(2);
        show(forked, forked, 0);
        assertEquals(Optional.of(forked.checkpoint()), watch.kept(), "it is held to what was accepted");
    }

    @Test
    void withoutEvidenceNothingIsAccepted() {
        RogueLedger forked = kept().copy();
        forked.rewrite(5);
        sign(forked);
        Alarm raised = watch.alarm().orElseThrow();
        assertThrows(
                IOException.class,
                () -> watch.accept(forked.checkpoint().head(), dispute -> {
                    throw new IOException("the disk is full");
                }));
        assertEquals(raised, watch.alarm().orElseThrow());
        assertFalse(watch.isAskingAgainDue());
    }
}
