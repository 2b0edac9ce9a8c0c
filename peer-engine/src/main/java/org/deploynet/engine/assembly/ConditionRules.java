package org.deploynet.engine.assembly;

import java.time.Instant;
import java.util.Optional;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.reputation.Reputation.Standing;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.engine.cache.WhyNotGrowing;
import org.deploynet.engine.control.OwnerWish;
import org.deploynet.engine.fill.FillGate;
import org.deploynet.engine.rendezvous.SignalingStatus;

/** Says in one word and one reason what the engine does: the owner's wish first, then his rules, then what stands in the way. */
final class ConditionRules {
    private ConditionRules() {}

    /**
     * What decides. {@code signaling} is empty when no server is configured, {@code held} unless the owner's rules keep
     * missing files from being fetched, {@code key} while the keychain does not give the key, {@code ledgerChanged} while the network's
     * ledger is not the one it signed before, {@code reputation} the network's word.
     */
    record Facts(
            OwnerWish wish,
            Allowance allowance,
            Optional<SignalingStatus> signaling,
            int browsers,
            int sites,
            boolean filling,
            Optional<FillGate.Held> held,
            Optional<WhyNotGrowing> servesOnly,
            boolean ledgerChanged,
            Optional<KeyTrouble> key,
            Optional<Reputation> reputation) {
        /** While the key is at hand and the network has said nothing of it. */
        Facts(
                OwnerWish wish,
                Allowance allowance,
                Optional<SignalingStatus> signaling,
                int browsers,
                int sites,
                boolean filling,
                Optional<FillGate.Held> held,
                Optional<WhyNotGrowing> servesOnly,
                boolean ledgerChanged) {
            this(
                    wish,
                    allowance,
                    signaling,
                    browsers,
                    sites,
                    filling,
                    held,
                    servesOnly,
                    ledgerChanged,
                    Optional.empty(),
                    Optional.empty());
        }

        boolean isOf(Standing standing) {
            return reputation.filter(word -> word.standing() == standing).isPresent();
        }
    }

    record Verdict(EngineState state, Reason reason, Optional<Instant> until, Optional<String> detail) {
        Verdict(EngineState state, Reason reason, Optional<Instant> until) {
            this(state, reason, until, Optional.empty());
        }
    }

    static Verdict of(Facts facts) {
        return switch (facts.wish()) {
            case OwnerWish.Pause pause -> new Verdict(EngineState.PAUSED, Reason.PAUSED_BY_OWNER, pause.until());
            case OwnerWish.Drain _ -> now(EngineState.SHARING, Reason.DRAINING);
            case OwnerWish.Share _ -> forbidden(facts.allowance()).orElseGet(() -> sharing(facts));
        };
    }

    private static Optional<Verdict> forbidden(Allowance allowance) {
        return allowance.level() == SharingLevel.PAUSED
                ? allowance
                        .because()
                        .map(rule -> new Verdict(EngineState.PAUSED, reason(rule.rule()), rule.until(), rule.detail()))
                : Optional.empty();
    }

    private static Reason reason(Rule rule) {
        return switch (rule) {
            case DATA_CAP -> Reason.RULE_DATA_CAP;
            case DATA_PACE -> Reason.RULE_DATA_PACE;
            case ON_METERED -> Reason.RULE_ON_METERED;
            case ON_VPN -> Reason.RULE_ON_VPN;
            case ON_NETWORK -> Reason.RULE_ON_NETWORK;
            case ON_BATTERY -> Reason.RULE_ON_BATTERY;
            case WHILE_USED -> Reason.RULE_WHILE_USED;
            case WHILE_FULL_SCREEN -> Reason.RULE_WHILE_FULL_SCREEN;
            case WHILE_RUNNING -> Reason.RULE_WHILE_RUNNING;
            case WEEK -> Reason.RULE_WEEK;
            case ALTERNATIVE -> throw new IllegalArgumentException("alternative limits pause nothing");
        };
    }

    private static Verdict sharing(Facts facts) {
        // Before all else: browsers are served as before, and whoever does it may not be paid what was promised.
        if (facts.ledgerChanged()) {
            return now(EngineState.PROBLEM, Reason.LEDGER_CHANGED);
        }
        if (facts.browsers() > 0) {
            return now(EngineState.SHARING, Reason.SERVING_BROWSERS);
        }
        if (facts.signaling().isEmpty()) {
            return now(EngineState.PROBLEM, Reason.NO_SIGNALING_ADDRESS);
        }
        SignalingStatus signaling = facts.signaling().get();
        return switch (signaling.phase()) {
            case CONNECTED -> connected(facts);
            case CONNECTING -> now(EngineState.STARTING, Reason.CONNECTING);
            case UNREACHABLE -> problem(Reason.SIGNALING_UNREACHABLE, signaling);
            case REFUSED -> problem(Reason.REFUSED_BY_NETWORK, signaling);
            case CLONE -> problem(Reason.CLONE, signaling);
            case OTHER_NETWORK -> problem(Reason.OTHER_NETWORK, signaling);
            case NO_KEY -> problem(key(facts.key().orElse(KeyTrouble.AWAY)), signaling);
        };
    }

    private static Reason key(KeyTrouble trouble) {
        return switch (trouble) {
            case LOCKED -> Reason.KEY_LOCKED;
            case AWAY -> Reason.KEYCHAIN_AWAY;
            case GONE -> Reason.KEY_GONE;
        };
    }

    private static Verdict connected(Facts facts) {
        if (facts.servesOnly().isPresent()) {
            return now(EngineState.PROBLEM, disk(facts.servesOnly().get()));
        }
        if (facts.isOf(Standing.DEMOTED)) {
            return new Verdict(
                    EngineState.PROBLEM, Reason.DEMOTED, facts.reputation().flatMap(Reputation::until));
        }
        if (facts.sites() == 0) {
            return now(EngineState.IDLE, Reason.NO_SITES);
        }
        return facts.held()
                .flatMap(ConditionRules::waiting)
                .orElse(now(EngineState.IDLE, facts.filling() ? Reason.FILLING_CACHE : noDemand(facts)));
    }

    private static Reason noDemand(Facts facts) {
        return facts.isOf(Standing.PROBATION) ? Reason.ON_PROBATION : Reason.NO_DEMAND;
    }

    private static Optional<Verdict> waiting(FillGate.Held held) {
        return switch (held.why()) {
            case OUTSIDE_HOURS -> Optional.of(new Verdict(EngineState.IDLE, Reason.OUTSIDE_FILL_HOURS, held.until()));
            case NO_DOWNLOADS -> Optional.of(now(EngineState.IDLE, Reason.NO_DOWNLOADS));
            // The owner's wish is said before all this.
            case PAUSED -> Optional.empty();
        };
    }

    private static Reason disk(WhyNotGrowing why) {
        return switch (why) {
            case FULL -> Reason.DISK_FULL;
            case READ_ONLY -> Reason.DISK_READ_ONLY;
            case FAILING -> Reason.DISK_FAILING;
            case GONE -> Reason.CACHE_GONE;
        };
    }

    private static Verdict now(EngineState state, Reason reason) {
        return new Verdict(state, reason, Optional.empty());
    }

    private static Verdict problem(Reason reason, SignalingStatus signaling) {
        return new Verdict(EngineState.PROBLEM, reason, signaling.retryAt());
    }
}
