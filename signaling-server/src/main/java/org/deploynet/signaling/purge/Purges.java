package org.deploynet.signaling.purge;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.peers.Presence;
import org.deploynet.signaling.sites.Sites;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * Signed orders to delete content: kept for good, and sent to every super-peer, now or when it connects, until it says that
 * it is done. Safe from any thread.
 */
public final class Purges {
    private static final int MAX_PER_SITE = 1_000;
    // The next ones follow when these are acknowledged: a new super-peer is not flooded with years of orders.
    private static final int AT_ONCE = 16;

    /** What became of an order that was handed in. */
    public enum Taken {
        DONE,
        UNKNOWN_SITE,
        TOO_MANY
    }

    private final Database database;
    private final Presence presence;
    private final Sites sites;

    public Purges(Database database, Presence presence, Sites sites) {
        this.database = database;
        this.presence = presence;
        this.sites = sites;
    }

    /** Shuts the sites that were purged whole before this start. */
    public void start() {
        database.call(connection -> Sql.all(
                        connection,
                        "SELECT DISTINCT site FROM purge WHERE whole = 1",
                        row -> new KeyId(row.getString(1))))
                .forEach(sites::purged);
    }

    /** Takes {@code order}, whose signature {@code jws} the caller checked, and sends it to whoever is there. */
    public Taken take(PurgeOrder order, String jws) {
        if (sites.find(order.site()).isEmpty()) {
            return Taken.UNKNOWN_SITE;
        }
        if (!database.call(connection -> store(connection, order, jws))) {
            return Taken.TOO_MANY;
        }
        if (order.objects().isEmpty()) {
            sites.purged(order.site());
        }
        presence.all().forEach(peer -> peer.line().send(new ToSuperPeer.Purge(jws)));
        return Taken.DONE;
    }

    /** Sends what {@code peer} has not acknowledged yet. */
    public void remind(OnlinePeer peer) {
        database.call(connection -> open(connection, peer.id()))
                .forEach(jws -> peer.line().send(new ToSuperPeer.Purge(jws)));
    }

    /** {@code peer} has carried out order {@code id}, durably. */
    public void purged(OnlinePeer peer, String id) {
        boolean last = database.call(connection -> {
            Sql.change(
                    connection,
                    "INSERT OR IGNORE INTO purged (purge, peer) SELECT id, ? FROM purge WHERE id = ?",
                    peer.id().hex(),
                    id);
            return Sql.number(
                                    connection,
                                    "SELECT count(*) FROM purged WHERE peer = ?",
                                    peer.id().hex())
                            % AT_ONCE
                    == 0;
        });
        if (last) {
            remind(peer);
        }
    }

    private static boolean store(Connection connection, PurgeOrder order, String jws) throws SQLException {
        long known = Sql.number(
                connection,
                "SELECT count(*) FROM purge WHERE site = ?",
                order.site().hex());
        if (known >= MAX_PER_SITE) {
            return false;
        }
        Sql.change(
                connection,
                "INSERT OR IGNORE INTO purge (id, site, whole, jws, issued) VALUES (?,?,?,?,?)",
                order.id(),
                order.site().hex(),
                order.objects().isEmpty(),
                jws,
                order.issued());
        return true;
    }

    private static List<String> open(Connection connection, KeyId peer) throws SQLException {
        return Sql.all(
                connection,
                "SELECT jws FROM purge WHERE id NOT IN (SELECT purge FROM purged WHERE peer = ?)"
                        + " ORDER BY issued LIMIT " + AT_ONCE,
                row -> row.getString(1),
                peer.hex());
    }
}
