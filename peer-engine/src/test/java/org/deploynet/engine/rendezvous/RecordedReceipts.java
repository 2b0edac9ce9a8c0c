package org.deploynet.engine.rendezvous;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.protocol.signaling.ToSuperPeer;

/** Receipts by ticket, in memory. */
final class RecordedReceipts implements Settlement {
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final Map<String, ReceiptRefusal> refused = new LinkedHashMap<>();
    private final List<ToSuperPeer> answers = new ArrayList<>();
    private Optional<LongFunction<FromSuperPeer>> question = Optional.empty();

    synchronized void add(String ticket, String receipt) {
        waiting.put(ticket, receipt);
    }

    synchronized Map<String, ReceiptRefusal> refused() {
        return Map.copyOf(refused);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    @Override
    public synchronized List<String> unsettled(int max) {
        return waiting.values().stream().limit(max).toList();
    }

    @Override
    public synchronized void settled(Collection<String> tickets) {
        waiting.keySet().removeAll(tickets);
    }

    @Override
    public synchronized void refused(String ticket, ReceiptRefusal why) {
        waiting.remove(ticket);
        refused.put(ticket, why);
    }

    synchronized void ended(String link) {
        ended.add(link);
    }

    @Override
    public synchronized List<String> endedLinks(int max) {
        return ended.stream().limit(max).toList();
    }

    @Override
    public synchronized void forget(Collection<String> links) {
        ended.removeAll(links);
    }

    synchronized void ask(LongFunction<FromSuperPeer> next) {
        question = Optional.of(next);
    }

    synchronized List<ToSuperPeer> answers() {
        return List.copyOf(answers);
    }

    @Override
    public synchronized Optional<FromSuperPeer> question(long ref) {
        return question.map(next -> next.apply(ref));
    }

    @Override
    public synchronized void included(ToSuperPeer.Included answer) {
        answers.add(answer);
        question = Optional.empty();
    }

    @Override
    public synchronized void stated(ToSuperPeer.Stated answer) {
        answers.add(answer);
        question = Optional.empty();
    }
}
