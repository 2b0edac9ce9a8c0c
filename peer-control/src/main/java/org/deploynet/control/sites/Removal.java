package org.deploynet.control.sites;

/**
 * What is deleted of a site.
 *
 * @param bytes of payload that was kept for this site and no other
 * @param done false while the disk is still at it: the report says what is left
 */
public record Removal(long bytes, boolean done) {
    public static final Removal NONE = new Removal(0, true);
}
