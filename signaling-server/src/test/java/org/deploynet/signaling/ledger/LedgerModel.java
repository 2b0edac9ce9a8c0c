package org.deploynet.signaling.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What docs/protocol.md §5 says of credits, as short as it can be said: whole microcredits by account name, and the tickets
 * that are out. It shares no code with the ledger. One thread.
 */
final class LedgerModel {
    static final long RECEIPTABLE_MS = 24 * 3_600_000L;
    private static final long GIGABYTE = 1_000_000_000;

    /** A ticket; {@code granted} and {@code budget} are what is still set aside for it, by where it came from. */
    static final class Ticket {
        final String site;
        final String peer;
        final long price;
        long maxBytes;
        long releaseAt;
        long granted;
        long budget;
        boolean released;
        long bytes;

        Ticket(String site, String peer, long maxBytes, long price, long releaseAt) {
            this.site = site;
            this.peer = peer;
            this.maxBytes = maxBytes;
            this.price = price;
            this.releaseAt = releaseAt;
        }
    }

    /** What one receipt earned, until it becomes available; {@code granted} is the part of amount and fee that was granted. */
    record Lot(String ticket, String site, String peer, long amount, long fee, long granted, long due) {}

    private final Map<String, Long> balances = new TreeMap<>();
    private final Map<String, Ticket> tickets = new HashMap<>();
    private final List<Lot> lots = new ArrayList<>();

    private long at(String account) {
        return balances.getOrDefault(account, 0L);
    }

    Map<String, Long> balances() {
        Map<String, Long> some = new TreeMap<>(balances);
        some.values().removeIf(balance -> balance == 0);
        return some;
    }

    Ticket ticket(String id) {
        return Objects.requireNonNull(tickets.get(id));
    }

    private void move(long amount, String from, String to) {
        balances.merge(from, -amount, Long::sum);
        balances.merge(to, amount, Long::sum);
    }

    void grant(String site, long microcredits) {
        move(microcredits, "network:issue", "site:granted/" + site);
    }

    boolean issue(String id, Ticket ticket) {
        long most = ticket.maxBytes * ticket.price / GIGABYTE + (ticket.price == 0 ? 0 : 1);
        long cost = most + fee(most);
        long granted = Math.min(cost, at("site:granted/" + ticket.site));
        if (cost - granted > at("site:budget/" + ticket.site)) {
            return false;
        }
        ticket.granted = granted;
        ticket.budget = cost - granted;
        move(ticket.granted, "site:granted/" + ticket.site, "site:reserved/" + ticket.site);
        move(ticket.budget, "site:budget/" + ticket.site, "site:reserved/" + ticket.site);
        tickets.put(id, ticket);
        return true;
    }

    /** The word for what becomes of a receipt of {@code bytes} by {@code peer}: {@code ok}, or why not. */
    String settle(String id, String peer, long bytes, long due) {
        Ticket ticket = ticket(id);
        if (!ticket.peer.equals(peer)) {
            return "WRONG_PEER";
        }
        if (bytes > ticket.maxBytes || bytes < ticket.bytes) {
            return bytes > ticket.maxBytes ? "OVER_CLAIM" : "BACKWARDS";
        }
        long earned = earned(ticket, bytes) - earned(ticket, ticket.bytes);
        long fee = fee(earned(ticket, bytes)) - fee(earned(ticket, ticket.bytes));
        String granted = "site:granted/" + ticket.site;
        if (ticket.released && earned + fee > at(granted) + at("site:budget/" + ticket.site)) {
            return "LATE";
        }
        long fromGranted = Math.min(earned + fee, ticket.released ? at(granted) : ticket.granted);
        long fromBudget = earned + fee - fromGranted;
        String reserved = "site:reserved/" + ticket.site;
        move(fromGranted, ticket.released ? granted : reserved, "peer:pending/" + peer);
        move(fromBudget, ticket.released ? "site:budget/" + ticket.site : reserved, "peer:pending/" + peer);
        move(fee, "peer:pending/" + peer, "network:fee");
        ticket.granted -= ticket.released ? 0 : fromGranted;
        ticket.budget -= ticket.released ? 0 : fromBudget;
        ticket.bytes = bytes;
        if (earned > 0) {
            lots.add(new Lot(id, ticket.site, peer, earned, fee, fromGranted, due));
        }
        if (bytes == ticket.maxBytes) {
            release(ticket);
        }
        return "ok";
    }

    void release(Ticket ticket) {
        if (!ticket.released) {
            move(ticket.granted, "site:reserved/" + ticket.site, "site:granted/" + ticket.site);
            move(ticket.budget, "site:reserved/" + ticket.site, "site:budget/" + ticket.site);
            ticket.released = true;
        }
    }

    /** Given up by who would be paid: nothing more is. */
    void end(Ticket ticket) {
        if (!ticket.released) {
            ticket.maxBytes = ticket.bytes;
            release(ticket);
        }
    }

    void keepHouse(long now) {
        tickets.values().stream().filter(ticket -> ticket.releaseAt < now).forEach(this::release);
        for (Lot lot : List.copyOf(lots)) {
            if (lot.due() <= now) {
                long granted = Math.min(lot.amount(), lot.granted());
                move(granted, "peer:pending/" + lot.peer(), "peer:granted/" + lot.peer());
                move(lot.amount() - granted, "peer:pending/" + lot.peer(), "peer:available/" + lot.peer());
                lots.remove(lot);
            }
        }
    }

    /** Microcredits that went back; {@code ticket} is empty for all of them. */
    long clawback(String peer, String site, String ticket) {
        long taken = 0;
        for (Lot lot : List.copyOf(lots)) {
            if (lot.peer().equals(peer)
                    && lot.site().equals(site)
                    && (ticket.isEmpty() || lot.ticket().equals(ticket))) {
                move(lot.amount(), "peer:pending/" + peer, "site:budget/" + site);
                move(lot.fee(), "network:fee", "site:budget/" + site);
                move(lot.granted(), "site:budget/" + site, "site:granted/" + site);
                lots.remove(lot);
                taken += lot.amount() + lot.fee();
            }
        }
        return taken;
    }

    /** The moves that were made: none if there is not enough. */
    List<Move> transfer(String peer, String site, long microcredits) {
        long granted = Math.min(microcredits, at("peer:granted/" + peer));
        var moves = List.of(
                new Move(granted, "peer:granted/" + peer, "site:granted/" + site),
                new Move(microcredits - granted, "peer:available/" + peer, "site:budget/" + site));
        return moveIfThere(moves) ? moves : List.of();
    }

    /** Microcredits from one account to another. */
    record Move(long microcredits, String from, String to) {
        Move back() {
            return new Move(microcredits, to, from);
        }
    }

    /** All of them or none; they are of different accounts. */
    boolean moveIfThere(List<Move> moves) {
        boolean there = moves.stream()
                .allMatch(move -> move.from().equals("network:issue") || at(move.from()) >= move.microcredits());
        if (there) {
            moves.forEach(move -> move(move.microcredits(), move.from(), move.to()));
        }
        return there;
    }

    void prolong(long downMillis) {
        tickets.values().stream().filter(ticket -> !ticket.released).forEach(ticket -> ticket.releaseAt += downMillis);
    }

    private static long earned(Ticket ticket, long bytes) {
        return bytes * ticket.price / GIGABYTE;
    }

    private static long fee(long earned) {
        return (earned + 9) / 10;
    }
}
