package org.deploynet.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** A rare thing its owner should learn of; the snapshot carries the latest few. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EngineEvent.SettingsDamaged.class, name = "settings-damaged"),
    @JsonSubTypes.Type(value = EngineEvent.StateDamaged.class, name = "state-damaged"),
    @JsonSubTypes.Type(value = EngineEvent.SiteRefused.class, name = "site-refused"),
    @JsonSubTypes.Type(value = EngineEvent.ReceiptRefused.class, name = "receipt-refused"),
    @JsonSubTypes.Type(value = EngineEvent.SitePurged.class, name = "site-purged"),
    @JsonSubTypes.Type(value = EngineEvent.DataCapNear.class, name = "data-cap-near"),
    @JsonSubTypes.Type(value = EngineEvent.DataBookDamaged.class, name = "data-book-damaged"),
    @JsonSubTypes.Type(value = EngineEvent.LedgerChanged.class, name = "ledger-changed"),
    @JsonSubTypes.Type(value = EngineEvent.ReceiptsDamaged.class, name = "receipts-damaged"),
    @JsonSubTypes.Type(value = EngineEvent.ReceiptsMended.class, name = "receipts-mended"),
    @JsonSubTypes.Type(value = EngineEvent.ReceiptsOnReserve.class, name = "receipts-on-reserve")
})
public sealed interface EngineEvent {
    Instant at();

    /** The settings could not be read; defaults are used, the file is kept as {@code keptAs}. */
    record SettingsDamaged(Instant at, String keptAs, String why) implements EngineEvent {}

    /** Counters, history and withdrawals could not be read and begin anew; the file is kept as {@code keptAs}. */
    record StateDamaged(Instant at, String keptAs) implements EngineEvent {}

    /** Files of {@code site} cannot be fetched; {@code why} is safe to show. */
    record SiteRefused(Instant at, String site, String why) implements EngineEvent {}

    /** The network does not pay for a ticket's receipt. */
    record ReceiptRefused(Instant at, String ticket, String why) implements EngineEvent {}

    /** Content of {@code site} was withdrawn by a signed order and is deleted. */
    record SitePurged(Instant at, String site, String order) implements EngineEvent {}

    /** At least {@code percent} (80, 95) of the month's data are used. */
    record DataCapNear(Instant at, int percent) implements EngineEvent {}

    /** What crossed the line could not be read whole, so less is counted than was; the file is kept as {@code keptAs}. */
    record DataBookDamaged(Instant at, String keptAs) implements EngineEvent {}

    /**
     * The network's ledger does not continue what the network had signed: {@code entries} then, {@code entriesNow} now. {@code how} is
     * {@code shrunk}, {@code forked}, {@code rewritten}, {@code unproved} or {@code unshown}.
     */
    record LedgerChanged(Instant at, String how, long entries, long entriesNow) implements EngineEvent {}

    /**
     * The receipt book was damaged, cut short or an older one, and is kept as {@code keptAs}. Receipts for {@code lostBytes} that had earned
     * {@code lostMicrocredits} are missing until the network says what of that it has posted.
     */
    record ReceiptsDamaged(Instant at, String keptAs, long lostBytes, long lostMicrocredits) implements EngineEvent {}

    /**
     * The network's ledger and the receipt book did not agree: {@code mended} the network had more, which is in the book again, {@code
     * less} it had less than it had confirmed before, and {@code lost} was measured here, is missing and was never posted. Microcredits.
     */
    record ReceiptsMended(Instant at, long mended, long lost, long less) implements EngineEvent {}

    /** The disk is full: receipts are still kept, in room that was kept free for them, of which {@code leftBytes} are left. */
    record ReceiptsOnReserve(Instant at, long leftBytes) implements EngineEvent {}
}
