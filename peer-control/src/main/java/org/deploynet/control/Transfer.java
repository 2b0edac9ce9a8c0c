package org.deploynet.control;

/** Bytes sent to browsers: {@code today} by the local day, {@code total} since this identity exists. */
public record Transfer(long bytesPerSecond, long todayBytes, long totalBytes) {}
