//! A core that ends in the middle of a step, at every step.
//!
//! No failpoint is compiled into the core. It reads its clock, which is the test's, before
//! every record that it writes and after every answer that it gets; and every request
//! passes the simulator, which can leave it hanging before or after it took effect. To
//! end the core at the n-th reading, for every n, and in every hanging request, is to end
//! it before and after each record and each request. Where it was is then read from the
//! two sides with the checker's eyes; that every place with a name was met is asserted.

mod deeds;
mod flow;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use simulator::Fault;
use wire::AccountChoice;

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
        life.rest(Duration::from_secs(40)).await;
        flow.goes_on(rig);
        life.rest(REST).await;
        let broken = checker::broken(rig, true).await;
        assert!(broken.is_empty(), "{flow:?}, {at}:\n{}", broken.join("\n"));
        flow.is_listed(rig, life, at).await;
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

/// Where a core is made to end.
#[derive(Debug, Clone, PartialEq, Eq)]
enum End {
    /// At this reading of its clock.
    Reading(u32),
    /// In the n-th request to a route, before or after it took effect.
    Request(&'static str, &'static str, u32),
}

impl End {
    /// Whether there was such a place; the names of where the core was.
    fn ends(&self, flow: Flow) -> Option<Vec<&'static str>> {
        let rig = flow.rig();
        let dead = match *self {
            Self::Reading(reading) => {
                let done = rig.live(async |life| {
                    life.synced().await;
                    flow.prepare(&rig, life).await;
                    rig.desk.clock.end_in(reading);
                    flow.run(&rig, life).await;
                });
                done.is_none()
            }
            Self::Request(route, when, nth) => rig.die_in(flow, route, when, nth),
        };
        dead.then(|| {
            let places = rig.places();
            recover(&rig, flow, &format!("{self:?}"));
            places
        })
    }

    /// The next place of this kind.
    fn next(&self) -> Self {
        match *self {
            Self::Reading(reading) => Self::Reading(reading + 1),
            Self::Request(route, when, nth) => Self::Request(route, when, nth + 1),
        }
    }
}

/// Ends the core at every reading of its clock, and in every request of these, each of which the
/// flow makes.
/// `FAULTS_END=6` tries the sixth reading alone.
fn everywhere(flow: Flow, routes: &[&'static str], expected: &[&str]) {
    if let Some(reading) = std::env::var("FAULTS_END")
        .ok()
        .and_then(|text| text.parse().ok())
    {
        let places = End::Reading(reading).ends(flow);
        println!("{flow:?}: reading {reading}, at {places:?}");
        return;
    }
    let requests = routes
        .iter()
        .flat_map(|route| ["before", "after"].map(|when| End::Request(route, when, 1)));
    let lines: Vec<End> = std::iter::once(End::Reading(1)).chain(requests).collect();
    let left = Mutex::new(lines);
    let met = Mutex::new((0, BTreeSet::new(), BTreeSet::new()));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(end) = take(&left) {
                    match end.ends(flow) {
                        Some(places) => {
                            let mut met = met.lock().unwrap();
                            met.0 += 1;
                            met.1.extend(places);
                            if let End::Request(route, when, _) = end {
                                met.2.insert((route, when));
                            }
                        }
                        // This line has no more places.
                        None => left.lock().unwrap().retain(|next| !same_line(next, &end)),
                    }
                }
            });
        }
    });
    let (ends, places, requests) = met.into_inner().unwrap();
    println!("{flow:?}: {ends} ends, at {places:?}");
    for route in routes {
        for when in ["before", "after"] {
            assert!(requests.contains(&(*route, when)), "never {when} {route}");
        }
    }
    for place in expected {
        assert!(
            places.contains(place),
            "never met: {place}; met: {places:?}"
        );
    }
}

/// The next place to try. The one after it takes its place in the list.
fn take(left: &Mutex<Vec<End>>) -> Option<End> {
    let mut left = left.lock().unwrap();
    let end = left.first()?.clone();
    if let Some(first) = left.first_mut() {
        *first = end.next();
    }
    Some(end)
}

fn same_line(one: &End, other: &End) -> bool {
    match (one, other) {
        (End::Reading(_), End::Reading(_)) => true,
        (End::Request(route, when, _), End::Request(other, then, _)) => {
            (route, when) == (other, then)
        }
        _ => false,
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
            self.desk.clock.end_in_silence();
            flow.run(self, life).await;
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
fn a_connect_that_is_allowed_while_the_core_is_dead_survives_an_end_anywhere() {
    everywhere(
        Flow::Connect(Customer::AllowsMeanwhile),
        &[LINK],
        &["planned", "opened"],
    );
}

#[test]
fn a_connect_that_is_declined_survives_an_end_anywhere() {
    everywhere(
        Flow::Connect(Customer::Declines),
        &[GET],
        &["declined", "given up"],
    );
}

#[test]
fn a_link_that_nobody_uses_survives_an_end_anywhere() {
    everywhere(Flow::Connect(Customer::Stays), &[], &["opened"]);
}

#[test]
fn a_reconnect_survives_an_end_anywhere() {
    everywhere(
        Flow::Reconnect(Customer::Allows),
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
fn a_cancel_survives_an_end_anywhere() {
    everywhere(
        Flow::Cancel(Customer::Stays),
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
        ],
    );
}

#[test]
fn a_switch_survives_an_end_anywhere() {
    everywhere(
        Flow::Disable,
        &["PATCH /connected_accounts/{id}/status", GET, PROBE],
        &["switch announced", "switched, not written"],
    );
}

#[test]
fn a_link_that_was_sent_survives_an_end_anywhere() {
    everywhere(
        Flow::Send(Customer::Allows),
        &[LINK, GET, PROBE],
        &[
            "planned",
            "sent, at Composio",
            "link stored",
            "allowed",
            "won",
        ],
    );
}

#[test]
fn a_reconnect_that_is_declined_survives_an_end_anywhere() {
    everywhere(
        Flow::Reconnect(Customer::Declines),
        &[GET],
        &["declined", "given up"],
    );
}

#[test]
fn a_link_that_was_sent_and_is_declined_or_left_alone_survives_an_end_anywhere() {
    for (customer, place) in [
        (Customer::Declines, "given up"),
        (Customer::Stays, "planned"),
    ] {
        everywhere(Flow::Send(customer), &[], &[place]);
    }
}

#[test]
fn a_reconnect_that_is_allowed_while_the_core_is_dead_or_left_alone_survives_an_end_anywhere() {
    for customer in [Customer::AllowsMeanwhile, Customer::Stays] {
        everywhere(Flow::Reconnect(customer), &[], &["planned", "opened"]);
    }
}

#[test]
fn a_cancel_of_what_the_customer_allows_survives_an_end_anywhere() {
    // Who was faster is connected, and the cancel is refused.
    everywhere(Flow::Cancel(Customer::Allows), &[GET], &["won"]);
    let meanwhile = Flow::Cancel(Customer::AllowsMeanwhile);
    everywhere(meanwhile, &[GET, DELETE], &["deletion announced"]);
}

#[test]
fn a_choice_between_two_persons_survives_an_end_anywhere() {
    let asked = ["asked whose it is"];
    everywhere(Flow::Choose(AccountChoice::KeepBoth), &[GET], &asked);
    for takes_one_away in [AccountChoice::Accept, AccountChoice::Undo] {
        everywhere(Flow::Choose(takes_one_away), &[GET, DELETE], &asked);
    }
}

#[test]
fn an_alias_survives_an_end_anywhere() {
    everywhere(
        Flow::Alias,
        &["PATCH /connected_accounts/{id}", GET],
        &["alias announced"],
    );
}

#[test]
fn a_setting_of_the_project_survives_an_end_anywhere() {
    let route = "PATCH /org/project/config";
    everywhere(Flow::Setting, &[route], &["setting announced"]);
}

#[test]
fn an_auth_config_survives_an_end_anywhere_and_is_made_once() {
    let route = "POST /auth_configs";
    everywhere(Flow::Create, &[route], &["auth config announced"]);
}

#[test]
fn a_clean_up_survives_an_end_anywhere() {
    everywhere(
        Flow::CleanUp,
        &[GET, DELETE],
        &["deletion announced", "deleted, not written"],
    );
}
