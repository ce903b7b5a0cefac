//! One seed's world.

use std::ops::Range;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use domain::AttemptId;
use wire::CancelAttempt;

use super::REQUESTS;
use super::steps::{decide, elsewhere, fault, of_a_row, waiting};
use super::tally::Tally;
use crate::checker;
use crate::dice::Dice;
use crate::life::Life;
use crate::rig::Rig;

const TENANTS: [&str; 3] = ["ada", "ben", "cleo"];

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
    met: Tally,
    /// What was done, for whoever reads a failure.
    story: Vec<String>,
}

/// What is open in one life.
struct Desks<'a> {
    first: &'a Life,
    /// Nothing while the second has closed the program.
    second: Option<Life>,
    attempts: Vec<(usize, AttemptId)>,
    home: &'a AtomicUsize,
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
            met: Tally::default(),
            story: Vec::new(),
        }
    }

    /// What it met.
    pub(super) fn run(mut self) -> Tally {
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
        let accounts = self.rig.sim.accounts();
        let gone = |account: &&serde_json::Value| account["deleted"] == true;
        let deleted = accounts.iter().filter(gone).count();
        let works = accounts
            .iter()
            .filter(|it| !gone(it) && it["status"] == "ACTIVE");
        let met = &mut self.met;
        met.add(REQUESTS, self.rig.sim.requests().len());
        met.add("accounts that worked in the end", works.count());
        met.add("accounts deleted", deleted);
        let faulted = usize::try_from(self.rig.sim.faulted()).unwrap();
        met.add("calls that went wrong", faulted);
        met.add("one closed alone", usize::from(self.was_away));
        self.met
    }

    fn tell(&mut self, what: impl Into<String>) {
        self.story.push(what.into());
    }

    /// A life of both cores, ended at that reading of their clock if any is named.
    fn live(&mut self, steps: usize, end: Option<u32>) {
        let away = self.away(steps);
        let mut dice = Dice::new(self.dice.roll());
        let (mut story, home) = (Vec::new(), AtomicUsize::new(0));
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
                home: &home,
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
        self.met.add("links handed home", home.into_inner());
        self.met.add("both killed", usize::from(done.is_none()));
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
        let (mut dice, home) = (Dice::new(self.dice.roll()), AtomicUsize::new(0));
        let (rig, second) = (&self.rig, &self.second);
        let broken = rig.live(async |life| {
            let other = Life::begin(second).await;
            if decided {
                // Links that were lost with their answer are asked for again by then.
                life.rest(Duration::from_secs(20)).await;
                for _ in waiting(rig) {
                    decide(&mut dice, rig, life, &home).await;
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
        self.met.add("links handed home", home.into_inner());
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
            3..=5 => decide(dice, rig, life, self.home).await,
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
