package org.deploynet.desktop.view;

/**
 * The state in one sentence, and why. Immutable.
 *
 * @param counting whether one of them counts time down, so that a face should ask again every second
 * @param details more for those who look for it, such as the last words of an engine that ended; may be empty
 */
public record Headline(Tone tone, String sentence, String reason, boolean counting, String details) {}
