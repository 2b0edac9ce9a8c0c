package org.deploynet.signaling.guard;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.SiteCaps;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * The caps that publishers set for their own sites, beside the operator's for all: of each kind the stricter holds. Safe from any
 * thread; {@link #start} and {@link #change} block.
 */
public final class OwnCaps {
    /** In the database, where nothing is capped. */
    private static final long NONE = -1;

    private final Database database;
    private final SiteCaps network;
    private final Map<KeyId, SiteCaps> own = new ConcurrentHashMap<>();

    public OwnCaps(Database database, PayCaps operator) {
        this.database = database;
        this.network = new SiteCaps(
                operator.siteBytes().isPresent()
                        ? Optional.of(operator.siteBytes().getAsLong())
                        : Optional.empty(),
                Optional.of(operator.prefixBytes()),
                Optional.empty());
    }

    /** Reads what publishers have set. */
    public void start() {
        database.call(connection -> Sql.all(
                        connection,
                        "SELECT site, hour_bytes, prefix_bytes, day_microcredits FROM site_cap",
                        row -> Map.entry(new KeyId(row.getString(1)), read(row))))
                .forEach(each -> own.put(each.getKey(), each.getValue()));
    }

    private static SiteCaps read(ResultSet row) throws SQLException {
        return new SiteCaps(read(row.getLong(2)), read(row.getLong(3)), read(row.getLong(4)));
    }

    private static Optional<Long> read(long figure) {
        return Optional.of(figure).filter(some -> some != NONE);
    }

    /** The operator's. */
    public SiteCaps network() {
        return network;
    }

    /** What the publisher of {@code site} has set. */
    public SiteCaps own(KeyId site) {
        return own.getOrDefault(site, SiteCaps.NONE);
    }

    /** What holds for {@code site}. */
    public SiteCaps of(KeyId site) {
        return own(site).stricter(network);
    }

    /** From now on; durable when this returns. */
    public void change(KeyId site, SiteCaps caps) {
        database.call(connection -> write(connection, site, caps));
        own.put(site, caps);
    }

    private static int write(Connection connection, KeyId site, SiteCaps caps) throws SQLException {
        return Sql.change(
                connection,
                "INSERT INTO site_cap (site, hour_bytes, prefix_bytes, day_microcredits) VALUES (?,?,?,?)"
                        + " ON CONFLICT (site) DO UPDATE SET hour_bytes = excluded.hour_bytes,"
                        + " prefix_bytes = excluded.prefix_bytes, day_microcredits = excluded.day_microcredits",
                site.hex(),
                caps.hourBytes().orElse(NONE),
                caps.prefixBytes().orElse(NONE),
                caps.dayMicrocredits().orElse(NONE));
    }
}
