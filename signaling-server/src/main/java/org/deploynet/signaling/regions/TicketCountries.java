package org.deploynet.signaling.regions;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * From which country the visitors of the latest tickets are, in memory alone: their addresses are looked up and forgotten at once. After a
 * restart it is not known any more of tickets from before. Safe from any thread.
 */
public final class TicketCountries {
    private static final int MOST = 200_000;

    private final Regions regions;
    private final Map<String, String> byTicket = new LinkedHashMap<>();

    public TicketCountries(Regions regions) {
        this.regions = regions;
    }

    /** Whether countries can be known at all. */
    public boolean areKnown() {
        return regions.areKnown();
    }

    /** Ticket {@code id} is given to a visitor who comes from this address. */
    public void issued(String id, InetAddress visitor) {
        regions.country(visitor).ifPresent(country -> remember(id, country));
    }

    private synchronized void remember(String id, String country) {
        byTicket.put(id, country);
        if (byTicket.size() > MOST) {
            byTicket.remove(byTicket.keySet().iterator().next());
        }
    }

    public synchronized Optional<String> of(String ticket) {
        return Optional.ofNullable(byTicket.get(ticket));
    }
}
