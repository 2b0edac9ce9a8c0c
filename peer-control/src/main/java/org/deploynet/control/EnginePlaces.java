package org.deploynet.control;

/** Where a super-peer keeps its files, as absolute paths. */
public record EnginePlaces(String config, String state, String cache, String socket) {}
