package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.signaling.storage.Sql;

/**
 * What the server remembers of a ticket: who may be paid for it, what is still held for it and what was paid. Immutable;
 * amounts in microcredits, {@code heldGranted} and {@code heldBudget} by the account they came from.
 */
record TicketRow(
        String id,
        KeyId site,
        KeyId peer,
        long maxBytes,
        long price,
        long heldGranted,
        long heldBudget,
        boolean released,
        long bytes,
        long earned,
        long fee) {
    static TicketRow of(Ticket ticket, long heldGranted, long heldBudget) {
        return new TicketRow(
                ticket.id(),
                ticket.site(),
                ticket.peer(),
                ticket.maxBytes(),
                ticket.price(),
                heldGranted,
                heldBudget,
                false,
                0,
                0,
                0);
    }

    static Optional<TicketRow> find(Connection connection, String id) throws SQLException {
        return Sql.first(connection, "SELECT * FROM ticket WHERE id = ?", TicketRow::read, id);
    }

    /** The key that signs this ticket's receipts, as it was written into the ticket; not yet looked at. */
    record Session(String x, String y) {
        PublicKeyJwk key() {
            return new PublicKeyJwk("EC", "P-256", x, y);
        }
    }

    static Optional<Session> session(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT session_x, session_y FROM ticket WHERE id = ?",
                row -> new Session(row.getString(1), row.getString(2)),
                id);
    }

    static TicketRow read(ResultSet row) throws SQLException {
        return new TicketRow(
                row.getString("id"),
                new KeyId(row.getString("site")),
                new KeyId(row.getString("peer")),
                row.getLong("max_bytes"),
                row.getLong("price"),
                row.getLong("held_granted"),
                row.getLong("held_budget"),
                row.getBoolean("released"),
                row.getLong("bytes"),
                row.getLong("earned"),
                row.getLong("fee"));
    }

    /** Remembers {@code ticket}, which this row was made of. */
    void insert(Connection connection, Ticket ticket, long releaseAt) throws SQLException {
        Sql.change(
                connection,
                "INSERT INTO ticket (id, site, peer, session_x, session_y, max_bytes, price, expires, release_at,"
                        + " held_granted, held_budget, released, bytes, earned, fee, link)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                id,
                site.hex(),
                peer.hex(),
                ticket.sessionKey().x(),
                ticket.sessionKey().y(),
                maxBytes,
                price,
                ticket.expires(),
                releaseAt,
                heldGranted,
                heldBudget,
                released,
                bytes,
                earned,
                fee,
                ticket.link());
    }

    void update(Connection connection) throws SQLException {
        Sql.change(
                connection,
                "UPDATE ticket SET max_bytes = ?, held_granted = ?, held_budget = ?, released = ?, bytes = ?, earned = ?,"
                        + " fee = ? WHERE id = ?",
                maxBytes,
                heldGranted,
                heldBudget,
                released,
                bytes,
                earned,
                fee,
                id);
    }

    /** What {@code total} bytes earn the super-peer over all receipts of this ticket. */
    long earnedBy(long total) {
        return Price.earned(total, price);
    }

    boolean covers(long total) {
        return total == maxBytes;
    }

    /** After {@code total} bytes were paid, of which {@code fromGranted} and {@code fromBudget} came out of what is held. */
    TicketRow paid(long total, long earnedNow, long feeNow, long fromGranted, long fromBudget) {
        return new TicketRow(
                id,
                site,
                peer,
                maxBytes,
                price,
                heldGranted - fromGranted,
                heldBudget - fromBudget,
                released,
                total,
                earnedNow,
                feeNow);
    }

    /** For no more bytes than were paid for. */
    TicketRow closed() {
        return new TicketRow(id, site, peer, bytes, price, heldGranted, heldBudget, released, bytes, earned, fee);
    }

    TicketRow withoutHeld() {
        return new TicketRow(id, site, peer, maxBytes, price, 0, 0, true, bytes, earned, fee);
    }
}
