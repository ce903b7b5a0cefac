//! The two sides of a rig, as the independent checker compares them.

use std::time::Duration;

use ::checker::{Scene, Shown};

use crate::rig::Rig;

/// Checks everything; fails with every invariant that is broken.
pub(crate) async fn check(rig: &Rig, settled: bool) {
    let broken = broken(rig, settled).await;
    assert!(broken.is_empty(), "broken:\n{}", broken.join("\n"));
}

/// How many minutes more are given to what should have come to rest.
const PATIENCE: u32 = 10;

/// The invariants that do not hold, each with what it was seen by.
///
/// What is to be settled gets a few more minutes where it is not: a thread of the core that
/// waits for a lock, whose holder in another test was taken off the processor, does nothing
/// that anybody can see, and the clock runs ahead of it. What hangs is still there then.
pub(crate) async fn broken(rig: &Rig, settled: bool) -> Vec<String> {
    let mut broken = scene(rig).broken(settled).await.unwrap();
    for _ in 0..PATIENCE {
        if broken.is_empty() || !settled {
            break;
        }
        rig.desk.clock.sleep(Duration::from_secs(60)).await;
        broken = scene(rig).broken(settled).await.unwrap();
    }
    broken
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
        haste: rig.haste,
    }
}

impl Rig {
    /// Both sides as they are.
    pub(crate) fn told(&self) -> String {
        crate::rig::apart(scene(self).told()).unwrap()
    }

    /// Where the core was when it ended. Of a core that is dead.
    pub(crate) fn places(&self) -> Vec<&'static str> {
        crate::rig::apart(scene(self).places()).unwrap()
    }
}
