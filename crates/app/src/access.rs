//! Who may do what. Without a passphrase whoever sits here is an admin; with one the
//! desk begins as Support, and locks again when nothing is asked of the core for a
//! while. A wrong try is counted on disk before it is looked at, so that neither a
//! second window nor a restart gives tries away.

use std::sync::Arc;
use std::time::Duration;

use domain::{Role, Timestamp};
use secrecy::SecretString;
use store::{AdminLock, AuditFilter};
use wire::{
    AccessView, Code, DeskAudit, Fault, FindDeskAudit, Handle, Level, LockAdmin, Receipt,
    ResetPassphrase, SetIdleLock, SetPassphrase, UnlockAdmin,
};

use crate::core::App;
use crate::desk_deed::DeskDeed;
use crate::error::Error;
use crate::number::counted;
use crate::passphrase;

/// So many wrong tries cost nothing.
const FREE_TRIES: u32 = 2;
/// The longest wait between two tries.
const LONGEST_WAIT_SECONDS: u32 = 300;
const IDLE_MINUTES: std::ops::RangeInclusive<u32> = 1..=240;

/// The lock as it stands in memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Access {
    unlocked: bool,
    has_passphrase: bool,
    idle_minutes: u32,
    last_input: Timestamp,
}

impl Default for Access {
    /// A desk that cannot be read lets nobody change anything.
    fn default() -> Self {
        Self {
            unlocked: false,
            has_passphrase: true,
            idle_minutes: 15,
            last_input: Timestamp::from_millis(0),
        }
    }
}

impl Access {
    pub(crate) fn begin(lock: &AdminLock, now: Timestamp) -> Self {
        Self {
            unlocked: lock.hash.is_none(),
            has_passphrase: lock.hash.is_some(),
            idle_minutes: lock.idle_minutes,
            last_input: now,
        }
    }

    fn idle_millis(&self) -> i64 {
        i64::from(self.idle_minutes) * 60_000
    }

    /// What may be done now.
    pub(crate) fn role(&self, now: Timestamp) -> Role {
        let since = now.since(self.last_input);
        // Of a clock that was set back nobody knows how long it has been.
        let idle = self.has_passphrase && !(0..self.idle_millis()).contains(&since);
        if self.unlocked && !idle {
            Role::Admin
        } else {
            Role::Support
        }
    }

    pub(crate) fn view(&self, now: Timestamp, level: Level) -> AccessView {
        AccessView {
            role: self.role(now),
            has_passphrase: self.has_passphrase,
            idle_minutes: self.idle_minutes,
            level,
        }
    }
}

/// How long to wait after so many wrong tries in a row.
pub(crate) fn wait_after(wrong: u32) -> u32 {
    match wrong.checked_sub(FREE_TRIES) {
        None | Some(0) => 0,
        Some(more) => 2_u32.saturating_pow(more).min(LONGEST_WAIT_SECONDS),
    }
}

/// Whether a command is the window's own asking, when something changed, and so no
/// sign that anybody is there.
fn is_passive(command: &str) -> bool {
    ["find_", "show_", "count_", "list_"]
        .iter()
        .any(|start| command.starts_with(start))
}

impl App {
    /// What may be done now.
    pub(crate) fn role(&self) -> Role {
        self.state().access.role(self.0.host.now())
    }

    /// Somebody asked for something: admin stays open.
    pub(crate) fn note_input(&self, command: &str) {
        if is_passive(command) {
            return;
        }
        let now = self.0.host.now();
        let ran_out = {
            let mut state = self.state();
            let open = state.access.role(now) == Role::Admin;
            let ran_out = state.access.unlocked && !open;
            if open {
                state.access.last_input = now;
            }
            ran_out
        };
        // What has run out must not come back to life.
        if ran_out {
            self.lock_admin();
        }
    }

    async fn set_passphrase(&self, ask: SetPassphrase) -> Result<(), Fault> {
        let _one = self.0.unlocking.lock().await;
        let wanted = ask.passphrase.into_secret();
        passphrase::accept(&wanted)?;
        let lock = self.desk()?.admin().await.map_err(Error::from)?;
        if lock.hash.is_some() {
            let current = ask.current.map(wire::SecretInput::into_secret);
            self.try_passphrase(current).await?;
        }
        let deed = match lock.hash {
            Some(_) => "Change the admin passphrase",
            None => "Set the admin passphrase",
        };
        self.store_passphrase(deed, wanted).await
    }

    /// Writes a new passphrase, with its audit rows, and leaves admin open.
    async fn store_passphrase(
        &self,
        deed: &'static str,
        wanted: SecretString,
    ) -> Result<(), Fault> {
        let deed = DeskDeed::new(deed, "This computer");
        let intent = self.intend_on_desk(&deed).await?;
        let done = self.write_passphrase(wanted).await;
        self.conclude_on_desk(&deed, intent, &done).await;
        done?;
        self.open_admin(true);
        Ok(())
    }

    async fn write_passphrase(&self, wanted: SecretString) -> Result<(), Error> {
        let hash = passphrase::hash(wanted).await?;
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        let lock = desk.admin().await?;
        let lock = AdminLock {
            hash: Some(hash),
            wrong: 0,
            not_before: Timestamp::from_millis(0),
            ..lock
        };
        Ok(desk.save_admin(&lock).await?)
    }

    /// Looks at a passphrase, as fast as the wrong ones before it allow.
    async fn try_passphrase(&self, typed: Option<SecretString>) -> Result<(), Fault> {
        let desk = self.desk()?;
        let mut lock = desk.admin().await.map_err(Error::from)?;
        let Some(hash) = lock.hash.clone() else {
            return Ok(());
        };
        let now = self.0.host.now();
        let longest = i64::from(LONGEST_WAIT_SECONDS) * 1_000;
        // A clock that was set back must not lock anybody out.
        let left = lock.not_before.since(now).min(longest);
        if left > 0 {
            lock.not_before = now.plus_millis(left);
            desk.save_admin(&lock).await.map_err(Error::from)?;
            return Err(later(left));
        }
        lock.wrong = lock.wrong.saturating_add(1);
        let wait = wait_after(lock.wrong);
        lock.not_before = now.plus_millis(i64::from(wait) * 1_000);
        desk.save_admin(&lock).await.map_err(Error::from)?;
        let right = match typed {
            Some(typed) => passphrase::matches(hash, typed).await,
            None => false,
        };
        if !right {
            return Err(wrong(wait));
        }
        lock.wrong = 0;
        lock.not_before = Timestamp::from_millis(0);
        desk.save_admin(&lock).await.map_err(Error::from)?;
        Ok(())
    }

    async fn unlock_admin(&self, ask: UnlockAdmin) -> Result<(), Fault> {
        let _one = self.0.unlocking.lock().await;
        let typed = ask.passphrase.map(wire::SecretInput::into_secret);
        let tried = self.try_passphrase(typed).await;
        let asked = self.state().access.has_passphrase;
        if asked {
            let deed = DeskDeed::new("Unlock admin", "This computer");
            self.observed_on_desk(&deed, tried.as_ref().err()).await?;
        }
        tried?;
        self.open_admin(asked);
        Ok(())
    }

    fn lock_admin(&self) {
        self.state().access.unlocked = false;
        self.publish_snapshot();
    }

    /// Admin is open from now on, until nothing is asked for a while.
    fn open_admin(&self, has_passphrase: bool) {
        let now = self.0.host.now();
        {
            let mut state = self.state();
            state.access.unlocked = true;
            state.access.has_passphrase = has_passphrase;
            state.access.last_input = now;
        }
        self.publish_snapshot();
        if has_passphrase {
            self.watch_idle();
        }
    }

    /// Tells the window when admin has locked by itself. The lock itself does not
    /// wait for this: [`Access::role`] reads the clock.
    fn watch_idle(&self) {
        let inner = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let Some(inner) = inner.upgrade() else { return };
                let app = Self(inner);
                let open = app.state().access.unlocked;
                if !open {
                    return;
                }
                if app.role() == Role::Support {
                    app.lock_admin();
                    return;
                }
            }
        });
    }

    async fn reset_passphrase(&self, ask: ResetPassphrase) -> Result<(), Fault> {
        let _one = self.0.unlocking.lock().await;
        let wanted = ask.passphrase.into_secret();
        passphrase::accept(&wanted)?;
        // From the disk: a project that is only not shown has a key all the same.
        let profiles = self.desk()?.profiles().await.map_err(Error::from)?;
        let real = profiles.iter().any(|profile| !profile.demo);
        // With nothing but the demo here, there is nothing that a key would prove.
        if real {
            self.is_key_of_this_project(ask.key.into_secret()).await?;
        }
        self.store_passphrase("Set a new passphrase with the API key", wanted)
            .await
    }

    async fn set_idle_lock(&self, minutes: u32) -> Result<(), Fault> {
        if !IDLE_MINUTES.contains(&minutes) {
            return Err(Error::Input("The idle lock takes 1 to 240 minutes.").into());
        }
        let _one = self.0.unlocking.lock().await;
        let lock = self.desk()?.admin().await.map_err(Error::from)?;
        if lock.idle_minutes == minutes {
            return Ok(());
        }
        let words = |minutes: u32| counted(minutes, "minute", "minutes");
        let deed = DeskDeed::new("Change the idle lock of admin", "This computer")
            .changing(words(lock.idle_minutes), words(minutes));
        let intent = self.intend_on_desk(&deed).await?;
        let done = self.keep_idle_minutes(minutes).await;
        self.conclude_on_desk(&deed, intent, &done).await;
        done?;
        self.state().access.idle_minutes = minutes;
        self.publish_snapshot();
        Ok(())
    }

    async fn keep_idle_minutes(&self, minutes: u32) -> Result<(), Error> {
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        // As it is now: the passphrase and its wrong tries are written with it.
        let lock = AdminLock {
            idle_minutes: minutes,
            ..desk.admin().await?
        };
        Ok(desk.save_admin(&lock).await?)
    }
}

fn later(millis: i64) -> Fault {
    let seconds = (millis + 999) / 1_000;
    Fault::new(
        Code::PassphraseLater,
        format!(
            "After wrong tries the next one waits. Try again in {seconds} s. Admin stays locked."
        ),
    )
}

fn wrong(wait: u32) -> Fault {
    let next = match wait {
        0 => String::new(),
        wait => format!(" The next try is looked at in {wait} s."),
    };
    Fault::new(
        Code::WrongPassphrase,
        format!("This is not the admin passphrase. Admin stays locked.{next}"),
    )
}

impl Handle<SetPassphrase> for App {
    async fn handle(&self, ask: SetPassphrase) -> Result<Receipt, Fault> {
        self.set_passphrase(ask).await.map(|()| Receipt::default())
    }
}

impl Handle<UnlockAdmin> for App {
    async fn handle(&self, ask: UnlockAdmin) -> Result<Receipt, Fault> {
        self.unlock_admin(ask).await.map(|()| Receipt::default())
    }
}

impl Handle<LockAdmin> for App {
    async fn handle(&self, _: LockAdmin) -> Result<Receipt, Fault> {
        self.lock_admin();
        Ok(Receipt::default())
    }
}

impl Handle<ResetPassphrase> for App {
    async fn handle(&self, ask: ResetPassphrase) -> Result<Receipt, Fault> {
        self.reset_passphrase(ask)
            .await
            .map(|()| Receipt::default())
    }
}

impl Handle<SetIdleLock> for App {
    async fn handle(&self, ask: SetIdleLock) -> Result<Receipt, Fault> {
        self.set_idle_lock(ask.minutes)
            .await
            .map(|()| Receipt::default())
    }
}

impl Handle<FindDeskAudit> for App {
    async fn handle(&self, _: FindDeskAudit) -> Result<DeskAudit, Fault> {
        const SHOWN: u32 = 50;
        let newest = AuditFilter::default();
        let page = self.desk()?.audit_page(&newest, 0, SHOWN).await;
        let (_, lines) = page.map_err(Error::from)?;
        Ok(DeskAudit {
            rows: lines.into_iter().map(crate::activity::audit_line).collect(),
        })
    }
}
