package org.deploynet.desktop.tray;

import org.deploynet.desktop.supervise.EngineCondition;

/** What the icon says by its shape alone. */
public enum TrayShape {
    SHARING,
    IDLE,
    PAUSED,
    PROBLEM;

    static TrayShape of(EngineCondition condition) {
        return switch (condition) {
            case EngineCondition.Running(var snapshot) ->
                switch (snapshot.condition().state()) {
                    case SHARING -> SHARING;
                    case STARTING, IDLE -> IDLE;
                    case PAUSED -> PAUSED;
                    case PROBLEM -> PROBLEM;
                };
            case EngineCondition.Starting _, EngineCondition.Quitting _ -> IDLE;
            case EngineCondition.Restarting _, EngineCondition.GivenUp _ -> PROBLEM;
        };
    }
}
