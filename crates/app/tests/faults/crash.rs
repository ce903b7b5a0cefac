//! A core that ends in the middle of a step, at every step.
//!
//! No failpoint is compiled into the core. It reads its clock, which is the test's, before
//! every record that it writes and after every answer that it gets; and every request
//! passes the simulator, which can leave it hanging before or after it took effect. To
//! end the core at the n-th reading, for every n, and in every hanging request, is to end
//! it before and after each record and each request. Where it was is then read from the
//! two sides with the checker's eyes; that every place with a name was met is asserted.

mod flow;

use std::collections::BTreeSet;
use std::time::Duration;

use simulator::Fault;

use crate::checker;
use crate::rig::Rig;
use flow::{Customer, Flow};

/// How long after a restart everything has come to rest: the life of a link and the
/// patience of the watch.
const REST: Duration = Duration::from_secs(14 * 60);

/// After the crash: a core over the same home comes to rest by itself, and then what the
/// person wanted can be done.
fn recover(rig: &Rig, flow: Flow, at: &str) {
    rig.check_between();
    flow.meanwhile(rig);
    let alive = rig.live(async |life| {
        life.synced().await;
        life.rest(Duration::from_secs(30)).await;
        flow.goes_on(rig);
        life.rest(REST).await;
        let broken = checker::broken(rig, true).await;
        assert!(broken.is_empty(), "{flow:?}, {at}:\n{}", broken.join("\n"));
        flow.finish(rig, life).await;
        life.rest(Duration::from_secs(130)).await;
        let broken = checker::broken(rig, true).await;
        assert!(
            broken.is_empty(),
            "{flow:?}, {at}, then:\n{}",
            broken.join("\n")
        );
    });
    assert!(alive.is_some(), "nothing ends this core");
    flow.is_done(rig, at);
}

/// Ends the core at every reading of its clock, and in every request of these.
///
/// Takes minutes, so only where it is asked for: `cargo test -p app --test faults crash:: --
/// --ignored`.
fn everywhere(flow: Flow, routes: &[&str], expected: &[&str]) {
    let mut places = BTreeSet::new();
    let mut ends = 0;
    for reading in 1.. {
        let rig = Rig::new();
        let done = rig.live(async |life| {
            life.synced().await;
            flow.prepare(&rig, life).await;
            rig.desk.clock.end_in(reading);
            flow.run(&rig, life).await;
        });
        if done.is_some() {
            break;
        }
        ends += 1;
        places.extend(rig.places());
        recover(&rig, flow, &format!("at reading {reading}"));
    }
    for route in routes {
        for when in ["before", "after"] {
            for nth in 1.. {
                let rig = Rig::new();
                if !rig.die_in(flow, route, when, nth) {
                    break;
                }
                ends += 1;
                places.extend(rig.places());
                recover(
                    &rig,
                    flow,
                    &format!("in {route}, {when} it took effect, {nth}"),
                );
            }
        }
    }
    println!("{flow:?}: {ends} ends, at {places:?}");
    for place in expected {
        assert!(
            places.contains(place),
            "never met: {place}; met: {places:?}"
        );
    }
}

impl Rig {
    /// A life that ends in the n-th request to this route, before or after it took effect.
    /// Whether it got there.
    fn die_in(&self, flow: Flow, route: &str, when: &str, nth: u32) -> bool {
        let fault = Fault {
            route: route.into(),
            nth,
            hang: Some(when.into()),
            ..Fault::default()
        };
        let done = self.live(async |life| {
            life.synced().await;
            flow.prepare(self, life).await;
            self.sim.faults(vec![fault]).unwrap();
            let dead = async {
                while self.sim.hanging() == 0 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            };
            tokio::select! {
                () = flow.run(self, life) => {}
                () = dead => {
                    self.desk.clock.end();
                    std::future::pending::<()>().await;
                }
            }
        });
        self.sim.clear_faults();
        done.is_none()
    }
}

const LINK: &str = "POST /connected_accounts/link";
const GET: &str = "GET /connected_accounts/{id}";
const PROBE: &str = "POST /tools/execute/{slug}";
const DELETE: &str = "DELETE /connected_accounts/{id}";
const TRIGGERS: &str = "GET /trigger_instances/active";

#[test]
#[ignore = "ends the core at every step, which takes minutes; run it by name"]
fn a_connect_that_is_allowed_survives_an_end_anywhere() {
    everywhere(
        Flow::Connect(Customer::Allows),
        &[LINK, GET, PROBE],
        &[
            "nothing planned",
            "planned",
            "sent, not at Composio",
            "sent, at Composio",
            "link stored",
            "opened",
            "allowed",
            "won",
        ],
    );
}

#[test]
#[ignore = "ends the core at every step, which takes minutes; run it by name"]
fn a_connect_that_is_allowed_while_the_core_is_dead_survives_an_end_anywhere() {
    everywhere(
        Flow::Connect(Customer::AllowsMeanwhile),
        &[LINK],
        &["planned", "opened"],
    );
}

#[test]
#[ignore = "ends the core at every step, which takes minutes; run it by name"]
fn a_connect_that_is_declined_survives_an_end_anywhere() {
    everywhere(
        Flow::Connect(Customer::Declines),
        &[GET],
        &["declined", "given up"],
    );
}

#[test]
#[ignore = "ends the core at every step, which takes minutes; run it by name"]
fn a_link_that_nobody_uses_survives_an_end_anywhere() {
    everywhere(Flow::Connect(Customer::Stays), &[], &["opened"]);
}

#[test]
#[ignore = "ends the core at every step, which takes minutes; run it by name"]
fn a_reconnect_survives_an_end_anywhere() {
    everywhere(
        Flow::Reconnect,
        &[LINK, GET, PROBE, DELETE, TRIGGERS],
        &[
            "planned",
            "opened",
            "allowed, the old one noted",
            "to go, still there",
            "deletion announced",
            "deleted, not written",
            "to go, gone",
        ],
    );
}

#[test]
#[ignore = "ends the core at every step, which takes minutes; run it by name"]
fn a_cancel_survives_an_end_anywhere() {
    everywhere(
        Flow::Cancel,
        &[LINK, GET, DELETE],
        &[
            "to go, sign-in still open",
            "given up",
            "to go, still there",
            "deletion announced",
            "deleted, not written",
        ],
    );
}

#[test]
#[ignore = "ends the core at every step, which takes minutes; run it by name"]
fn a_disconnect_survives_an_end_anywhere() {
    everywhere(
        Flow::Disconnect,
        &["POST /connected_accounts/{id}/revoke", GET, DELETE],
        &[
            "withdrawal announced",
            "withdrawn, not written",
            "withdrawn, row not moved",
            "deletion announced",
            "deleted, not written",
            "deleted, row not moved",
        ],
    );
}

#[test]
#[ignore = "ends the core at every step, which takes minutes; run it by name"]
fn a_switch_survives_an_end_anywhere() {
    everywhere(
        Flow::Disable,
        &["PATCH /connected_accounts/{id}/status", GET, PROBE],
        &[
            "switch announced",
            "switched, not written",
            "switched, row not moved",
        ],
    );
}
