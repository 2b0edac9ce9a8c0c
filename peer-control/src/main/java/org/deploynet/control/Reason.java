package org.deploynet.control;

import java.util.Locale;

/** Why a super-peer is in its state; each has a sentence in the bundles under {@link #textKey}. */
public enum Reason {
    STARTING,
    SERVING_BROWSERS,
    /** Sites are kept and the network is reachable, no browser asks now. */
    NO_DEMAND,
    /** The same, while the network does not know this super-peer well and sends it few visitors. */
    ON_PROBATION,
    /** The network sends visitors only where there is no other, since several said that they got wrong pieces. */
    DEMOTED,
    /** The network gave this super-peer no site yet. */
    NO_SITES,
    /** Assigned files are still being fetched from their origins. */
    FILLING_CACHE,
    /** Assigned files are missing, and it is not the hour at which the owner lets them be fetched. */
    OUTSIDE_FILL_HOURS,
    /** Assigned files are missing, and the owner's download limit is 0. */
    NO_DOWNLOADS,
    PAUSED_BY_OWNER,
    /** The owner's rules allow nothing now, like all up to {@link #RULE_WHILE_RUNNING}. */
    RULE_WEEK,
    RULE_DATA_CAP,
    /** Today's part of the month's data is used up. */
    RULE_DATA_PACE,
    RULE_ON_BATTERY,
    RULE_ON_METERED,
    RULE_ON_VPN,
    /** A network that its owner listed is connected; the condition's detail says which. */
    RULE_ON_NETWORK,
    /** Somebody uses the computer. */
    RULE_WHILE_USED,
    RULE_WHILE_FULL_SCREEN,
    /** A program that its owner listed runs; the condition's detail says which. */
    RULE_WHILE_RUNNING,
    /** Serves what is connected and takes no new browsers. */
    DRAINING,
    /** No signaling server is configured. */
    NO_SIGNALING_ADDRESS,
    CONNECTING,
    SIGNALING_UNREACHABLE,
    /** The same identity is connected elsewhere: a copied data folder. */
    CLONE,
    /** This super-peer's key lies in a keychain that waits for its password. */
    KEY_LOCKED,
    /** This super-peer's key lies in a keychain, and none answers in this session. */
    KEYCHAIN_AWAY,
    /** This super-peer's key is said to lie in the keychain, and is not there. */
    KEY_GONE,
    /** The signaling server has another key than the one pinned at first contact. */
    OTHER_NETWORK,
    /** The signaling server refuses this super-peer. */
    REFUSED_BY_NETWORK,
    /** The network's ledger does not continue what the network had signed of it before; browsers are served as before. */
    LEDGER_CHANGED,
    DISK_FULL,
    /** The disk of the cache may not be written. */
    DISK_READ_ONLY,
    /** The disk of the cache reports errors. */
    DISK_FAILING,
    /** The folder of the cache vanished, or another one is in its place. */
    CACHE_GONE,
    /** Safe mode, like all that follow: the last starts failed, nothing was opened, and the condition's detail says at what. */
    SAFE_CACHE_NOT_USABLE,
    SAFE_CACHE_VANISHED,
    SAFE_CACHE_REPLACED,
    SAFE_CACHE_NEWER,
    SAFE_CACHE_READ_ONLY,
    SAFE_CACHE_FORBIDDEN,
    SAFE_CACHE_LOCKED,
    SAFE_DISK_BELOW_RESERVE,
    SAFE_STATE_NOT_USABLE,
    SAFE_STATE_NEWER,
    SAFE_IDENTITY_DAMAGED,
    /** There was an identity here, and its file is gone. */
    SAFE_IDENTITY_MISSING,
    SAFE_FOLDER_NOT_USABLE,
    SAFE_NATIVE_LIBRARY,
    /** The last starts ended without saying why. */
    SAFE_ENDED,
    SHUTTING_DOWN;

    /** Whether the engine has opened nothing and waits for {@code resume}. */
    public boolean isSafeMode() {
        return name().startsWith("SAFE_");
    }

    public String textKey() {
        return "engine.reason." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
