package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.engine.cache.PieceSource;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Refuse.Reason;

/** Decides what a want gets, and reads it. Safe from any thread; reading may block on the disk. */
public final class PieceServer {
    private static final int BUSY_RETRY_MS = 1_000;
    private static final int DRAIN_RETRY_MS = 60_000;

    private final PieceSource pieces;
    private final SitePolicy sites;
    private final InstantSource serverTime;

    public PieceServer(PieceSource pieces, SitePolicy sites, InstantSource serverTime) {
        this.pieces = pieces;
        this.sites = sites;
        this.serverTime = serverTime;
    }

    /** What becomes of a want. */
    sealed interface Decision {
        record Accepted(Transfer transfer) implements Decision {}

        record Refused(Reason why, int retryAfterMs) implements Decision {}
    }

    /** Whether a link by this ticket is taken. */
    boolean serves(Ticket ticket) {
        return sites.serves(ticket.site()) && !refuses(ticket);
    }

    /** Whether the owner serves nothing by this ticket. */
    boolean refuses(Ticket ticket) {
        return sites.refuses(ticket.site(), ticket.price());
    }

    /** {@code hasShare}: the link would get a useful share of the cap. Throws if the want is outside of its object. */
    Decision decide(LinkMessage.Want want, TicketAccount account, boolean hasShare) throws ProtocolException {
        if (account.ticket().isExpired(serverTime.instant())) {
            return refused(Reason.TICKET);
        }
        Optional<Reason> forbidden = forbidden(want.object(), account);
        if (forbidden.isPresent()) {
            return refused(forbidden.get());
        }
        if (!hasShare) {
            return new Decision.Refused(Reason.BUSY, BUSY_RETRY_MS);
        }
        Optional<PieceLayer> layer = pieces.layer(want.object());
        return layer.isEmpty()
                ? refused(missed(want, account))
                : accepted(want, account, layer.get().objectBytes());
    }

    /** While the engine is about to stop serving. */
    static Decision draining() {
        return new Decision.Refused(Reason.BUSY, DRAIN_RETRY_MS);
    }

    private static Decision accepted(LinkMessage.Want want, TicketAccount account, long objectBytes)
            throws ProtocolException {
        if (want.count() > 0 && want.first() + want.count() > Pieces.count(objectBytes)) {
            throw new ProtocolException("a want of pieces that the object does not have");
        }
        var transfer = new Transfer(want, account, objectBytes);
        return account.open(transfer.payloadBytes()) ? new Decision.Accepted(transfer) : refused(Reason.TICKET);
    }

    private static Decision refused(Reason why) {
        return new Decision.Refused(why, 0);
    }

    private Optional<Reason> forbidden(ObjectId object, TicketAccount account) {
        if (refuses(account.ticket())) {
            return Optional.of(Reason.BLOCKED);
        }
        return switch (sites.mayServe(account.ticket().site(), object)) {
            case SERVE -> Optional.empty();
            case UNKNOWN -> Optional.of(Reason.ABSENT);
            case BLOCKED -> Optional.of(Reason.BLOCKED);
            case GONE -> Optional.of(Reason.GONE);
        };
    }

    /** The next thing a transfer sends. */
    sealed interface Read {
        record Ready(Parcel parcel) implements Read {}

        /** Withdrawn, blocked or lost since the want was accepted. */
        record Gone(Reason why) implements Read {}
    }

    /** Reads what {@code transfer} sends next: its layer, then piece after piece. */
    Read next(Transfer transfer) {
        DataFrame.Kind kind = transfer.isLayerDue() ? DataFrame.Kind.LAYER : DataFrame.Kind.DATA;
        int piece = transfer.isLayerDue() ? 0 : transfer.nextPiece();
        Optional<Reason> forbidden = forbidden(transfer.want().object(), transfer.account());
        if (forbidden.isPresent()) {
            return new Read.Gone(forbidden.get());
        }
        return bytes(transfer.want().object(), kind, piece)
                .<Read>map(bytes -> new Read.Ready(new Parcel(transfer, kind, piece, bytes, finished(kind))))
                .orElseGet(() -> new Read.Gone(missed(transfer.want(), transfer.account())));
    }

    private Consumer<ByteBuffer> finished(DataFrame.Kind kind) {
        return kind == DataFrame.Kind.DATA ? pieces::finished : layer -> {};
    }

    private Reason missed(LinkMessage.Want want, TicketAccount account) {
        sites.missed(account.ticket().site(), want.object());
        return Reason.ABSENT;
    }

    /** The bytes of a parcel that gave them back. */
    Optional<ByteBuffer> again(Parcel parcel) {
        Transfer transfer = parcel.transfer();
        return forbidden(transfer.want().object(), transfer.account()).isPresent()
                ? Optional.empty()
                : bytes(transfer.want().object(), parcel.kind(), parcel.piece());
    }

    private Optional<ByteBuffer> bytes(ObjectId object, DataFrame.Kind kind, int piece) {
        return switch (kind) {
            case LAYER -> pieces.layer(object).map(layer -> ByteBuffer.wrap(layer.toBytes()));
            case DATA -> pieces.piece(object, piece);
        };
    }
}
