package org.deploynet.engine.assembly;

import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.engine.control.OwnerWish;
import org.deploynet.engine.fill.FillGate;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.limits.DownloadBudget;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.serve.Reception;
import org.deploynet.engine.serve.UploadPump;

/** Carries out on the parts what the owner wants and what his rules allow: the stricter of the two. Safe from any thread. */
final class OwnersHand {
    private final Reception reception;
    private final UploadPump pump;
    private final UploadBudget upload;
    private final DownloadBudget download;
    private final FillGate gate;
    private final SiteKeeper keeper;
    private OwnerWish wish = new OwnerWish.Share();
    private boolean forbidden;
    private boolean finishing;
    private UploadLimit allowed = UploadLimit.UNLIMITED;
    private UploadLimit automatic = UploadLimit.UNLIMITED;

    OwnersHand(
            Reception reception,
            UploadPump pump,
            UploadBudget upload,
            DownloadBudget download,
            FillGate gate,
            SiteKeeper keeper) {
        this.reception = reception;
        this.pump = pump;
        this.upload = upload;
        this.download = download;
        this.gate = gate;
        this.keeper = keeper;
    }

    synchronized void wish(OwnerWish next) {
        wish = next;
        act();
    }

    synchronized void allow(Allowance allowance) {
        forbidden = allowance.level() == SharingLevel.PAUSED;
        allowed = allowance.upload();
        download.setBytesPerSecond(allowance.download().bytesPerSecond());
        limitUpload();
        act();
    }

    /** Until this engine ends nobody new is let in; who is connected may finish. */
    synchronized void finish() {
        finishing = true;
        act();
    }

    /** The limit that follows from the line; none where the owner chose one of his own. */
    synchronized void pace(UploadLimit next) {
        automatic = next;
        limitUpload();
    }

    /** What the owner allows, whatever the line carries. */
    synchronized UploadLimit allowed() {
        return allowed;
    }

    private void limitUpload() {
        upload.setBytesPerSecond(allowed.atMost(automatic).bytesPerSecond());
        pump.budgetChanged();
    }

    private void act() {
        if (forbidden) {
            reception.pause();
        } else if (finishing && wish instanceof OwnerWish.Share) {
            reception.drain();
        } else {
            switch (wish) {
                case OwnerWish.Share _ -> reception.resume();
                case OwnerWish.Pause _ -> reception.pause();
                case OwnerWish.Drain _ -> reception.drain();
            }
        }
        gate.setPaused(forbidden || finishing || !(wish instanceof OwnerWish.Share));
        keeper.rulesChanged();
    }
}
