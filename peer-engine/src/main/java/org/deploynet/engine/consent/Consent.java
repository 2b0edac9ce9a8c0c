package org.deploynet.engine.consent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.deploynet.engine.consent.Decision.Kind;
import org.deploynet.engine.consent.Refusal.Why;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.denylist.Denylist;
import org.deploynet.protocol.key.KeyId;

/**
 * What the owner serves and what not; his decisions are kept in the state. Asked for every piece that is sent, so it looks into
 * memory only. Safe from any thread; a decision is durable when its call returns.
 */
public final class Consent {
    /** More sites than anybody decides about by hand. */
    public static final int MOST_DECISIONS = 10_000;

    private static final String PREFIX = "consent/";

    private final StateStore state;
    private final Optional<Denylists> lists;
    private final Map<KeyId, Decision> decisions = new ConcurrentHashMap<>();
    private volatile boolean unpaid = true;

    /** Without any list. */
    public Consent(StateStore state) {
        this(state, Optional.empty());
    }

    public Consent(StateStore state, Denylists lists) {
        this(state, Optional.of(lists));
    }

    private Consent(StateStore state, Optional<Denylists> lists) {
        this.state = state;
        this.lists = lists;
        state.notes(PREFIX).forEach((name, text) -> {
            var site = new KeyId(name.substring(PREFIX.length()));
            Decision.read(site, text).ifPresent(decision -> decisions.put(site, decision));
        });
    }

    /** Whether sites that pay nothing are served. */
    public void serveUnpaid(boolean on) {
        unpaid = on;
    }

    public boolean servesUnpaid() {
        return unpaid;
    }

    /** Why {@code site} is not served at {@code price}, microcredits per 10^9 bytes; empty when it is. */
    public Optional<Refusal> refusal(KeyId site, long price) {
        Decision decision = decisions.get(site);
        if (decision != null && decision.kind().isBlocked()) {
            return Optional.of(Refusal.of(Why.BLOCKED));
        }
        Optional<String> list = decision == null ? listed(() -> Denylist.entry(site)) : Optional.empty();
        if (list.isPresent()) {
            return Optional.of(new Refusal(Why.DENYLIST, list));
        }
        return price > 0 || unpaid ? Optional.empty() : Optional.of(Refusal.of(Why.UNPAID));
    }

    /** Whether a list names {@code object}, and the owner has not allowed {@code site}. */
    public boolean denies(KeyId site, ObjectId object) {
        return !decisions.containsKey(site)
                && listed(() -> Denylist.entry(object)).isPresent();
    }

    private Optional<String> listed(Supplier<String> entry) {
        return lists.filter(some -> !some.isEmpty()).flatMap(some -> some.naming(entry.get()));
    }

    public List<Subscription> subscriptions() {
        return lists.map(Denylists::subscriptions).orElse(List.of());
    }

    public Optional<Decision> decision(KeyId site) {
        return Optional.ofNullable(decisions.get(site));
    }

    public List<Decision> decisions() {
        return List.copyOf(decisions.values());
    }

    /** Whether nothing of {@code site} is to be kept. */
    public boolean drops(KeyId site) {
        Decision said = decisions.get(site);
        return said == null ? listed(() -> Denylist.entry(site)).isPresent() : said.kind() == Kind.BLOCKED;
    }

    /** Whether what is kept of {@code site} stays although it is not served. */
    public boolean keeps(KeyId site) {
        return decision(site).filter(said -> said.kind() == Kind.BLOCKED_KEPT).isPresent();
    }

    /** @throws IllegalArgumentException so many sites are decided about already */
    public void block(KeyId site, boolean keep, Optional<String> origin) {
        decide(new Decision(site, keep ? Kind.BLOCKED_KEPT : Kind.BLOCKED, origin));
    }

    /**
     * The site is served again. Where it was not blocked by the owner, this is his word against any list.
     *
     * @throws IllegalArgumentException so many sites are decided about already
     */
    public void allow(KeyId site, Optional<String> origin) {
        if (decision(site).filter(said -> said.kind().isBlocked()).isPresent()) {
            state.dropNote(PREFIX + site.hex());
            decisions.remove(site);
        } else {
            decide(new Decision(site, Kind.ALLOWED, origin));
        }
    }

    private void decide(Decision decision) {
        if (decisions.size() >= MOST_DECISIONS && !decisions.containsKey(decision.site())) {
            throw new IllegalArgumentException("there are decisions about " + MOST_DECISIONS + " sites already");
        }
        state.keepNotes(Map.of(PREFIX + decision.site().hex(), decision.asText()));
        decisions.put(decision.site(), decision);
    }
}
