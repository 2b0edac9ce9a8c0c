package org.deploynet.testkit.rogue;

/** What a rogue tells the test that started it: one line each, a word and its details, on standard output. */
final class Said {
    private Said() {}

    static synchronized void line(String word, String details) {
        System.out.println(word + " " + details);
        System.out.flush();
    }
}
