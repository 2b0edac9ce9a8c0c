package org.deploynet.breach.storage;

import org.deploynet.breach.serve.Sideways;

/** Planted: the lowest package imports a high one, and so closes a circle. */
public final class Upward {
    public Sideways breach() {
        return new Sideways();
    }
}
