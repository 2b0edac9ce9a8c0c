package org.deploynet.engine.rendezvous;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deploynet.protocol.signaling.ReceiptRefusal;

/** Receipts by ticket, in memory. */
final class RecordedReceipts implements Settlement {
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final Map<String, ReceiptRefusal> refused = new LinkedHashMap<>();

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
}
