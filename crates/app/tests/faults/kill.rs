//! The core as a process of its own, killed at a random moment: nothing is closed, rolled
//! back or said good-bye to.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use app::{Alert, App, Config, DemoServer, Future, Host, HostError};
use domain::{Timestamp, UserId};
use simulator::{Consent, Scenario};
use vault::Vault;
use wire::{Connect, Disconnect, Event, Reconnect};

use crate::checker;
use crate::dice::Dice;
use crate::rig::Rig;

const HOME: &str = "FAULTS_CORE_HOME";
const ROUND: &str = "FAULTS_CORE_ROUND";
const PROFILE: &str = "FAULTS_CORE_PROFILE";
const KEY: &str = "FAULTS_CORE_KEY";
const CONFIG: &str = "FAULTS_CORE_CONFIG";
/// How much faster the killed core waits than a real one: more happens before its end.
const HASTE: u32 = 40;

/// A host of a process of its own.
pub(crate) struct Hasty;

impl Host for Hasty {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
    }
    fn sleep(&self, wait: Duration) -> Future<'_, ()> {
        Box::pin(tokio::time::sleep(wait / HASTE))
    }
    fn open_url(&self, _: &str) -> Result<(), HostError> {
        Ok(())
    }
    fn copy(&self, _: &str) -> Result<(), HostError> {
        Ok(())
    }
    fn copy_unrecorded(&self, text: &str) -> Result<(), HostError> {
        self.copy(text)
    }
    fn handles_links(&self) -> bool {
        true
    }
    fn raise(&self) {}
    fn alert(&self, _: Alert) {}
    fn zoom(&self, _: u16) {}
    fn quit(&self) {}
    fn log_in_detail(&self, _: bool) {}
    fn system(&self) -> app::SystemFacts {
        app::SystemFacts {
            os: "Test OS 1".into(),
            webview: "2.0".into(),
            display: "none".into(),
        }
    }
    fn start_demo(&self, _: wire::DemoSize) -> Future<'_, Result<Arc<dyn DemoServer>, HostError>> {
        Box::pin(async { Err(HostError("no demo here".into())) })
    }
}

/// The core that is killed.
#[tokio::test]
#[ignore = "is started by another test, which kills it"]
async fn a_core_to_be_killed() {
    let Ok(home) = std::env::var(HOME) else {
        return;
    };
    let named = |name| std::env::var(name).unwrap();
    let vault = Vault::memory();
    vault
        .save(&named(PROFILE), &named(KEY).into())
        .await
        .unwrap();
    let config = Config {
        home: home.into(),
        person: "Jo".into(),
        version: "0.0.0".into(),
    };
    let app = App::open(config, Arc::new(Hasty), vault).await;
    let (sink, mut ends) = tokio::sync::mpsc::unbounded_channel();
    app.subscribe(move |event| {
        if let Event::Attempt(view) = event
            && view.stage == wire::AttemptStage::Ended
        {
            return sink.send(view).is_ok();
        }
        true
    });
    println!("up");
    app.start().await;
    let auth_config = domain::AuthConfigId::parse(named(CONFIG)).unwrap();
    for n in 0.. {
        let user = UserId::parse(format!("r{}-{n}", named(ROUND))).unwrap();
        let ask = Connect {
            user,
            auth_config: auth_config.clone(),
            way: domain::Way::Here,
            row: None,
            second: None,
            fields: Vec::new(),
        };
        let Ok(view) = app.run(ask).await else {
            continue;
        };
        let integration = view.integration.clone();
        while ends.recv().await.unwrap().id != view.id {}
        match n % 3 {
            0 => {
                if let Ok(view) = app.run(Reconnect { integration }).await {
                    while ends.recv().await.unwrap().id != view.id {}
                }
            }
            1 => {
                let ask = Disconnect {
                    integration,
                    withdraw: true,
                    delete: true,
                    reason: String::new(),
                };
                let _ = app.run(ask).await;
            }
            _ => {}
        }
    }
}

/// Starts it over this home.
fn start(rig: &Rig, round: u64) -> Child {
    let profile = rig.database().unwrap();
    let profile = profile.file_stem().unwrap().to_owned();
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::a_core_to_be_killed", "--ignored"])
        .arg("--nocapture")
        .env(HOME, rig.home.path())
        .env(ROUND, round.to_string())
        .env(PROFILE, profile)
        .env(KEY, rig.sim.api_key())
        .env(CONFIG, rig.auth_config("gmail").as_str())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_process_that_is_killed_at_any_moment_loses_and_doubles_nothing() {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let kills = number("FAULTS_KILLS").unwrap_or(12);
    let seed = number("FAULTS_KILL_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    println!("FAULTS_KILL_SEED={seed} FAULTS_KILLS={kills}");
    let mut dice = Dice::new(seed);
    let mut rig = Rig::with(simulator::Config {
        scenario: Scenario::Empty,
        control: true,
        consent: Consent::AllowAfterPolls(2),
        ..simulator::Config::default()
    });
    rig.live(async |life| life.synced().await).unwrap();
    rig.haste = HASTE as usize;
    for round in 0..kills {
        let mut child = start(&rig, round);
        let out = BufReader::new(child.stdout.take().unwrap()).lines();
        // Counted from when it works on the files; before that nothing can happen.
        assert!(
            out.map_while(Result::ok).any(|line| line.ends_with("up")),
            "it starts"
        );
        std::thread::sleep(Duration::from_millis(dice.roll() % 800));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        assert_eq!(ended.code(), None, "it ended by itself: {ended}");
        rig.check_between();
    }
    let broken = rig.live(async |life| {
        life.rest(Duration::from_secs(15 * 60)).await;
        life.sync().await;
        life.rest(Duration::from_secs(130)).await;
        checker::broken(&rig, true).await
    });
    let broken = broken.unwrap();
    assert!(
        broken.is_empty(),
        "FAULTS_KILL_SEED={seed}\n{}",
        broken.join("\n")
    );
    let made = rig.sim.accounts().len();
    println!("{made} accounts were made");
    // One or two may come before anything was begun.
    assert!(made > 0 || kills < 10, "nothing was under way in any kill");
}
