package org.deploynet.engine.serve;

import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.link.LinkMessage;

/** A want that was accepted, and how far it is answered. For one thread: the link's loop. */
final class Transfer {
    private final LinkMessage.Want want;
    private final TicketAccount account;
    private final long payloadBytes;
    private boolean layerDue;
    private int nextPiece;
    private int parcelsUnderWay;
    private long stagedPayload;
    private long completedPayload;

    Transfer(LinkMessage.Want want, TicketAccount account, long objectBytes) {
        this.want = want;
        this.account = account;
        this.payloadBytes = payloadBytes(want, objectBytes);
        this.layerDue = want.wantsLayer() && Pieces.needsLayer(objectBytes);
        this.nextPiece = want.first();
    }

    LinkMessage.Want want() {
        return want;
    }

    TicketAccount account() {
        return account;
    }

    private static long payloadBytes(LinkMessage.Want want, long objectBytes) {
        if (want.count() == 0) {
            return 0;
        }
        long start = Pieces.offset(want.first());
        return Math.min(Pieces.offset(want.first() + want.count()), objectBytes) - start;
    }

    /** Bytes of the pieces that the want asks; its layer is not counted. */
    long payloadBytes() {
        return payloadBytes;
    }

    boolean isLayerDue() {
        return layerDue;
    }

    int nextPiece() {
        return nextPiece;
    }

    /** Every piece is whole but the object's last. */
    long nextPieceBytes() {
        return Math.min(Pieces.PIECE_BYTES, unstagedPayload());
    }

    void staged(Parcel parcel) {
        parcelsUnderWay++;
        if (parcel.isPiece()) {
            nextPiece++;
            stagedPayload += parcel.length();
        } else {
            layerDue = false;
        }
    }

    /** Nothing more has to be staged. */
    boolean isStaged() {
        return !layerDue && nextPiece == want.first() + want.count();
    }

    void sent(Parcel parcel) {
        parcelsUnderWay--;
        if (parcel.isPiece()) {
            completedPayload += parcel.length();
        }
    }

    boolean isComplete() {
        return isStaged() && parcelsUnderWay == 0;
    }

    long completedPayload() {
        return completedPayload;
    }

    /** Payload that is neither sent nor staged. */
    long unstagedPayload() {
        return payloadBytes - stagedPayload;
    }
}
