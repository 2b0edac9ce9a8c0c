package org.deploynet.control;

/**
 * Payload bytes in one direction: the rate of the last two seconds, {@code today} by the local day, {@code total} since this
 * identity exists.
 */
public record Transfer(long bytesPerSecond, long todayBytes, long totalBytes) {}
