package org.deploynet.signaling.links;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * For whom the operator has switched super-peers off: for all sites, or for some. Kept in the database; the visitors that are
 * online hear of it at once. Safe from any thread; switching blocks until it is durable.
 */
public final class PeersOff {
    private static final int RETRY_MILLIS = (int) Duration.ofMinutes(10).toMillis();
    /** Where a site's id would be. */
    private static final String ALL = "";

    private final Database database;
    private final Audience audience;
    private final Set<String> off = ConcurrentHashMap.newKeySet();

    public PeersOff(Database database, Audience audience) {
        this.database = database;
        this.audience = audience;
    }

    /** Reads what was switched off before this start. */
    public void start() {
        off.addAll(database.call(
                connection -> Sql.all(connection, "SELECT site FROM peers_off", row -> row.getString(1))));
    }

    /** For all sites; what is said of a single one stays as it is. */
    public void switchAll(boolean isOff) {
        change(ALL, isOff);
        if (isOff) {
            audience.all().forEach(PeersOff::sendAway);
        }
    }

    /** For {@code site} alone. */
    public void switchSite(KeyId site, boolean isOff) {
        change(site.hex(), isOff);
        if (isOff) {
            audience.of(site).forEach(PeersOff::sendAway);
        }
    }

    public boolean isOff(KeyId site) {
        return isAllOff() || off.contains(site.hex());
    }

    public boolean isAllOff() {
        return off.contains(ALL);
    }

    /** How many are switched off by their own name. */
    public int sites() {
        return off.size() - (isAllOff() ? 1 : 0);
    }

    /** What a visitor is told. */
    public static Refused refusal(long ref) {
        return new Refused(ref, Refused.Code.OFF, "the operator has switched super-peers off", RETRY_MILLIS);
    }

    private static void sendAway(Visitor visitor) {
        visitor.line().refuse(refusal(0));
    }

    // Row first, then memory, one at a time: what is in memory after two at once is what the last row says.
    private synchronized void change(String site, boolean isOff) {
        String statement =
                isOff ? "INSERT OR IGNORE INTO peers_off (site) VALUES (?)" : "DELETE FROM peers_off WHERE site = ?";
        database.call(connection -> Sql.change(connection, statement, site));
        if (isOff) {
            off.add(site);
        } else {
            off.remove(site);
        }
    }
}
