package org.deploynet.engine.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;

/** Pages written in Java after docs/protocol.md. */
final class ModelPages implements Pages {
    private final Shelf shelf;
    private final SigningKey session = SigningKey.generate();
    private final Function<ModelPage, Habit> habits;
    private final List<ModelPage> open = new ArrayList<>();
    private long now;

    /** @param habits how each page counts; a right one or a mutant */
    ModelPages(Shelf shelf, Function<ModelPage, Habit> habits) {
        this.shelf = shelf;
        this.habits = habits;
    }

    @Override
    public PublicKeyJwk sessionKey() {
        return session.publicKey();
    }

    @Override
    public long holdsBackMillis() {
        return 0;
    }

    @Override
    public Page open(Ticket ticket, Page.Events events) {
        var page = new ModelPage(shelf, session, ticket, events, () -> now);
        page.adopt(habits.apply(page));
        open.add(page);
        page.hello();
        return page;
    }

    @Override
    public void run(long millis) {
        now += millis;
        open.removeIf(ModelPage::isOver);
        open.forEach(ModelPage::tick);
    }

    @Override
    public void close() {
        open.clear();
    }
}
