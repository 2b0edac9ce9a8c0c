package org.deploynet.command;

/** A switch on the command line. */
enum OnOff {
    ON,
    OFF;

    boolean isOn() {
        return this == ON;
    }
}
