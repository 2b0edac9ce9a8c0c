package org.deploynet.breach.fill;

import java.sql.Connection;

/** Planted: fill uses SQL. */
public final class Neighbour {
    public Class<?> breach() {
        return Connection.class;
    }
}
