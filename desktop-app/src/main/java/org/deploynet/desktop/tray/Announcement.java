package org.deploynet.desktop.tray;

/** What the person is told once, whatever he is doing: a line, and what it means. Immutable. */
public record Announcement(String title, String text) {}
