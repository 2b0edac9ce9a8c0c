package org.deploynet.engine.rendezvous;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Refused;

/** Orders for one site, in memory, and what became of them. */
final class RecordedOrders implements TransferOrders {
    static final KeyId SITE = new KeyId("%040x".formatted(9));

    private final List<Order> waiting = new ArrayList<>();
    private final Map<String, String> answers = new LinkedHashMap<>();

    synchronized void add(String id, long microcredits) {
        waiting.add(new Order(id, SITE, microcredits));
    }

    synchronized Map<String, String> answers() {
        return Map.copyOf(answers);
    }

    @Override
    public synchronized Optional<Order> next() {
        return waiting.stream().findFirst();
    }

    @Override
    public synchronized void done(String id) {
        answered(id, "done");
    }

    @Override
    public synchronized void refused(String id, Refused.Code why) {
        answered(id, why.name());
    }

    private void answered(String id, String how) {
        waiting.removeIf(order -> order.id().equals(id));
        answers.put(id, how);
    }
}
