package org.deploynet.engine.credits;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.storage.Session;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.KeyId;

/**
 * What the owner ordered to be put into the budgets of sites, in {@code state.db}: an order is durable, with an id of its own, before
 * the network can be asked, and is asked for until it is answered. Of those that are answered the oldest become one sum. Safe from
 * any thread.
 */
public final class TransferBook {
    /** Orders that are listed. */
    static final int MOST = 200;
    /** Orders that wait for an answer; whoever sends by hand has fewer. */
    static final int MOST_WAITING = 32;

    private static final int ID_BYTES = 16;
    private static final String EARLIER = "transfer/earlier";

    /** What became of an order. */
    public enum State {
        WAITING,
        DONE,
        REFUSED
    }

    /** Why the network does not do it. */
    public enum Refusal {
        NOT_ENOUGH,
        UNKNOWN_SITE
    }

    /** One order of {@code at} (milliseconds since 1970); {@code refused} is there where it is refused. */
    public record Order(String id, KeyId site, long microcredits, long at, State state, Optional<Refusal> refused) {}

    /** All at one instant: the newest first, and what those that are listed no more had moved. */
    public record Listed(List<Order> orders, long earlier) {}

    private final StateStore state;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public TransferBook(StateStore state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    /** A new order, durable when this returns; empty, and nothing is written, if too many wait for their answer. */
    public Optional<Order> order(KeyId site, long microcredits) {
        var order = new Order(randomId(), site, microcredits, clock.millis(), State.WAITING, Optional.empty());
        return state.write(session -> {
            if (session.number("select count(*) from transfer where state='WAITING'") >= MOST_WAITING) {
                return Optional.empty();
            }
            session.run(
                    "insert into transfer(id, at, site, microcredits, state, why) values(?,?,?,?,?,'')",
                    order.id(),
                    order.at(),
                    site.hex(),
                    microcredits,
                    State.WAITING.name());
            fold(session);
            return Optional.of(order);
        });
    }

    private static void fold(Session session) {
        while (session.number("select count(*) from transfer") > MOST) {
            session.run(
                    "insert into counter values(?1, (select case state when 'DONE' then microcredits else 0 end"
                            + " from transfer where state<>'WAITING' order by number limit 1))"
                            + " on conflict(name) do update set value=value+excluded.value",
                    EARLIER);
            session.run("delete from transfer where number="
                    + "(select number from transfer where state<>'WAITING' order by number limit 1)");
        }
    }

    /** The oldest that the network has not answered. */
    public Optional<Order> next() {
        return state.read(session -> session.first(
                "select id, site, microcredits, at, state, why from transfer where state='WAITING' order by number limit 1",
                TransferBook::read));
    }

    /** The network's ledger has it. */
    public void done(String id) {
        state.write(session -> session.run("update transfer set state='DONE', why='' where id=?", id));
    }

    /** The network does not do it. One that it said to have done stays so. */
    public void refused(String id, Refusal why) {
        state.write(session -> session.run(
                "update transfer set state='REFUSED', why=? where id=? and state='WAITING'", why.name(), id));
    }

    /** The network may have forgotten what it had done: all that are listed are asked for again, which moves none twice. */
    public void reopen() {
        state.write(session -> session.run("update transfer set state='WAITING' where state='DONE'"));
    }

    public Listed listed() {
        return state.read(session -> new Listed(
                session.all(
                        "select id, site, microcredits, at, state, why from transfer order by number desc",
                        TransferBook::read),
                session.number("select value from counter where name=?", EARLIER)));
    }

    private static Order read(Session.Row row) {
        return new Order(
                row.text(1),
                new KeyId(row.text(2)),
                row.number(3),
                row.number(4),
                State.valueOf(row.text(5)),
                Optional.of(row.text(6)).filter(why -> !why.isEmpty()).map(Refusal::valueOf));
    }

    private String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
