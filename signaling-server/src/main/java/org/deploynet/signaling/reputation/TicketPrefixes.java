package org.deploynet.signaling.reputation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * From which prefix the visitor of each of the latest tickets came, as a hash, in memory alone: receipts come when the visitor may be gone.
 * Safe from any thread.
 */
final class TicketPrefixes {
    /** An hour of 55 tickets a second; a receipt of an older one counts with its bytes alone. */
    private static final int MOST = 200_000;

    private final Map<String, Long> hashes = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    synchronized void issued(String ticket, long prefix) {
        hashes.put(ticket, prefix);
    }

    synchronized OptionalLong of(String ticket) {
        Long hash = hashes.get(ticket);
        return hash == null ? OptionalLong.empty() : OptionalLong.of(hash);
    }
}
