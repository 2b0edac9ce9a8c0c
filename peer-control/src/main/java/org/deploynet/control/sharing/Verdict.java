package org.deploynet.control.sharing;

import java.time.Instant;
import java.util.Optional;

/**
 * What one rule says now. {@code until} is when it will say something else, where that is known; {@code detail} names what it is
 * about, such as the program that runs, and is safe to show. Immutable.
 */
public record Verdict(Rule rule, SharingLevel level, Optional<Instant> until, Optional<String> detail) {}
