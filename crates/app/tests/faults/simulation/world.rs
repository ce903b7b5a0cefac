//! One seed's world.

use std::ops::Range;
use std::time::Duration;

use domain::{AttemptId, IntegrationId};
use simulator::{Churn, Fault, Sabotage};
use wire::{CancelAttempt, CheckToken, Disconnect, Reconnect, SetAlias, SetEnabled};

use crate::checker;
use crate::dice::Dice;
use crate::life::{Life, rows};
use crate::rig::Rig;
use crate::table::faults;

const ROUTES: [&str; 9] = [
    "POST /connected_accounts/link",
    "GET /connected_accounts/{id}",
    "GET /connected_accounts",
    "POST /tools/execute/{slug}",
    "PATCH /connected_accounts/{id}",
    "PATCH /connected_accounts/{id}/status",
    "POST /connected_accounts/{id}/revoke",
    "DELETE /connected_accounts/{id}",
    "*",
];
const TENANTS: [&str; 3] = ["ada", "ben", "cleo"];
const PEOPLE: [&str; 2] = ["one@example.com", "two@example.com"];

/// By the end of the last of these every link has died that there was before the first.
const LINKS_DIE: [Duration; 3] = [
    Duration::from_secs(60),
    Duration::from_secs(2 * 60),
    Duration::from_secs(12 * 60),
];

/// One seed's world.
pub(crate) struct World {
    seed: u64,
    dice: Dice,
    rig: Rig,
    second: Rig,
    /// The second has closed the program while the first worked on.
    was_away: bool,
    /// What was done, for whoever reads a failure.
    story: Vec<String>,
}

/// What is open in one life.
struct Desks<'a> {
    first: &'a Life,
    /// Nothing while the second has closed the program.
    second: Option<Life>,
    attempts: Vec<(usize, AttemptId)>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rig = Rig::new();
        let second = rig.beside();
        rig.others.push(second.home.path().into());
        Self {
            seed,
            dice: Dice::new(seed),
            rig,
            second,
            was_away: false,
            story: Vec::new(),
        }
    }

    /// How many requests there were.
    pub(crate) fn run(mut self) -> usize {
        let lives = 1 + self.dice.below(3);
        for _ in 0..lives {
            let steps = 3 + self.dice.below(8);
            let end = self
                .dice
                .once_in(2)
                .then(|| 1 + u32::try_from(self.dice.below(120)).unwrap());
            self.live(steps, end);
        }
        self.rest();
        self.rig.sim.requests().len()
    }

    fn tell(&mut self, what: impl Into<String>) {
        self.story.push(what.into());
    }

    /// A life of both cores, ended at that reading of their clock if any is named.
    fn live(&mut self, steps: usize, end: Option<u32>) {
        let away = self.away(steps);
        let mut dice = Dice::new(self.dice.roll());
        let mut story = Vec::new();
        let (rig, second) = (&self.rig, &self.second);
        let done = rig.live(async |life| {
            let other = Life::begin(second).await;
            if let Some(end) = end {
                rig.desk.clock.end_in(end);
            }
            let mut desks = Desks {
                first: life,
                second: Some(other),
                attempts: Vec::new(),
            };
            for turn in 0..steps {
                if away.start == turn {
                    desks.second_closes().await;
                    story.push("1 closes the program".to_owned());
                }
                if away.end == turn {
                    desks.second = Some(Life::begin(second).await);
                    story.push("1 is back".to_owned());
                }
                let step = desks.step(&mut dice, rig).await;
                story.push(step);
            }
        });
        self.story.append(&mut story);
        self.tell(if done.is_some() {
            "both closed"
        } else {
            "both killed"
        });
        for rig in [&self.rig, &self.second] {
            let broken = crate::rig::apart(checker::broken(rig, false));
            self.holds(&broken);
        }
    }

    /// The steps of a life for which the second is away, and the first works on. Once in a world:
    /// the checker counts lives.
    fn away(&mut self, steps: usize) -> Range<usize> {
        if self.was_away || !self.dice.once_in(3) {
            return steps..steps;
        }
        self.was_away = true;
        let from = self.dice.below(steps);
        from..from + 1 + self.dice.below(3)
    }

    /// Nothing goes wrong any more: both come to rest. Mostly everybody who has a link
    /// makes up their mind, and then it need not take as long as links live; in one world of
    /// twelve they let their links die, which takes hundreds of looks.
    fn rest(&mut self) {
        self.rig.sim.clear_faults();
        let decided = !self.dice.once_in(12);
        let mut dice = Dice::new(self.dice.roll());
        let (rig, second) = (&self.rig, &self.second);
        let broken = rig.live(async |life| {
            let other = Life::begin(second).await;
            if decided {
                // Links that were lost with their answer are asked for again by then.
                life.rest(Duration::from_secs(20)).await;
                for _ in waiting(rig) {
                    decide(&mut dice, rig, life).await;
                }
            }
            for span in LINKS_DIE {
                life.rest(span).await;
                if decided && checker::is_at_rest(rig).await && checker::is_at_rest(second).await {
                    break;
                }
            }
            for life in [life, &other] {
                life.sync().await;
            }
            life.rest(Duration::from_secs(130)).await;
            [
                checker::broken(rig, true).await,
                checker::broken(second, true).await,
            ]
            .concat()
        });
        self.holds(&broken.unwrap());
    }

    fn holds(&self, broken: &[String]) {
        assert!(
            broken.is_empty(),
            "seed {}\n{}\nbroken:\n{}\none:\n{}\nthe other:\n{}",
            self.seed,
            self.story.join("\n"),
            broken.join("\n"),
            self.rig.told(),
            self.second.told(),
        );
    }
}

impl Desks<'_> {
    /// The core of one of them, while there is one.
    fn life(&self, who: usize) -> Option<&Life> {
        match who {
            0 => Some(self.first),
            _ => self.second.as_ref(),
        }
    }

    async fn second_closes(&mut self) {
        if let Some(second) = self.second.take() {
            second.close().await;
        }
    }

    async fn step(&mut self, dice: &mut Dice, rig: &Rig) -> String {
        let who = match self.second {
            Some(_) => dice.below(2),
            None => 0,
        };
        let Some(life) = self.life(who) else {
            return format!("{who} is away");
        };
        match dice.below(16) {
            0..=2 => {
                let tenant = TENANTS[dice.below(TENANTS.len())];
                let told = life.connect(tenant, &rig.auth_config("gmail")).await;
                match told {
                    Ok(view) => {
                        self.attempts.push((who, view.id.clone()));
                        format!("{who} connects {tenant}: {}", view.id)
                    }
                    Err(fault) => format!("{who} may not connect {tenant}: {fault}"),
                }
            }
            3..=5 => decide(dice, rig, life).await,
            6 => {
                let Some((who, id)) = dice.pick(&self.attempts).cloned() else {
                    return "nothing to cancel".to_owned();
                };
                let Some(life) = self.life(who) else {
                    return format!("{who} is away");
                };
                let ask = CancelAttempt {
                    attempt: id.clone(),
                };
                let told = life.app.run(ask).await;
                format!("{who} cancels {id}: {}", told.is_ok())
            }
            7 | 8 => of_a_row(dice, who, life).await,
            9 | 10 => fault(dice, rig),
            11 => {
                rig.sim.clear_faults();
                "no more faults".to_owned()
            }
            12 => elsewhere(dice, rig),
            13 => {
                let told = life.app.run(wire::SyncNow {}).await;
                format!("{who} reads: {}", told.is_ok())
            }
            _ => {
                let span = Duration::from_millis(1 + dice.roll() % 100_000);
                life.rest(span).await;
                format!("{span:?} pass")
            }
        }
    }
}

/// One of them does something with a row.
async fn of_a_row(dice: &mut Dice, who: usize, life: &Life) -> String {
    let rows = rows(life, "").await;
    let Some(row) = dice.pick(&rows) else {
        return "there is no row".to_owned();
    };
    let integration: IntegrationId = row.id.clone();
    let app = &life.app;
    let reason = "because".to_owned();
    let (what, told) = match dice.below(6) {
        0 => {
            let enabled = dice.once_in(2);
            let ask = SetEnabled {
                integration,
                enabled,
                reason,
            };
            ("switches", app.run(ask).await.map(|_| ()))
        }
        1 => {
            let ask = Disconnect {
                integration,
                withdraw: dice.once_in(2),
                delete: dice.once_in(2),
                reason,
            };
            ("disconnects", app.run(ask).await.map(|_| ()))
        }
        2 => {
            let alias = dice.hex(4);
            (
                "labels",
                app.run(SetAlias { integration, alias }).await.map(|_| ()),
            )
        }
        3 => (
            "checks",
            app.run(CheckToken { integration }).await.map(|_| ()),
        ),
        _ => (
            "reconnects",
            app.run(Reconnect { integration }).await.map(|_| ()),
        ),
    };
    let told = told.map_or_else(|fault| fault.to_string(), |()| "done".to_owned());
    format!("{who} {what} {}: {told}", row.tenant_name)
}

/// Accounts whose customers have not decided.
fn waiting(rig: &Rig) -> Vec<serde_json::Value> {
    let all = rig.sim.accounts();
    all.into_iter()
        .filter(|account| {
            let status = account["status"].as_str().unwrap_or_default();
            account["deleted"] == false && status.starts_with("INITI")
        })
        .collect()
}

/// A customer decides, and the browser may come home, once or thrice.
async fn decide(dice: &mut Dice, rig: &Rig, life: &Life) -> String {
    let waiting = waiting(rig);
    let Some(account) = dice.pick(&waiting) else {
        life.rest(Duration::from_secs(3)).await;
        return "no customer is there".to_owned();
    };
    let id = account["id"].as_str().unwrap();
    let allow = !dice.once_in(4);
    rig.decide(id, allow, PEOPLE[dice.below(2)]);
    if let Some(back) = account["callback_url"].as_str() {
        for _ in 0..dice.below(4) {
            life.app.link(back);
        }
    }
    format!(
        "the customer of {id} {}",
        if allow { "allows" } else { "declines" }
    )
}

/// Something will go wrong.
fn fault(dice: &mut Dice, rig: &Rig) -> String {
    let all = faults::all();
    let (name, fault) = dice.pick(&all).unwrap().clone();
    let route = ROUTES[dice.below(ROUTES.len())];
    let fault = Fault {
        route: route.into(),
        nth: 1 + u32::try_from(dice.below(3)).unwrap(),
        times: Some(1 + u32::try_from(dice.below(4)).unwrap()),
        ..fault
    };
    let told = format!(
        "{name} on {route}, from {:?} on, {:?} times",
        fault.nth, fault.times
    );
    rig.sim.faults(vec![fault]).unwrap();
    told
}

/// Somebody else changes something at Composio.
fn elsewhere(dice: &mut Dice, rig: &Rig) -> String {
    let accounts = rig.sim.accounts();
    let there: Vec<_> = accounts
        .iter()
        .filter(|account| account["status"] == "ACTIVE")
        .collect();
    let id = dice
        .pick(&there)
        .map(|account| account["id"].as_str().unwrap().to_owned());
    match (dice.below(4), id) {
        (0, Some(id)) => {
            rig.sim.sabotage(Sabotage::WithdrawConsent {
                connected_account_id: id.clone(),
            });
            format!("consent for {id} is withdrawn")
        }
        (1, Some(id)) => {
            rig.sim.sabotage(Sabotage::Expire {
                connected_account_id: id.clone(),
            });
            format!("{id} expires")
        }
        (2, _) => {
            let done = rig.sim.churn(Churn {
                delete: 1,
                ..Churn::default()
            });
            format!("{} accounts are deleted elsewhere", done.delete)
        }
        _ => {
            let done = rig.sim.churn(Churn {
                update: 1,
                ..Churn::default()
            });
            format!("{} accounts are switched off elsewhere", done.update)
        }
    }
}
