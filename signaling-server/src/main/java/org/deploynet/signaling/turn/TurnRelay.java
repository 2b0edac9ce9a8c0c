package org.deploynet.signaling.turn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.IceServerUrl;
import org.deploynet.protocol.signaling.TurnCredentials;

/**
 * The operator's TURN servers, and who knows the secret that they share with this server. It makes credentials that end by
 * themselves, as coturn takes them with {@code use-auth-secret} (draft-uberti-behave-turn-rest-00 §2.2): the name is
 * {@code <seconds since 1970 when it ends>:<random id>}, the password base64(HMAC-SHA1(secret, name)). Safe from any thread.
 */
public final class TurnRelay {
    /** Who has been lent credentials can try secrets on them at home. */
    public static final int MIN_SECRET_CHARS = 16;

    public static final int MAX_SECRET_CHARS = 1_024;

    /** A link's first ticket and a few minutes: the clock of the TURN server may be another. */
    static final Duration VALID_FOR = Ticket.LIFETIME.plusMinutes(5);

    private static final String ALGORITHM = "HmacSHA1";
    private static final int ID_BYTES = 12;
    private static final Base64.Encoder ID = Base64.getUrlEncoder().withoutPadding();

    private final List<String> urls;
    private final SecretKeySpec secret;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param urls one to {@value TurnCredentials#MAX_URLS}, each as {@link #isUsable} wants it
     * @param secret printable ASCII without spaces, what coturn has as {@code static-auth-secret}
     */
    public TurnRelay(List<String> urls, String secret) {
        this.urls = Check.list("turn", urls, TurnCredentials.MAX_URLS);
        Check.that(!urls.isEmpty(), "no TURN server");
        urls.forEach(url -> Check.that(isUsable(url), "not the URL of a TURN server: " + url));
        Check.range("characters of the secret", secret.length(), MIN_SECRET_CHARS, MAX_SECRET_CHARS);
        Check.that(secret.matches("[\\x21-\\x7e]*"), "the secret has a space, or a character that is not of ASCII");
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), ALGORITHM);
    }

    /** Whether super-peers would use a server of this URL: RFC 7065, and a port that their rules let them send to. */
    public static boolean isUsable(String url) {
        Optional<IceServerUrl> read = IceServerUrl.read(url);
        return read.filter(IceServerUrl::isTurn)
                .map(IceServerUrl::port)
                .filter(Candidates::isPort)
                .isPresent();
    }

    /** Credentials nobody else has, for one link that begins now. */
    public TurnCredentials lend(Instant now) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return lend(now.plus(VALID_FOR), ID.encodeToString(id));
    }

    TurnCredentials lend(Instant until, String id) {
        String name = until.getEpochSecond() + ":" + id;
        return new TurnCredentials(urls, name, password(name));
    }

    private String password(String name) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return Base64.getEncoder().encodeToString(mac.doFinal(name.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA1", e);
        }
    }

    @Override
    public String toString() {
        return "TurnRelay" + urls;
    }
}
