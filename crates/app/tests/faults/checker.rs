//! The two sides of a rig, as the independent checker compares them.

use ::checker::{Scene, Shown};

use crate::rig::Rig;

/// Checks everything; fails with every invariant that is broken.
pub(crate) async fn check(rig: &Rig, settled: bool) {
    let broken = broken(rig, settled).await;
    assert!(broken.is_empty(), "broken:\n{}", broken.join("\n"));
}

/// The invariants that do not hold, each with what it was seen by.
pub(crate) async fn broken(rig: &Rig, settled: bool) -> Vec<String> {
    scene(rig).broken(settled).await.unwrap()
}

/// Whether no sign-in is open, and everything is as it must be then.
pub(crate) async fn is_at_rest(rig: &Rig) -> bool {
    let scene = scene(rig);
    scene.is_quiet().await.unwrap() && scene.broken(true).await.unwrap().is_empty()
}

fn scene(rig: &Rig) -> Scene {
    let shown = rig.shown.lock().unwrap();
    Scene {
        home: rig.home.path().into(),
        others: rig.others.clone(),
        accounts: rig.sim.accounts(),
        requests: rig.sim.requests(),
        key: rig.sim.api_key(),
        shown: shown
            .iter()
            .map(|id| Shown::SignIn(id.to_string()))
            .collect(),
        raised: *rig.desk.raised.lock().unwrap() as usize,
        now: rig.desk.clock.time(),
    }
}

impl Rig {
    /// Where the core was when it ended. Of a core that is dead.
    pub(crate) fn places(&self) -> Vec<&'static str> {
        crate::rig::apart(scene(self).places()).unwrap()
    }
}
