package org.deploynet.desktop.view;

/** One thing that is known: its name and what it is, in words. Immutable. */
public record Fact(String label, String words) {}
