package org.deploynet.engine.serve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Refuse.Reason;

/**
 * The wants of one link that are being answered: keeps its outbox filled, most urgent first, and tells what was completed.
 * For one thread: the link's loop.
 */
final class OpenWants {
    /** One piece waits while another is read: a busy machine takes longer for that than the line for what is buffered. */
    private static final int STAGE_BYTES = 512 * 1024;

    private final PeerLink link;
    private final Outbox outbox;
    private final PieceServer server;
    private final UploadPump pump;
    private final Map<Long, Transfer> open = new LinkedHashMap<>();
    private boolean staged;

    OpenWants(PeerLink link, Outbox outbox, PieceServer server, UploadPump pump) {
        this.link = link;
        this.outbox = outbox;
        this.server = server;
        this.pump = pump;
    }

    int size() {
        return open.size();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    boolean contains(long request) {
        return open.containsKey(request);
    }

    void add(Transfer transfer) {
        open.put(transfer.want().request(), transfer);
    }

    /** Counts what the pump has sent since the last call and ends wants that are complete. */
    void collect() {
        for (Parcel parcel : outbox.takeFinished()) {
            Transfer transfer = parcel.transfer();
            transfer.sent(parcel);
            if (parcel.isPiece()) {
                transfer.account().completed(parcel.length());
                pump.counters().pieces.increment();
            }
        }
        List<Transfer> complete =
                open.values().stream().filter(Transfer::isComplete).toList();
        complete.forEach(this::end);
    }

    private void end(Transfer transfer) {
        open.remove(transfer.want().request());
        transfer.account().ended();
        say(new LinkMessage.End(transfer.want().request(), transfer.want().count()));
    }

    /** The visitor does not need {@code request} any more; unknown ones have ended meanwhile. */
    void cancel(long request) {
        Optional.ofNullable(open.remove(request)).ifPresent(this::writeOff);
    }

    private void writeOff(Transfer transfer) {
        TicketAccount account = transfer.account();
        List<Parcel> withdrawn = pieces(outbox.withdraw(transfer, account::mayCut));
        long partial = withdrawn.stream().mapToLong(Parcel::sent).sum();
        account.cancelled(unsentPayload(transfer, withdrawn), transfer.completedPayload(), partial);
    }

    private static List<Parcel> pieces(List<Parcel> parcels) {
        return parcels.stream().filter(Parcel::isPiece).toList();
    }

    private static long unsentPayload(Transfer transfer, List<Parcel> withdrawn) {
        return transfer.unstagedPayload()
                + withdrawn.stream().mapToLong(Parcel::unsent).sum();
    }

    void refuse(long request, Reason why, int retryAfterMs) {
        pump.counters().refusedWants.increment();
        say(new LinkMessage.Refuse(request, why, retryAfterMs));
    }

    /** None is answered any more, from this very frame on. */
    void refuseAll(Reason why) {
        List.copyOf(open.values()).forEach(transfer -> lost(transfer, why));
    }

    private void say(LinkMessage message) {
        pump.say(link, message);
    }

    /** What kept {@link #stage} from reading more. */
    enum Staging {
        /** Nothing: what is staged is enough for now. */
        ENOUGH,
        /** All links together hold as much as they may: try again soon. */
        NO_MEMORY,
        /** A receipt has to come first. */
        UNPAID
    }

    /** Reads what the pump can send next, at most {@code headroom} bytes of pieces beyond what is completed. */
    Staging stage(long headroom) {
        outbox.missingBytes().ifPresent(this::readAgain);
        staged = false;
        Staging result = stageWithin(headroom);
        // Not by the outbox's size: the pump may have emptied it and gone to sleep meanwhile.
        if (staged) {
            pump.ready(outbox);
        }
        return result;
    }

    private Staging stageWithin(long headroom) {
        for (Transfer transfer : mostUrgentFirst(open.values())) {
            while (isHungry(transfer)) {
                if (!pump.staging().hasRoom(transfer.want().priority())) {
                    return Staging.NO_MEMORY;
                }
                if (!transfer.isLayerDue() && transfer.nextPieceBytes() > headroom - outbox.unsentPayload()) {
                    return Staging.UNPAID;
                }
                stageNext(transfer);
            }
        }
        return Staging.ENOUGH;
    }

    private boolean isHungry(Transfer transfer) {
        return !transfer.isStaged()
                && !outbox.isStalled()
                && open.containsKey(transfer.want().request())
                && outbox.stagedBytes(transfer.want().priority()) < STAGE_BYTES;
    }

    private static List<Transfer> mostUrgentFirst(Collection<Transfer> transfers) {
        var sorted = new ArrayList<>(transfers);
        sorted.sort(Comparator.comparingInt(transfer -> transfer.want().priority()));
        return sorted;
    }

    private void stageNext(Transfer transfer) {
        switch (server.next(transfer)) {
            case PieceServer.Read.Ready(Parcel parcel) -> {
                transfer.staged(parcel);
                outbox.stage(parcel);
                staged = true;
            }
            case PieceServer.Read.Gone(Reason why) -> lost(transfer, why);
        }
    }

    private void readAgain(Parcel parcel) {
        server.again(parcel)
                .ifPresentOrElse(
                        bytes -> {
                            outbox.takeBack(parcel, bytes);
                            pump.ready(outbox);
                        },
                        () -> lost(parcel.transfer(), Reason.ABSENT));
    }

    private void lost(Transfer transfer, Reason why) {
        List<Parcel> withdrawn = pieces(outbox.withdraw(transfer, _ -> true));
        // Of one that was cancelled only the piece was left that it was cancelled in.
        if (open.remove(transfer.want().request(), transfer)) {
            transfer.account().withdrawn(unsentPayload(transfer, withdrawn));
            refuse(transfer.want().request(), why, 0);
        }
    }
}
