package org.deploynet.signaling.guard;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.protocol.credit.PageToken;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * Sites that pay only for visitors whose page came from their origin just now. A site's secret is made of the network's key and a
 * number that the publisher can raise, so that none is stored. One token is good for one session key, however often that one
 * connects. Safe from any thread; {@link #start} and {@link #change} block.
 */
public final class PageTokens {
    /** Tokens that are good for some minutes more; a flood beyond it is not paid for. */
    private static final int MAX_SEEN = 200_000;

    private final Database database;
    private final SigningKey network;
    private final Clock clock;
    private final Map<KeyId, Setting> settings = new ConcurrentHashMap<>();
    private final Map<String, Use> seen = new HashMap<>();

    /** What a publisher wants. */
    public enum Change {
        ON,
        OFF,
        /** On, with a secret that is not the one before. */
        RENEW
    }

    private record Setting(long generation, boolean required) {}

    private record Use(PublicKeyJwk by, long until) {}

    public PageTokens(Database database, SigningKey network, Clock clock) {
        this.database = database;
        this.network = network;
        this.clock = clock;
    }

    /** Reads which sites want them. */
    public void start() {
        database.call(connection -> Sql.all(
                        connection,
                        "SELECT site, generation, required FROM page_token",
                        row -> Map.entry(new KeyId(row.getString(1)), new Setting(row.getLong(2), row.getBoolean(3)))))
                .forEach(each -> settings.put(each.getKey(), each.getValue()));
    }

    public boolean isRequired(KeyId site) {
        Setting setting = settings.get(site);
        return setting != null && setting.required();
    }

    /** Returns the secret for the origin; empty once none is wanted. */
    public Optional<String> change(KeyId site, Change change) {
        Setting now = database.call(connection -> change(connection, site, change));
        settings.put(site, now);
        return now.required() ? Optional.of(secret(site, now.generation())) : Optional.empty();
    }

    /** Whether a browser with this token is paid for by a site that requires one. */
    public boolean accepts(KeyId site, Optional<String> token, PublicKeyJwk sessionKey) {
        Setting setting = settings.get(site);
        if (setting == null || !setting.required()) {
            return true;
        }
        return token.flatMap(PageToken::parse)
                .filter(found -> found.isInTime(clock.instant()))
                .filter(found -> found.isBy(secret(site, setting.generation()), site))
                .filter(found -> isFirstUse(found, sessionKey))
                .isPresent();
    }

    private synchronized boolean isFirstUse(PageToken token, PublicKeyJwk by) {
        long now = clock.instant().getEpochSecond();
        if (seen.size() >= MAX_SEEN) {
            seen.values().removeIf(use -> use.until() < now);
        }
        Use use = seen.get(token.nonce());
        if (use != null) {
            return use.by().equals(by);
        }
        if (seen.size() >= MAX_SEEN) {
            return false;
        }
        seen.put(token.nonce(), new Use(by, token.expires() + PageToken.LIFETIME.toSeconds()));
        return true;
    }

    private static Setting change(Connection connection, KeyId site, Change change) throws SQLException {
        Sql.change(
                connection,
                "INSERT INTO page_token (site, generation, required) VALUES (?, 1, ?) ON CONFLICT (site)"
                        + " DO UPDATE SET generation = generation + ?, required = excluded.required",
                site.hex(),
                change == Change.OFF ? 0 : 1,
                change == Change.RENEW ? 1 : 0);
        return Sql.first(
                        connection,
                        "SELECT generation, required FROM page_token WHERE site = ?",
                        row -> new Setting(row.getLong(1), row.getBoolean(2)),
                        site.hex())
                .orElseThrow();
    }

    private String secret(KeyId site, long generation) {
        byte[] secret = network.derived(
                ("page token of " + site.hex() + " number " + generation).getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
