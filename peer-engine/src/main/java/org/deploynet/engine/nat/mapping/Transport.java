package org.deploynet.engine.nat.mapping;

/** Whose ports are mapped. */
enum Transport {
    UDP(17),
    TCP(6);

    private final int number;

    Transport(int number) {
        this.number = number;
    }

    /** IANA's protocol number, as PCP uses it. */
    int number() {
        return number;
    }
}
