package org.deploynet.signaling.regions;

/** Addresses from {@code first} to {@code last}, both included, as numbers that sort like them, and their country. */
record Range(long first, long last, String country) {}
