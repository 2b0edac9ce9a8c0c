package org.deploynet.engine.serve;

/**
 * What was served since the engine started and is being served now. {@code payloadBytes} are those of pieces and layers,
 * {@code wireBytes} with every header; {@code bytesPerSecond} is of the last two seconds on the line,
 * {@code payloadBytesPerSecond} without the headers. Immutable.
 */
public record ServeMeters(
        long payloadBytes,
        long wireBytes,
        long bytesPerSecond,
        long payloadBytesPerSecond,
        long pieces,
        long receiptedBytes,
        long refusedWants,
        long linksEver,
        int links) {}
