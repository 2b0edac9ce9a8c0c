package org.deploynet.engine.cache.policy;

/** A segment that could go. */
public record Candidate(long segment, long bytes, long lastReadMillis) {}
