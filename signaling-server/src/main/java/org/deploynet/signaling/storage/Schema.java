package org.deploynet.signaling.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables, by version; each version is a list of statements that brings the one before it up to date. */
public final class Schema {
    /** A newer program wrote this file, and this one would misread it. */
    public static final class Newer extends SQLException {
        Newer(long found) {
            super("the data is of version " + found + ", this program knows up to " + VERSIONS.size());
        }
    }

    private static final List<String> FIRST = List.of(
            "CREATE TABLE site (id TEXT PRIMARY KEY, state TEXT NOT NULL, why TEXT NOT NULL, sequence INTEGER NOT NULL,"
                    + " origin TEXT NOT NULL, bucket_bits INTEGER NOT NULL, bytes INTEGER NOT NULL,"
                    + " expires INTEGER NOT NULL, asked_sequence INTEGER NOT NULL, asked_origin TEXT NOT NULL,"
                    + " asked_hash BLOB NOT NULL) WITHOUT ROWID",
            "CREATE TABLE peer (id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, fingerprint TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE purge (id TEXT PRIMARY KEY, site TEXT NOT NULL, whole INTEGER NOT NULL, jws TEXT NOT NULL,"
                    + " issued INTEGER NOT NULL)",
            "CREATE TABLE purged (purge TEXT NOT NULL REFERENCES purge(id), peer TEXT NOT NULL,"
                    + " PRIMARY KEY (purge, peer)) WITHOUT ROWID",
            "CREATE TABLE account (name TEXT PRIMARY KEY, balance INTEGER NOT NULL,"
                    + " CHECK (balance >= 0 OR name = 'network:issue')) WITHOUT ROWID",
            "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,"
                    + " reference TEXT NOT NULL, postings TEXT NOT NULL, hash BLOB NOT NULL)",
            "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries never change'); END",
            "CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries never go'); END",
            "CREATE TABLE ticket (id TEXT PRIMARY KEY, site TEXT NOT NULL, peer TEXT NOT NULL, session_x TEXT NOT NULL,"
                    + " session_y TEXT NOT NULL, max_bytes INTEGER NOT NULL, price INTEGER NOT NULL,"
                    + " expires INTEGER NOT NULL, release_at INTEGER NOT NULL, held_granted INTEGER NOT NULL,"
                    + " held_budget INTEGER NOT NULL, released INTEGER NOT NULL, bytes INTEGER NOT NULL,"
                    + " earned INTEGER NOT NULL, fee INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE INDEX ticket_open ON ticket (release_at) WHERE released = 0",
            "CREATE INDEX ticket_of_site ON ticket (site, bytes)",
            "CREATE TABLE maturing (entry INTEGER PRIMARY KEY, peer TEXT NOT NULL, amount INTEGER NOT NULL,"
                    + " due INTEGER NOT NULL)",
            "CREATE INDEX maturing_due ON maturing (due)",
            "CREATE TABLE alive (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL)");

    // So that a super-peer can say of a whole link that it asks for nothing more.
    private static final List<String> LINKS = List.of(
            "ALTER TABLE ticket ADD COLUMN link TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX ticket_of_link ON ticket (link) WHERE released = 0");

    // The site's id, or nothing for all sites.
    private static final List<String> PEERS_OFF =
            List.of("CREATE TABLE peers_off (site TEXT PRIMARY KEY) WITHOUT ROWID");

    // Where a lot came from, so that it can go back there. Of those that are older, all counts as granted: what was
    // granted
    // must not become what was paid in.
    private static final List<String> CORRECTIONS = List.of(
            "ALTER TABLE maturing ADD COLUMN site TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE maturing ADD COLUMN ticket TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE maturing ADD COLUMN fee INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE maturing ADD COLUMN granted INTEGER NOT NULL DEFAULT 0",
            "UPDATE maturing SET granted = amount, ticket = (SELECT reference FROM entry WHERE sequence = maturing.entry)",
            "UPDATE maturing SET site = coalesce((SELECT site FROM ticket WHERE id = maturing.ticket), printf('%040d', 0))",
            "CREATE INDEX maturing_of ON maturing (peer, site)",
            "CREATE TABLE correction (entry INTEGER PRIMARY KEY)",
            "CREATE TABLE transfer (peer TEXT NOT NULL, id TEXT NOT NULL, site TEXT NOT NULL, amount INTEGER NOT NULL,"
                    + " PRIMARY KEY (peer, id)) WITHOUT ROWID");

    private static final List<String> TREE = List.of(
            "CREATE TABLE tree (level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL,"
                    + " PRIMARY KEY (level, position)) WITHOUT ROWID",
            "CREATE TRIGGER tree_stays BEFORE UPDATE ON tree BEGIN SELECT RAISE(ABORT, 'the tree only grows'); END",
            "CREATE TRIGGER tree_remains BEFORE DELETE ON tree BEGIN SELECT RAISE(ABORT, 'the tree only grows'); END",
            "CREATE TABLE checkpoint (at INTEGER PRIMARY KEY, size INTEGER NOT NULL, jws TEXT NOT NULL)",
            "CREATE INDEX entry_of ON entry (reference)");

    // What became of links, by day since 1970 (UTC) and the classes of both sides.
    private static final List<String> PAIRING = List.of(
            "CREATE TABLE pairing (day INTEGER NOT NULL, visitor TEXT NOT NULL, peer TEXT NOT NULL, ipv6 INTEGER NOT NULL,"
                    + " direct INTEGER NOT NULL, relayed INTEGER NOT NULL, opened INTEGER NOT NULL,"
                    + " failed INTEGER NOT NULL, PRIMARY KEY (day, visitor, peer, ipv6)) WITHOUT ROWID");

    // What receipts brought in by hour since 1970 (UTC) and class of super-peer, and the hours in which it was unusual.
    // Nothing of a
    // visitor.
    private static final List<String> SPENDING = List.of(
            "CREATE TABLE spending (site TEXT NOT NULL, hour INTEGER NOT NULL, peer TEXT NOT NULL, bytes INTEGER NOT NULL,"
                    + " microcredits INTEGER NOT NULL, PRIMARY KEY (site, hour, peer)) WITHOUT ROWID",
            "CREATE INDEX spending_of_hour ON spending (hour)",
            "CREATE TABLE alarm (site TEXT NOT NULL, hour INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,"
                    + " spent INTEGER NOT NULL, usual INTEGER NOT NULL, PRIMARY KEY (site, hour)) WITHOUT ROWID",
            "CREATE INDEX alarm_of_hour ON alarm (hour)");

    // What was refused, by day since 1970 (UTC).
    private static final List<String> REFUSALS = List.of(
            "CREATE TABLE refusal (site TEXT NOT NULL, day INTEGER NOT NULL, why TEXT NOT NULL, times INTEGER NOT NULL,"
                    + " PRIMARY KEY (site, day, why)) WITHOUT ROWID");

    // What a super-peer was paid, without a look at its tickets that nobody used.
    private static final List<String> STATEMENTS =
            List.of("CREATE INDEX ticket_of_peer ON ticket (peer, site, bytes, earned) WHERE bytes > 0");

    // Asked with every answer to a super-peer; who takes back what it earned with one site can look at all of it.
    private static final List<String> LAST_DUE =
            List.of("DROP INDEX maturing_of", "CREATE INDEX maturing_last ON maturing (peer, due)");

    // Which sites want page tokens; secrets are made of the network's key and the generation.
    private static final List<String> PAGE_TOKENS = List.of(
            "CREATE TABLE page_token (site TEXT PRIMARY KEY, generation INTEGER NOT NULL, required INTEGER NOT NULL)"
                    + " WITHOUT ROWID");

    // What publishers let their own sites pay for at most; -1 is no such cap.
    private static final List<String> SITE_CAPS = List.of(
            "CREATE TABLE site_cap (site TEXT PRIMARY KEY, hour_bytes INTEGER NOT NULL, prefix_bytes INTEGER NOT NULL,"
                    + " day_microcredits INTEGER NOT NULL) WITHOUT ROWID");

    // What receipts brought in by day since 1970 (UTC) and country of the visitor; none is where that is not known.
    private static final List<String> REGIONS =
            List.of("CREATE TABLE region (site TEXT NOT NULL, day INTEGER NOT NULL, country TEXT NOT NULL,"
                    + " bytes INTEGER NOT NULL, microcredits INTEGER NOT NULL, PRIMARY KEY (site, day, country))"
                    + " WITHOUT ROWID");

    // What super-peers have shown of themselves, by day since 1970 (UTC), and what is remembered beside it. No address.
    private static final List<String> REPUTATION = List.of(
            "CREATE TABLE reputation (peer TEXT PRIMARY KEY, since INTEGER NOT NULL, demotions INTEGER NOT NULL,"
                    + " demoted_until INTEGER NOT NULL, answer_millis REAL NOT NULL) WITHOUT ROWID",
            "CREATE TABLE reputation_day (peer TEXT NOT NULL, day INTEGER NOT NULL, bytes INTEGER NOT NULL,"
                    + " prefixes INTEGER NOT NULL, asked INTEGER NOT NULL, connected INTEGER NOT NULL,"
                    + " declined INTEGER NOT NULL, failed INTEGER NOT NULL, wrong INTEGER NOT NULL,"
                    + " PRIMARY KEY (peer, day)) WITHOUT ROWID",
            "CREATE INDEX reputation_of_day ON reputation_day (day)");

    private static final List<List<String>> VERSIONS = List.of(
            FIRST,
            LINKS,
            PEERS_OFF,
            CORRECTIONS,
            TREE,
            PAIRING,
            SPENDING,
            REFUSALS,
            STATEMENTS,
            LAST_DUE,
            PAGE_TOKENS,
            SITE_CAPS,
            REGIONS,
            REPUTATION);

    private Schema() {}

    static void bringUpToDate(Connection connection) throws SQLException {
        long found = Sql.number(connection, "PRAGMA user_version");
        if (found > VERSIONS.size()) {
            throw new Newer(found);
        }
        for (long version = found; version < VERSIONS.size(); version++) {
            for (String statement : VERSIONS.get((int) version)) {
                Sql.run(connection, statement);
            }
        }
        // In the same transaction as the tables: a kill in between leaves the old version whole.
        Sql.run(connection, "PRAGMA user_version=" + VERSIONS.size());
        connection.commit();
    }
}
