//! The invariants, each as a comparison of the two sides.

mod audit;

use std::collections::{HashMap, HashSet};

use crate::read::{self, Facts, Held, Line, Remote, Request, Trip};
use crate::{Scene, Shown, disk};

/// Past the death of a link a watch may go on for so long, in milliseconds.
const GRACE: i64 = 120_000;
/// How long a look at an account that was denied waits before the second one, in milliseconds.
const APART: i64 = 5_000;
/// Of the organisation's budget of requests, our share a minute.
const SHARE: usize = 10_000 / 4;

/// The invariants that do not hold, each with what it was seen by.
pub(crate) fn broken(
    scene: &Scene,
    facts: &Facts,
    announced: &[Line],
    settled: bool,
) -> Vec<String> {
    let remote = read::remote(&scene.accounts);
    let requests = read::requests(&scene.requests);
    let mut all = Broken::default();
    one_account_each(facts, &remote, settled, &mut all);
    active_was_confirmed(facts, &remote, &mut all);
    every_write_was_announced(announced, &requests, &mut all);
    gone_was_proven(facts, scene, (&remote, &requests), &mut all);
    shown_is_stored(facts, scene, &mut all);
    within_our_share(&requests, scene.haste.max(1), &mut all);
    audit::chained(facts, &mut all);
    audit::unknown_was_read_back(facts, &mut all);
    if settled {
        no_secret(scene, &mut all);
        known(facts, &remote, &mut all);
        given_up(facts, &remote, &mut all);
        working_is_shown(facts, &remote, &mut all);
        deleted_is_shown(facts, &remote, &mut all);
        nothing_hangs(facts, scene.now, &mut all);
    }
    all.0
}

#[derive(Default)]
struct Broken(Vec<String>);

impl Broken {
    fn unless(&mut self, holds: bool, rule: &str, seen: impl FnOnce() -> String) {
        if !holds {
            self.0.push(format!("{rule}: {}", seen()));
        }
    }
}

/// I1: a sign-in makes at most one account that lives, and a row has one that works.
fn one_account_each(facts: &Facts, remote: &[Remote], settled: bool, all: &mut Broken) {
    for attempt in &facts.attempts {
        let made: Vec<&Remote> = remote
            .iter()
            .filter(|account| !account.deleted && account.alias.as_ref() == Some(&attempt.alias))
            .collect();
        all.unless(made.len() <= 1, "I1 one account a sign-in", || {
            format!("{made:?}")
        });
    }
    if !settled {
        return;
    }
    let mut works: HashMap<(&str, &str), usize> = HashMap::new();
    for account in remote
        .iter()
        .filter(|account| !account.deleted && account.status == "ACTIVE")
    {
        *works
            .entry((&account.user, &account.auth_config))
            .or_default() += 1;
    }
    for ((user, config), count) in works {
        let rows = facts
            .rows
            .iter()
            .filter(|row| row.user == user && row.auth_config == config && row.account.is_some());
        // Somebody else signed in, and it is still to be chosen what becomes of that.
        let asked = facts
            .attempts
            .iter()
            .filter(|attempt| attempt.state == "differs");
        let rows = rows.count() + asked.count();
        all.unless(count <= rows, "I1 one working account a row", || {
            format!("{user}: {count} accounts, {rows} rows")
        });
    }
}

/// I2: what we made at Composio is known here.
fn known(facts: &Facts, remote: &[Remote], all: &mut Broken) {
    for account in remote.iter().filter(|account| !account.deleted) {
        let ours = facts
            .attempts
            .iter()
            .any(|attempt| Some(&attempt.alias) == account.alias.as_ref());
        let id = &account.id;
        let held = facts
            .rows
            .iter()
            .any(|row| row.account.as_ref() == Some(id))
            || facts
                .attempts
                .iter()
                .any(|attempt| attempt.account.as_ref() == Some(id))
            || facts.retiring.contains(id);
        // Whoever finished a sign-in of which nobody here ever learnt had what others may use: what
        // has died since is left alone, as every dead account that no row stands for.
        let died = account.connected && ["EXPIRED", "FAILED"].contains(&account.status.as_str());
        all.unless(
            !ours || held || died,
            "I2 no account of ours is unknown",
            || format!("{account:?}"),
        );
    }
}

/// I2: what a sign-in made that was given up is gone, unless a row stands for it.
fn given_up(facts: &Facts, remote: &[Remote], all: &mut Broken) {
    let cancelled = facts.attempts.iter().filter(|it| it.state == "cancelled");
    for attempt in cancelled {
        let mut made = remote
            .iter()
            .filter(|account| !account.deleted && account.alias.as_ref() == Some(&attempt.alias));
        let stands = |id: &String| {
            facts
                .rows
                .iter()
                .any(|row| row.account.as_ref() == Some(id))
        };
        let left = made.find(|account| !stands(&account.id));
        all.unless(left.is_none(), "I2 what was given up is gone", || {
            format!("{attempt:?} {left:?}")
        });
    }
}

/// I3: a row whose account works does not say that nobody has connected it.
fn working_is_shown(facts: &Facts, remote: &[Remote], all: &mut Broken) {
    let works = |id: &String| {
        let found = remote.iter().find(|account| account.id == *id);
        found.is_some_and(|account| !account.deleted && account.status == "ACTIVE")
    };
    for row in &facts.rows {
        let waits = ["added", "pending"].contains(&row.state.as_str());
        let hidden = waits && row.account.as_ref().is_some_and(works);
        all.unless(!hidden, "I3 what works is shown", || format!("{row:?}"));
    }
}

/// I3: a row is active because its account was, and a win has its line in the audit list.
fn active_was_confirmed(facts: &Facts, remote: &[Remote], all: &mut Broken) {
    let connected = |id: &str| {
        remote
            .iter()
            .any(|account| account.id == id && account.connected)
    };
    for row in facts.rows.iter().filter(|row| row.state == "active") {
        let fine = row.account.as_deref().is_some_and(connected);
        all.unless(fine, "I3 active was confirmed", || format!("{row:?}"));
    }
    for attempt in facts
        .attempts
        .iter()
        .filter(|attempt| attempt.state == "won")
    {
        let id = attempt.account.clone().unwrap_or_default();
        all.unless(connected(&id), "I3 a win was confirmed", || {
            format!("{attempt:?}")
        });
        let told = facts.audit.iter().any(|line| {
            line.kind == "outcome"
                && line.intent.is_some()
                && line.result.starts_with("done")
                && line.target.ends_with(&id)
        });
        all.unless(told, "I3 a win has an audit row", || format!("{attempt:?}"));
    }
}

/// I3: no row stands for an account that was deleted from here, as if it were there.
fn deleted_is_shown(facts: &Facts, remote: &[Remote], all: &mut Broken) {
    let is_gone = |id: &str| {
        let found = remote.iter().find(|account| account.id == id);
        found.is_some_and(|account| account.deleted)
    };
    let stands = |row: &&Held| !["revoked", "added"].contains(&row.state.as_str());
    // Also where it was there afterwards: then somebody else deleted it since.
    let refused = |intent: &Line| {
        let mut outcomes = facts.audit.iter();
        let outcome = outcomes.find(|line| line.intent == Some(intent.seq));
        outcome.is_some_and(|line| match line.result.split_once("read back as ") {
            Some((_, what)) => what != "gone",
            None => !line.result.starts_with("done") && !line.result.starts_with("unknown"),
        })
    };
    for row in facts.rows.iter().filter(stands) {
        let gone = row.account.as_deref().filter(|id| is_gone(id));
        let by_us = gone.is_some_and(|id| {
            facts.audit.iter().any(|line| {
                line.kind == "intent"
                    && line.action.starts_with("Delete")
                    && line.target.ends_with(id)
                    && !refused(line)
            })
        });
        all.unless(!by_us, "I3 what we deleted is gone", || format!("{row:?}"));
    }
}

/// I4, I5, I11: nothing is open for ever, every intent has its outcome, and no question
/// is left that nobody asks.
fn nothing_hangs(facts: &Facts, now: i64, all: &mut Broken) {
    for attempt in &facts.attempts {
        let state = attempt.state.as_str();
        let late = attempt.expires_at.is_none_or(|end| now > end + GRACE);
        all.unless(
            !(is_open(attempt) && late),
            "I4 no sign-in stays open",
            || format!("{attempt:?}"),
        );
        all.unless(
            !["planned", "sent"].contains(&state),
            "I11 a stable state",
            || format!("{attempt:?}"),
        );
        if !is_open(attempt) && state != "differs" {
            all.unless(attempt.ended_at.is_some(), "I4 an end has its time", || {
                format!("{attempt:?}")
            });
        }
    }
    let watched: HashSet<&str> = facts
        .attempts
        .iter()
        .filter(|attempt| is_open(attempt) || attempt.state == "differs")
        .map(|attempt| attempt.integration.as_str())
        .collect();
    for intent in facts.audit.iter().filter(|line| line.kind == "intent") {
        let outcomes = facts
            .audit
            .iter()
            .filter(|line| line.kind == "outcome" && line.intent == Some(intent.seq))
            .count();
        let goes_on = watched.contains(intent.integration.as_str());
        all.unless(
            outcomes == 1 || (outcomes == 0 && goes_on),
            "I5 an intent has one outcome",
            || format!("{outcomes} for {intent:?}"),
        );
    }
    all.unless(
        facts.retiring.is_empty(),
        "I11 what is to go is gone",
        || format!("{:?}", facts.retiring),
    );
}

/// Whether a sign-in is still being waited for.
pub(crate) fn is_open(attempt: &Trip) -> bool {
    ["planned", "sent", "waiting", "opened"].contains(&attempt.state.as_str())
}

/// How often one intent may send: once, and once more in each life of a core in which two looks
/// proved that what was sent before is lost. No test has more than five lives.
const SENDS: usize = 6;

/// I5: no request that changes something was sent before its intent was written.
fn every_write_was_announced(audit: &[Line], requests: &[Request], all: &mut Broken) {
    let mut links = 0;
    for request in requests.iter().filter(|request| request.writes()) {
        if request.route == "POST /connected_accounts/link" {
            links += 1;
            continue;
        }
        let words = request.deeds();
        let announced = audit.iter().any(|line| {
            line.kind == "intent"
                && words.iter().any(|word| line.action.starts_with(word))
                && (request.account.is_empty() || line.target.ends_with(&request.account))
        });
        all.unless(announced, "I5 a write has its intent", || {
            format!("{request:?}")
        });
    }
    let asked = audit
        .iter()
        .filter(|line| {
            line.kind == "intent" && ["Connect", "Reconnect"].contains(&line.action.as_str())
        })
        .count();
    all.unless(links <= SENDS * asked, "I5 a link has its intent", || {
        format!("{links} requests, {asked} intents")
    });
}

/// I10: nothing is called gone that is there, unless Composio itself said so when it was asked
/// for the account, and again five seconds later or more.
fn gone_was_proven(
    facts: &Facts,
    scene: &Scene,
    (remote, requests): (&[Remote], &[Request]),
    all: &mut Broken,
) {
    let apart = APART / i64::try_from(scene.haste.max(1)).unwrap_or(1);
    let denied = |id: &str| {
        let times = requests.iter().filter(|request| {
            request.account == id
                && request.status == Some(404)
                && request.route.starts_with("GET ")
        });
        let times: Vec<i64> = times.map(|request| request.at).collect();
        let (first, last) = (times.iter().min(), times.iter().max());
        first.is_some_and(|first| last.is_some_and(|last| last - first >= apart))
    };
    for row in facts.rows.iter().filter(|row| row.state == "revoked") {
        if row.account.as_deref().is_some_and(denied) {
            continue;
        }
        let there = remote.iter().find(|account| {
            Some(&account.id) == row.account.as_ref()
                && !account.deleted
                && account.status != "REVOKED"
        });
        all.unless(there.is_none(), "I10 gone was proven", || {
            format!("{row:?} {there:?}")
        });
    }
}

/// I6, I9: a state is used once, and nobody is shown a success that is not on the disk.
fn shown_is_stored(facts: &Facts, scene: &Scene, all: &mut Broken) {
    let won = |attempt: &&Trip| attempt.state == "won";
    for shown in &scene.shown {
        let stored = match shown {
            Shown::SignIn(id) => facts.attempts.iter().filter(won).any(|one| one.id == *id),
            Shown::User(user) => facts
                .attempts
                .iter()
                .filter(won)
                .any(|one| one.user == *user),
        };
        all.unless(stored, "I9 a success that was shown is stored", || {
            format!("{shown:?}")
        });
    }
    let used = facts.attempts.iter().filter(|attempt| attempt.used).count();
    let raised = scene.raised;
    all.unless(raised <= used, "I6 a state is used once", || {
        format!("{raised} callbacks were taken, {used} states were used")
    });
}

/// I8: in no sixty seconds, whenever they begin, more requests than our share.
fn within_our_share(requests: &[Request], haste: usize, all: &mut Broken) {
    let mut times: Vec<i64> = requests.iter().map(|request| request.at).collect();
    times.sort_unstable();
    let mut most = 0;
    let mut first = 0;
    for (at, time) in times.iter().enumerate() {
        while time - times[first] >= 60_000 {
            first += 1;
        }
        most = most.max(at + 1 - first);
    }
    all.unless(most <= SHARE * haste, "I8 within our share", || {
        format!("{most} in a minute")
    });
}

/// I7: no key and no link is on the disk, nor any state of a callback.
fn no_secret(scene: &Scene, all: &mut Broken) {
    let states = read::states(&scene.accounts);
    for file in disk::telling(&scene.home, &scene.key, &states) {
        all.unless(false, "I7 no secret on the disk", || {
            format!("{} holds one", file.display())
        });
    }
}

#[cfg(test)]
mod tests;
