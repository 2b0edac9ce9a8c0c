package org.deploynet.signaling.sites;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.storage.Sql;

/** Everything the server remembers of a site: the last registration and the last manifest that passed. Immutable. */
public record SiteRecord(KeyId id, State state, String why, Site checked, Registration asked) {
    /** What became of the last registration. */
    public enum State {
        PENDING,
        ACTIVE,
        FAILED
    }

    /** A first registration; sequence 0 means that no manifest of this site ever passed. */
    static SiteRecord first(KeyId id, Registration asked) {
        Site none = new Site(id, asked.origin(), 0, 0, 0, Instant.EPOCH);
        return new SiteRecord(id, State.PENDING, "", none, asked);
    }

    SiteRecord asking(Registration next) {
        return new SiteRecord(id, State.PENDING, "", checked, next);
    }

    SiteRecord failing(String reason) {
        return new SiteRecord(id, State.FAILED, reason, checked, asked);
    }

    SiteRecord passing(Manifest manifest) {
        Site site = new Site(
                id,
                manifest.origin(),
                manifest.sequence(),
                manifest.bucketBits(),
                manifest.totalBytes(),
                manifest.expires());
        return new SiteRecord(id, State.ACTIVE, "", site, asked);
    }

    /** Whether a manifest of this site ever passed, so that visitors may be introduced. */
    public boolean isKnown() {
        return checked.sequence() > 0;
    }

    static List<SiteRecord> all(Connection connection) throws SQLException {
        return Sql.all(connection, "SELECT * FROM site", SiteRecord::read);
    }

    static Optional<SiteRecord> find(Connection connection, KeyId id) throws SQLException {
        return Sql.first(connection, "SELECT * FROM site WHERE id = ?", SiteRecord::read, id.hex());
    }

    void store(Connection connection) throws SQLException {
        Sql.change(
                connection,
                "INSERT OR REPLACE INTO site (id, state, why, sequence, origin, bucket_bits, bytes, expires,"
                        + " asked_sequence, asked_origin, asked_hash) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                id.hex(),
                state.name(),
                why,
                checked.sequence(),
                checked.origin(),
                checked.bucketBits(),
                checked.bytes(),
                checked.expires().toEpochMilli(),
                asked.sequence(),
                asked.origin(),
                asked.hash());
    }

    private static SiteRecord read(ResultSet row) throws SQLException {
        var id = new KeyId(row.getString("id"));
        var site = new Site(
                id,
                row.getString("origin"),
                row.getLong("sequence"),
                row.getInt("bucket_bits"),
                row.getLong("bytes"),
                Instant.ofEpochMilli(row.getLong("expires")));
        var asked = new Registration(
                row.getString("asked_origin"), row.getLong("asked_sequence"), row.getBytes("asked_hash"));
        return new SiteRecord(id, State.valueOf(row.getString("state")), row.getString("why"), site, asked);
    }
}
