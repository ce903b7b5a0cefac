//! A core that can end at any moment, over a home and a simulator that stay. Each life of
//! the core is a runtime of its own: when it is dropped, everything in it stops where it
//! is, as when a process is killed.

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use app::{Future, Host, HostError};
use domain::{AttemptId, AuthConfigId, IntegrationId, Timestamp};
use simulator::{Decision, Running, Scenario, Simulator};
use vault::Vault;

use crate::checker;
use crate::clock::{Clock, Crash};
use crate::life::Life;
use crate::quiet::{Threads, Woken};

/// Where the simulators run, so that they outlive any core.
static SERVERS: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
});

/// The rest of a host: nothing of it is looked at in here.
macro_rules! does_nothing_else {
    () => {
        fn copy(&self, _: &str) -> Result<(), app::HostError> {
            Ok(())
        }
        fn copy_unrecorded(&self, text: &str) -> Result<(), app::HostError> {
            self.copy(text)
        }
        fn handles_links(&self) -> bool {
            true
        }
        fn alert(&self, _: app::Alert) {}
        fn zoom(&self, _: u16) {}
        fn quit(&self) {}
        fn log_in_detail(&self, _: bool) {}
        fn system(&self) -> app::SystemFacts {
            app::SystemFacts::default()
        }
        fn start_demo(
            &self,
            _: wire::DemoSize,
        ) -> app::Future<'_, Result<std::sync::Arc<dyn app::DemoServer>, app::HostError>> {
            Box::pin(async { Err(app::HostError("no demo here".into())) })
        }
    };
}
pub(crate) use does_nothing_else;

/// A host that remembers, and whose time is the test's.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) clock: Arc<Clock>,
    pub(crate) opened: Mutex<Vec<String>>,
    pub(crate) raised: Mutex<u32>,
}

impl Host for Desk {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.read())
    }
    fn sleep(&self, wait: Duration) -> Future<'_, ()> {
        Box::pin(self.clock.sleep(wait))
    }
    fn open_url(&self, url: &str) -> Result<(), HostError> {
        self.opened.lock().unwrap().push(url.to_owned());
        Ok(())
    }
    fn raise(&self) {
        *self.raised.lock().unwrap() += 1;
    }
    does_nothing_else!();
}

/// What stays when the core ends.
pub(crate) struct Rig {
    pub(crate) sim: Arc<Running>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) home: tempfile::TempDir,
    pub(crate) vault: Vault,
    /// Attempts that the window was shown as won, over all lives.
    pub(crate) shown: Arc<Mutex<Vec<AttemptId>>>,
    /// Homes of others who work on the same project.
    pub(crate) others: Vec<PathBuf>,
    /// How many times shorter the core waits than it should.
    pub(crate) haste: usize,
}

impl Rig {
    /// A simulator without any account.
    pub(crate) fn new() -> Self {
        Self::with(simulator::Config {
            scenario: Scenario::Empty,
            control: true,
            ..simulator::Config::default()
        })
    }

    pub(crate) fn with(config: simulator::Config) -> Self {
        let _inside = SERVERS.enter();
        Self {
            sim: Arc::new(SERVERS.block_on(Simulator::start(config)).unwrap()),
            others: Vec::new(),
            haste: 1,
            desk: Arc::new(Desk::default()),
            home: home(),
            vault: Vault::memory(),
            shown: Arc::default(),
        }
    }

    /// A second person at another computer, with the same project at the same time.
    pub(crate) fn beside(&self) -> Self {
        let desk = Desk {
            clock: Arc::clone(&self.desk.clock),
            ..Desk::default()
        };
        Self {
            sim: Arc::clone(&self.sim),
            desk: Arc::new(desk),
            home: home(),
            vault: Vault::memory(),
            shown: Arc::default(),
            others: vec![self.home.path().into()],
            haste: 1,
        }
    }

    /// One life of the core. `None` when it was ended in the middle.
    pub(crate) fn live<T>(&self, script: impl AsyncFnOnce(&Life) -> T) -> Option<T> {
        self.live_until(None, script)
    }

    /// The same, ended at that reading of the clock.
    pub(crate) fn live_until<T>(
        &self,
        end_at: Option<u32>,
        script: impl AsyncFnOnce(&Life) -> T,
    ) -> Option<T> {
        let clock = Arc::clone(&self.desk.clock);
        clock.begin(self.sim.hung(), end_at);
        let homes = [self.home.path().into()].into_iter();
        let threads = Arc::new(Threads::new(
            homes.chain(self.others.iter().cloned()).collect(),
        ));
        let woken = Arc::new(Woken::default());
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().thread_name(threads.name());
        let (hook, sim) = (Arc::clone(&clock), Arc::clone(&self.sim));
        let (watched, flag) = (Arc::clone(&threads), Arc::clone(&woken));
        builder.on_thread_park(move || hook.parked(&sim, &watched, &flag));
        let runtime = builder.build().unwrap();
        let life = AssertUnwindSafe(|| {
            runtime.block_on(woken.watch(async {
                let all = async {
                    let life = Life::begin(self).await;
                    script(&life).await
                };
                tokio::select! {
                    biased;
                    () = clock.until_ended() => None,
                    done = all => Some(done),
                    () = Arc::clone(&clock).run() => None,
                }
            }))
        });
        let done = std::panic::catch_unwind(life);
        woken.end();
        let done = match done {
            Ok(done) => done,
            Err(crash) if crash.is::<Crash>() => None,
            Err(failure) => std::panic::resume_unwind(failure),
        };
        runtime.shutdown_timeout(Duration::from_secs(5));
        self.buried(&threads);
        done
    }

    /// Nothing of a process that ended is left: no thread of it still has a file open, and
    /// nobody at the other end takes it for somebody who waits for an answer.
    fn buried(&self, threads: &Threads) {
        for _ in 0..60_000 {
            if threads.are_gone() && self.sim.hanging() == 0 {
                return;
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        panic!("the life that ended goes on");
    }

    /// The database of the one workspace.
    pub(crate) fn database(&self) -> Option<PathBuf> {
        ::checker::database(self.home.path())
    }

    /// Checks what must hold at any moment, and with `settled` what must hold once
    /// everything came to rest.
    pub(crate) async fn check(&self, settled: bool) {
        checker::check(self, settled).await;
    }

    /// The same between two lives.
    pub(crate) fn check_between(&self) {
        apart(self.check(false));
    }

    /// Decides as the customer would.
    pub(crate) fn decide(&self, account: &str, allow: bool, who: &str) {
        let decision = Decision {
            allow,
            account: Some(who.into()),
            granted_scopes: None,
        };
        // Whose link ran out meanwhile has nothing to decide any more.
        let _ = self.sim.consent(account, decision);
    }

    /// Accounts of this user that are there now.
    pub(crate) fn remote(&self, user: &str) -> Vec<serde_json::Value> {
        let all = self.sim.accounts();
        all.into_iter()
            .filter(|account| account["user_id"] == user && account["deleted"] == false)
            .collect()
    }

    /// The callback that Composio was given for an account.
    pub(crate) fn way_back(&self, account: &str) -> String {
        let all = self.sim.accounts();
        let found = all.iter().find(|one| one["id"] == account).unwrap();
        found["callback_url"].as_str().unwrap().to_owned()
    }

    /// The auth config of a toolkit that Composio manages.
    pub(crate) fn auth_config(&self, toolkit: &str) -> AuthConfigId {
        let state = self.sim.state();
        let all = state["auth_configs"].as_array().unwrap();
        let found = all
            .iter()
            .find(|config| config["toolkit"] == toolkit && config["is_composio_managed"] == true)
            .unwrap();
        AuthConfigId::parse(found["id"].as_str().unwrap()).unwrap()
    }
}

/// Ada has a row that works; whatever is done with it, in the end both sides say the same.
pub(crate) fn both_sides_agree_after(script: impl AsyncFnOnce(&Rig, &Life, &IntegrationId)) {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        script(&rig, life, &row).await;
        rig.check(true).await;
    })
    .unwrap();
}

/// Does something apart from any core.
pub(crate) fn apart<T>(work: impl std::future::Future<Output = T>) -> T {
    SERVERS.block_on(work)
}

/// In memory where the system has a place for that: what a commit costs is not asked here.
fn home() -> tempfile::TempDir {
    let fast = std::path::Path::new("/dev/shm");
    if fast.is_dir() {
        tempfile::tempdir_in(fast).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}
