//! One life of the core: what a person does with it, and what the window is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::{App, Config, Host};
use domain::{AttemptId, AttemptState, AuthConfigId, IntegrationId, UserId};
use simulator::Running;
use tokio::sync::Notify;
use wire::{
    AttemptView, AuditList, AuditRowView, AuditSearch, Connect, Event, FindAudit, FindIntegrations,
    IntegrationRow, SaveApiKey, SecretInput, SyncPhase,
};

use crate::clock::Clock;
use crate::rig::Rig;

/// What was told to the window.
#[derive(Default)]
pub(crate) struct Heard {
    events: Mutex<Vec<Event>>,
    news: Notify,
}

/// One life of the core.
pub(crate) struct Life {
    pub(crate) app: App,
    heard: Arc<Heard>,
    clock: Arc<Clock>,
    sim: Arc<Running>,
}

impl Life {
    pub(crate) async fn begin(rig: &Rig) -> Self {
        let config = Config {
            home: rig.home.path().into(),
            person: "Jo".into(),
            version: "0.0.0".into(),
        };
        let host = Arc::clone(&rig.desk) as Arc<dyn Host>;
        let app = App::open(config, host, rig.vault.clone()).await;
        let heard = Arc::new(Heard::default());
        let (sink, shown) = (Arc::clone(&heard), Arc::clone(&rig.shown));
        app.subscribe(move |event| {
            if let Event::Attempt(view) = &event
                && view.state == AttemptState::Won
            {
                shown.lock().unwrap().push(view.id.clone());
            }
            sink.events.lock().unwrap().push(event);
            sink.news.notify_waiters();
            true
        });
        let life = Self {
            app,
            heard,
            clock: Arc::clone(&rig.desk.clock),
            sim: Arc::clone(&rig.sim),
        };
        if rig.database().is_some() {
            life.app.start().await;
        } else {
            let key = SecretInput::from(secrecy::SecretString::from(rig.sim.api_key()));
            let new = SaveApiKey {
                name: "Test".into(),
                base_url: rig.sim.base_url(),
                key,
                production: false,
                memory_only: false,
                profile: None,
                network: None,
            };
            // A workspace that is not there yet is made again after a crash.
            life.app.run(new).await.unwrap();
        }
        life
    }

    /// The program is closed, whatever it has under way: its tasks stop where they wait.
    pub(crate) async fn close(self) {
        let none = wire::UseProfile { profile: None };
        self.app.run(none).await.unwrap();
    }

    /// Waits for a fact; two hours of the clock are never needed.
    pub(crate) async fn until(&self, what: &str, fact: impl Fn(&[Event]) -> bool) {
        let late = self.clock.time() + 2 * 3_600_000;
        loop {
            let news = self.heard.news.notified();
            let moved = self.clock.moved.notified();
            if fact(&self.heard.events.lock().unwrap()) {
                return;
            }
            assert!(self.clock.time() < late, "never came true: {what}");
            tokio::select! {
                () = news => {}
                () = moved => {}
            }
        }
    }

    /// So much time passes.
    pub(crate) async fn rest(&self, span: Duration) {
        self.clock.rest(span).await;
    }

    /// The project was read since this was asked.
    pub(crate) async fn synced(&self) {
        self.until("the project is read", |events| {
            let last = events.iter().rev().find_map(|event| match event {
                Event::Sync(sync) => {
                    Some(sync.phase == SyncPhase::Idle && sync.synced_at.is_some())
                }
                _ => None,
            });
            last == Some(true)
        })
        .await;
    }

    /// How every reading so far ended.
    pub(crate) fn readings(&self) -> Vec<wire::SyncView> {
        let all = told(&self.heard.events.lock().unwrap());
        all.into_iter()
            .filter(|sync| sync.phase != SyncPhase::Reading)
            .collect()
    }

    /// Reads the project now; how that went. A reading that was under way already is not
    /// meant: the answer is that of one that asked Composio after this.
    pub(crate) async fn sync(&self) -> wire::SyncView {
        let lists = || {
            let all = self.sim.requests();
            all.iter()
                .filter(|request| request["route"] == "GET /connected_accounts")
                .count()
        };
        let asked = lists();
        loop {
            let before = told(&self.heard.events.lock().unwrap()).len();
            self.app.run(wire::SyncNow {}).await.unwrap();
            self.until("the project is read again", |events| {
                let all = told(events);
                all.len() > before
                    && all
                        .last()
                        .is_some_and(|sync| sync.phase != SyncPhase::Reading)
            })
            .await;
            if lists() > asked {
                return told(&self.heard.events.lock().unwrap()).pop().unwrap();
            }
        }
    }

    /// The last that was said of an attempt.
    pub(crate) fn attempt(&self, id: &AttemptId) -> Option<AttemptView> {
        let events = self.heard.events.lock().unwrap();
        attempt_in(&events, id)
    }

    /// How an attempt ended.
    pub(crate) async fn ended(&self, id: &AttemptId) -> AttemptView {
        self.until("the attempt ends", |events| {
            attempt_in(events, id).is_some_and(|view| view.stage == wire::AttemptStage::Ended)
        })
        .await;
        self.attempt(id).unwrap()
    }

    /// Waits for the question whether somebody else may stay.
    pub(crate) async fn asked(&self, id: &AttemptId) {
        self.until("it is asked", |events| {
            attempt_in(events, id).is_some_and(|view| view.state == AttemptState::Differs)
        })
        .await;
    }

    pub(crate) async fn connect(
        &self,
        user: &str,
        auth_config: &AuthConfigId,
    ) -> Result<AttemptView, wire::Fault> {
        self.connect_by(domain::Way::Here, user, auth_config).await
    }

    /// In the browser of this computer, or by a link for the customer.
    pub(crate) async fn connect_by(
        &self,
        way: domain::Way,
        user: &str,
        auth_config: &AuthConfigId,
    ) -> Result<AttemptView, wire::Fault> {
        let user = UserId::parse(user).unwrap();
        let auth_config = auth_config.clone();
        let ask = Connect {
            user,
            auth_config,
            way,
            row: None,
            second: None,
            fields: Vec::new(),
        };
        self.app.run(ask).await
    }

    /// Waits until an attempt has a link or is over; its account, where it has one.
    pub(crate) async fn linked(&self, id: &AttemptId) -> Option<String> {
        self.until("a link, or an end", |events| {
            attempt_in(events, id).is_some_and(|view| {
                view.state == AttemptState::Opened || view.stage == wire::AttemptStage::Ended
            })
        })
        .await;
        let view = self.attempt(id)?;
        let account = view
            .account
            .filter(|_| view.state == AttemptState::Opened)?;
        Some(account.to_string())
    }

    /// Waits until there is a link that can be sent, or the attempt is over; its account.
    pub(crate) async fn link_made(&self, id: &AttemptId) -> Option<String> {
        let made = |view: AttemptView| {
            view.link_shortened.is_some() || view.stage == wire::AttemptStage::Ended
        };
        self.until("a link, or an end", |events| {
            attempt_in(events, id).is_some_and(made)
        })
        .await;
        Some(self.attempt(id)?.account?.to_string())
    }

    /// The sign-ins of which it is asked what becomes of them.
    pub(crate) fn questions(&self) -> Vec<AttemptId> {
        let mut open = std::collections::BTreeMap::new();
        let mut tell = |view: &AttemptView| {
            let asked = view.state == AttemptState::Differs;
            open.insert(view.id.to_string(), asked.then(|| view.id.clone()));
        };
        for event in self.heard.events.lock().unwrap().iter() {
            match event {
                Event::Attempt(view) => tell(view),
                Event::Snapshot(all) => all.attempts.iter().for_each(&mut tell),
                _ => {}
            }
        }
        open.into_values().flatten().collect()
    }

    /// A row that works.
    pub(crate) async fn connected(&self, rig: &Rig, user: &str) -> IntegrationId {
        let view = self.connect(user, &rig.auth_config("gmail")).await.unwrap();
        let account = self.linked(&view.id).await.unwrap();
        rig.decide(&account, true, &format!("{user}@example.com"));
        let end = self.ended(&view.id).await;
        assert_eq!(end.state, AttemptState::Won);
        end.integration
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.heard.events.lock().unwrap().clone()
    }
}

/// How reading the project went, each time it was told.
fn told(events: &[Event]) -> Vec<wire::SyncView> {
    let all = events.iter().filter_map(|event| match event {
        Event::Sync(sync) => Some(sync.clone()),
        _ => None,
    });
    all.collect()
}

fn attempt_in(events: &[Event], id: &AttemptId) -> Option<AttemptView> {
    events.iter().rev().find_map(|event| match event {
        Event::Attempt(view) if view.id == *id => Some((**view).clone()),
        Event::Snapshot(all) => all.attempts.iter().find(|view| view.id == *id).cloned(),
        _ => None,
    })
}

/// The newest fifty entries of the audit list.
pub(crate) async fn audited(life: &Life) -> Vec<AuditRowView> {
    let ask = FindAudit {
        list: AuditList::Project,
        search: AuditSearch::default(),
        offset: 0,
        limit: 50,
    };
    life.app.run(ask).await.unwrap().rows
}

/// The first hundred rows with that text, or of all.
pub(crate) async fn rows(life: &Life, text: &str) -> Vec<IntegrationRow> {
    let ask = FindIntegrations {
        text: text.into(),
        state: None,
        toolkit: None,
        narrow: wire::Narrow::default(),
        sort: wire::Sort::default(),
        offset: 0,
        limit: 100,
        locate: None,
    };
    life.app
        .run(ask)
        .await
        .map(|page| page.rows)
        .unwrap_or_default()
}
