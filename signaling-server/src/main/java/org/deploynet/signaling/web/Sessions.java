package org.deploynet.signaling.web;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * Who may see a page that is not for everybody. Whoever has shown a key gets a code that opens the page once and within two
 * minutes, so that an address in a history or a log opens nothing; the browser then has a cookie for half a day. In memory only.
 * Safe from any thread.
 */
final class Sessions {
    static final Duration COOKIE_FOR = Duration.ofHours(12);

    private static final Duration CODE_FOR = Duration.ofMinutes(2);
    private static final int MOST = 256;
    private static final int TOKEN_BYTES = 32;

    /** What somebody may see. */
    sealed interface Subject {}

    /** All of the network. */
    record Operator() implements Subject {}

    /** One site. */
    record Publisher(KeyId site) implements Subject {}

    private record Pass(Subject subject, Instant until) {}

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Pass> codes = new LinkedHashMap<>();
    private final Map<String, Pass> cookies = new LinkedHashMap<>();

    Sessions(Clock clock) {
        this.clock = clock;
    }

    /** A code for {@code subject}. */
    synchronized String code(Subject subject) {
        return keep(codes, subject, CODE_FOR);
    }

    /** A cookie in exchange for a code, which is worth nothing afterwards. */
    synchronized Optional<String> redeem(String code) {
        return subject(codes.remove(code)).map(subject -> keep(cookies, subject, COOKIE_FOR));
    }

    synchronized Optional<Subject> of(String cookie) {
        return subject(cookies.get(cookie));
    }

    private Optional<Subject> subject(@Nullable Pass pass) {
        return Optional.ofNullable(pass)
                .filter(found -> clock.instant().isBefore(found.until()))
                .map(Pass::subject);
    }

    // The oldest goes when there are too many, so that nobody can fill the memory.
    private String keep(Map<String, Pass> passes, Subject subject, Duration duration) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        if (passes.size() >= MOST) {
            passes.remove(passes.keySet().iterator().next());
        }
        passes.put(token, new Pass(subject, clock.instant().plus(duration)));
        return token;
    }
}
