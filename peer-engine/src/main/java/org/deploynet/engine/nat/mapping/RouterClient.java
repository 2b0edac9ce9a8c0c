package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.util.Optional;
import org.deploynet.control.nat.MappingProtocol;

/**
 * One protocol spoken with one gateway. Every method asks the gateway and no other address, and returns or fails by its deadline. One
 * thread at a time.
 */
interface RouterClient {
    MappingProtocol protocol();

    /** How the gateway called itself at the latest probe, where this protocol tells. */
    default RouterName name() {
        return RouterName.NONE;
    }

    /** Asks, without changing anything, whether the gateway speaks this protocol. Returns its external address if it tells. */
    Optional<InetAddress> probe(Deadline deadline) throws RouterException, InterruptedException;

    /** Makes the mapping, or makes it last longer. */
    Grant map(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException;

    /**
     * Whether the gateway still has what it granted. True where it cannot tell.
     *
     * @throws RouterException if it does not answer
     */
    boolean remembers(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException;

    /** Removes the mapping that {@code request}, with the external port that was granted, made. */
    void unmap(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException;
}
