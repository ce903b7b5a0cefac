//! The core in a process of its own, which a test can kill, or take the room on the disk from.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use app::{App, Config, Future, Host, HostError};
use domain::{AuthConfigId, Timestamp, UserId};
use simulator::{Consent, Scenario};
use vault::Vault;
use wire::Connect;

use crate::clock::wall;
use crate::rig::{Rig, does_nothing_else};

const HOME: &str = "FAULTS_CORE_HOME";
const PROFILE: &str = "FAULTS_CORE_PROFILE";
const KEY: &str = "FAULTS_CORE_KEY";
const CONFIG: &str = "FAULTS_CORE_CONFIG";
/// How much faster such a core waits than a real one: more happens before its end.
pub(crate) const HASTE: u32 = 40;

/// A host of a process of its own.
struct Hasty;

impl Host for Hasty {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(wall())
    }
    fn sleep(&self, wait: Duration) -> Future<'_, ()> {
        Box::pin(tokio::time::sleep(wait / HASTE))
    }
    fn open_url(&self, _: &str) -> Result<(), HostError> {
        Ok(())
    }
    fn raise(&self) {}
    does_nothing_else!();
}

/// A workspace whose customers allow by themselves, closed.
pub(crate) fn rig() -> Rig {
    let rig = Rig::with(simulator::Config {
        scenario: Scenario::Empty,
        control: true,
        consent: Consent::AllowAfterPolls(2),
        ..simulator::Config::default()
    });
    rig.live(async |life| life.synced().await).unwrap();
    rig
}

/// Makes `command` run `test`, and nothing else, over this home.
pub(crate) fn run<'a>(command: &'a mut Command, rig: &Rig, test: &str) -> &'a mut Command {
    let profile = rig.database().unwrap();
    command
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(HOME, rig.home.path())
        .env(PROFILE, profile.file_stem().unwrap())
        .env(KEY, rig.sim.api_key())
        .env(CONFIG, rig.auth_config("gmail").as_str())
}

/// The core of such a process, and what to connect with; nothing in any other.
pub(crate) async fn core() -> Option<(App, AuthConfigId)> {
    let home = std::env::var(HOME).ok()?;
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
    Some((app, AuthConfigId::parse(named(CONFIG)).unwrap()))
}

/// A first sign-in of this customer.
pub(crate) fn first(user: &str, auth_config: &AuthConfigId) -> Connect {
    Connect {
        user: UserId::parse(user).unwrap(),
        auth_config: auth_config.clone(),
        way: domain::Way::Here,
        row: None,
        second: None,
        fields: Vec::new(),
    }
}
