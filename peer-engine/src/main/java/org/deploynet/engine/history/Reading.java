package org.deploynet.engine.history;

import java.util.Map;

/**
 * Where the engine's counters stand. Bytes and pieces count from the start of this process, microcredits from the first
 * receipt ever; {@code sites} are by their ids.
 */
public record Reading(Figures all, Map<String, SiteFigures> sites) {
    public Reading {
        sites = Map.copyOf(sites);
    }
}
