package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;

/** An honest visitor after docs/protocol.md §3 and §5, piece by piece. */
final class ModelPage implements Page {
    private static final long RECEIPT_BYTES = 1024 * 1024;
    private static final long RECEIPT_MILLIS = 2_000;
    private static final int OPEN_WANTS = 8;

    /** One ticket: what was asked and counted under it. */
    private static final class Account {
        private final Ticket ticket;
        private final Set<String> asked = new HashSet<>();
        private final Set<String> counted = new HashSet<>();
        private long askedBytes;
        private long pieces;
        private long bytes;
        private long receipted;

        private Account(Ticket ticket) {
            this.ticket = ticket;
        }
    }

    /** A piece that was asked. */
    private record Asked(int job, ObjectId object, int piece, int length, Account account, ByteBuffer got) {
        String key() {
            return object + ":" + piece;
        }
    }

    private record Job(ObjectId object, long size, Set<Integer> missing) {}

    private final Shelf shelf;
    private final SigningKey session;
    private final Page.Events events;
    private final LongSupplier millis;
    private final Map<Integer, Job> jobs = new LinkedHashMap<>();
    private final Map<Long, Asked> wants = new LinkedHashMap<>();
    /** Cancelled; what is under way of them still counts. */
    private final Map<Long, Asked> late = new HashMap<>();

    private final List<Account> accounts = new ArrayList<>();
    private Habit habit = Habit.HONEST;
    private long lastRequest;
    private long receiptAt;
    private boolean greeted;
    private boolean renewing;
    private boolean over;

    ModelPage(Shelf shelf, SigningKey session, Ticket ticket, Page.Events events, LongSupplier millis) {
        this.shelf = shelf;
        this.session = session;
        this.events = events;
        this.millis = millis;
        accounts.add(new Account(ticket));
    }

    void adopt(Habit other) {
        habit = other;
    }

    boolean isOver() {
        return over;
    }

    void hello() {
        say(new LinkMessage.Hello(List.of(LinkMessage.VERSION), 256 * 1024, 1024 * 1024));
    }

    private void say(LinkMessage message) {
        if (!over) {
            events.say(LinkCodec.encode(message));
        }
    }

    @Override
    public void control(byte[] utf8) {
        try {
            switch (LinkCodec.decode(utf8)) {
                case LinkMessage.Hello _ -> greeted = true;
                case LinkMessage.Refuse refuse -> refused(refuse);
                case LinkMessage.Bye _ -> lost();
                default -> {}
            }
        } catch (ProtocolException e) {
            throw new AssertionError("the super-peer breaks the protocol", e);
        }
        pull();
    }

    private void refused(LinkMessage.Refuse refuse) {
        Asked asked = wants.remove(refuse.request());
        if (refuse.why() == LinkMessage.Refuse.Reason.TICKET) {
            renew();
        }
        if (asked != null) {
            end(asked.job());
        }
    }

    @Override
    public void data(ByteBuffer frame) {
        try {
            DataFrame header = DataFrame.takeFrom(frame);
            Asked asked = wants.getOrDefault(header.request(), late.get(header.request()));
            if (asked != null) {
                asked.got().put(frame);
                if (!asked.got().hasRemaining()) {
                    wants.remove(header.request());
                    late.remove(header.request());
                    whole(asked);
                }
            }
        } catch (ProtocolException e) {
            throw new AssertionError("the super-peer breaks the protocol", e);
        }
        pull();
    }

    private void whole(Asked asked) {
        if (!asked.got()
                .flip()
                .equals(shelf.piece(asked.object(), asked.piece()).orElseThrow())) {
            throw new AssertionError("a wrong piece");
        }
        Account account = asked.account();
        int count = habit.whole(!account.counted.add(asked.key()));
        count(account, count, (long) count * asked.length());
        Job job = jobs.get(asked.job());
        if (job != null && job.missing().isEmpty() && wants.values().stream().noneMatch(of(asked.job()))) {
            end(asked.job());
        }
    }

    private void count(Account account, long pieces, long bytes) {
        account.pieces += pieces;
        account.bytes += bytes;
        if (account.bytes - account.receipted >= RECEIPT_BYTES) {
            settle();
        }
    }

    private static java.util.function.Predicate<Asked> of(int job) {
        return asked -> asked.job() == job;
    }

    private void end(int job) {
        if (jobs.remove(job) != null) {
            cancel(job);
            events.done(job);
        }
    }

    private void cancel(int job) {
        for (var open : List.copyOf(wants.entrySet())) {
            if (open.getValue().job() == job) {
                wants.remove(open.getKey());
                late.put(open.getKey(), open.getValue());
                say(new LinkMessage.Cancel(open.getKey()));
                if (habit.countsCancelled()) {
                    count(open.getValue().account(), 1, open.getValue().length());
                }
            }
        }
    }

    @Override
    public void fetch(int job, ObjectId object, long size) {
        var missing = new HashSet<Integer>();
        for (int piece = 0; piece < Pieces.count(size); piece++) {
            missing.add(piece);
        }
        jobs.put(job, new Job(object, size, missing));
        pull();
    }

    @Override
    public void giveUp(int job) {
        if (jobs.remove(job) != null) {
            cancel(job);
        }
    }

    private void pull() {
        for (var entry : List.copyOf(jobs.entrySet())) {
            Job job = entry.getValue();
            for (int piece : List.copyOf(job.missing())) {
                if (!ask(entry.getKey(), job, piece)) {
                    return;
                }
            }
        }
    }

    private boolean ask(int id, Job job, int piece) {
        Account current = accounts.getLast();
        int length = Pieces.length(job.size(), piece);
        if (over || !greeted || wants.size() >= OPEN_WANTS) {
            return false;
        }
        String key = job.object() + ":" + piece;
        if (current.askedBytes + length > current.ticket.maxBytes() || current.asked.contains(key)) {
            renew();
            return false;
        }
        current.asked.add(key);
        current.askedBytes += length;
        job.missing().remove(piece);
        long request = ++lastRequest;
        wants.put(request, new Asked(id, job.object(), piece, length, current, ByteBuffer.allocate(length)));
        say(new LinkMessage.Get(
                List.of(new LinkMessage.Want(request, job.object(), piece, 1, Optional.empty(), 1, 300))));
        return true;
    }

    private void renew() {
        if (!renewing) {
            renewing = true;
            Account current = accounts.getLast();
            events.renew(current.bytes == 0 ? Optional.empty() : Optional.of(receipt(current)));
        }
    }

    @Override
    public void renewed(Optional<Renewal> renewal) {
        renewing = false;
        if (renewal.isPresent()) {
            accounts.add(new Account(renewal.get().ticket()));
            say(new LinkMessage.NewTicket(renewal.get().jws()));
            pull();
        } else {
            List.copyOf(jobs.keySet()).forEach(this::end);
        }
    }

    void tick() {
        if (millis.getAsLong() >= receiptAt) {
            receiptAt = millis.getAsLong() + RECEIPT_MILLIS;
            settle();
        }
    }

    @Override
    public void settle() {
        for (Account account : accounts) {
            if (account.bytes > account.receipted) {
                String jws = receipt(account);
                account.receipted = account.bytes;
                say(new LinkMessage.NewReceipt(jws));
            }
        }
    }

    private String receipt(Account account) {
        return new Receipt(account.ticket.id(), account.pieces, account.bytes).sign(session);
    }

    @Override
    public void lost() {
        over = true;
        wants.clear();
        late.clear();
        List.copyOf(jobs.keySet()).forEach(this::end);
    }

    @Override
    public Map<String, Count> counts() {
        var counts = new HashMap<String, Count>();
        accounts.forEach(account -> counts.put(account.ticket.id(), new Count(account.pieces, account.bytes)));
        return counts;
    }
}
