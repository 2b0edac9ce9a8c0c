package org.deploynet.desktop.view;

/** One thing that is known: its name, what it is in words, and a figure beside them, which may be empty. Immutable. */
public record Fact(String label, String words, String beside) {
    public Fact(String label, String words) {
        this(label, words, "");
    }
}
