//! The only place where an account changes its status. Each change moves
//! `updated_at`.

use serde_json::{Map, Value};

use super::account::{Account, Extra, Health, Reason, Status};
use super::{Entry, Link, Project, World};
use crate::catalog::is_oauth;
use crate::clock::LINK_LIFE;
use crate::dice;

/// How many failed uses make Composio give an account up.
const MAX_FAILURES: u8 = 3;

/// What a new account starts with.
#[derive(Debug, Default, Clone)]
pub(crate) struct Started {
    pub(crate) user: String,
    pub(crate) config: usize,
    pub(crate) callback_url: Option<String>,
    pub(crate) alias: Option<String>,
    pub(crate) val: Map<String, Value>,
    pub(crate) shared: bool,
    pub(crate) acl: Option<Value>,
}

/// What the customer decided.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdict {
    pub(crate) allow: bool,
    pub(crate) account: Option<String>,
    /// Scopes left ticked; `None` is all of them.
    pub(crate) scopes: Option<Vec<String>>,
    /// Fields of a key form.
    pub(crate) val: Map<String, Value>,
}

impl World {
    /// A new account in `status`; pending ones expire after ten minutes.
    pub(crate) fn start(&mut self, project: usize, with: Started, status: Status) -> Option<u32> {
        let (code, now) = (self.fresh(), self.now());
        let project = self.projects.get_mut(project)?;
        let user = project.accounts.intern(&with.user);
        let extra = Extra {
            alias: with.alias,
            acl: with.acl,
            val: with.val,
            callback_url: with.callback_url,
            deadline: now + LINK_LIFE,
            ..Extra::default()
        };
        let row = Account {
            code,
            created: now,
            updated: now,
            user,
            config: u32::try_from(with.config).ok()?,
            status,
            health: Health::Good,
            reason: Reason::None,
            failures: 0,
            scopes: u16::MAX,
            shared: with.shared,
            named: true,
            deleted: false,
            connected: false,
            extra: Some(Box::new(extra)),
        };
        Some(project.accounts.push(row))
    }

    /// Opens a connection request for an account; answers its token.
    pub(crate) fn open_link(&mut self, project: usize, account: u32, entry: Entry) -> String {
        let expires_at = self.now() + LINK_LIFE;
        self.open_link_until(project, account, entry, expires_at)
    }

    /// The same with an end of one's own choice, for worlds that began before.
    pub(crate) fn open_link_until(
        &mut self,
        project: usize,
        account: u32,
        entry: Entry,
        expires_at: i64,
    ) -> String {
        let token = format!("lk_{}", dice::nano(self.fresh()));
        let short = dice::digits(self.fresh(), 8);
        let url = match entry {
            Entry::Link => format!("{}/link/{token}", self.base_url),
            Entry::Initiate => format!("{}/api/v3/s/{short}", self.base_url),
        };
        if let Some(project) = self.projects.get_mut(project) {
            project.accounts.change(account, |row| {
                let extra = row.extra_mut();
                extra.redirect_url = Some(url);
                extra.deadline = expires_at;
                extra.polls = 0;
            });
        }
        let link = Link {
            project,
            account,
            entry,
            expires_at,
            used: false,
            short: short.clone(),
        };
        self.links.insert(token.clone(), link);
        self.shorts.insert(short, token.clone());
        token
    }

    /// The customer opened the page.
    pub(crate) fn open_page(&mut self, project: usize, account: u32) {
        self.change(project, account, |row, _| {
            (row.status == Status::Initializing).then(|| row.status = Status::Initiated)
        });
    }

    /// The customer decided; false when the account was not waiting for it.
    pub(crate) fn decide(&mut self, project: usize, account: u32, verdict: Verdict) -> bool {
        let Some(asked) = self.asked_scopes(project, account) else {
            return false;
        };
        let scheme = self.scheme_of(project, account);
        let oauth = is_oauth(scheme);
        let says = self.says_whose(project, account);
        self.change(project, account, |row, now| {
            if !row.status.is_pending() {
                return None;
            }
            if !verdict.allow {
                (row.status, row.reason) = (Status::Failed, Reason::Declined);
                row.extra_mut().deadline = now;
                return Some(());
            }
            (row.status, row.reason) = (Status::Active, Reason::None);
            (row.health, row.failures, row.scopes) = (Health::Good, 0, u16::MAX);
            if let Some(granted) = &verdict.scopes
                && oauth
                && too_little(&asked, granted)
            {
                row.health = Health::ScopeMissing;
            }
            let code = row.code;
            let extra = row.extra_mut();
            extra.granted = verdict.scopes.filter(|_| oauth);
            // A key does not say whose it is.
            let named = if oauth {
                says
            } else {
                verdict.account.is_some()
            };
            if verdict.account.is_some() {
                extra.email = verdict.account;
            }
            extra.val.extend(verdict.val);
            if !oauth && extra.val.is_empty() {
                // Somebody decided without the form, so a key is made up.
                extra.val = crate::scenario::static_val(scheme, "sim_", code);
            }
            row.named = named;
            Some(())
        })
        .is_some()
    }

    /// A tool call or proxied read failed because of this account.
    pub(crate) fn note_failure(&mut self, project: usize, account: u32) {
        self.change(project, account, |row, now| {
            row.failures = row.failures.saturating_add(1);
            if !row.health.wears_out() || row.failures < MAX_FAILURES {
                return None;
            }
            (row.status, row.reason) = (Status::Expired, Reason::RefreshRefused);
            row.extra_mut().deadline = now;
            Some(())
        });
    }

    /// Sets a status and its reason.
    pub(crate) fn set_status(
        &mut self,
        project: usize,
        account: u32,
        status: Status,
        reason: Reason,
    ) {
        self.change(project, account, |row, now| {
            (row.status, row.reason) = (status, reason);
            if matches!(status, Status::Expired | Status::Revoked) {
                row.extra_mut().deadline = now;
            }
            Some(())
        });
    }

    /// Marks an account deleted and disables its triggers.
    pub(crate) fn delete_account(&mut self, project: usize, account: u32) {
        let now = self.now();
        if let Some(project) = self.projects.get_mut(project) {
            project.accounts.change(account, |row| row.deleted = true);
            for trigger in project.triggers.iter_mut().filter(|t| t.account == account) {
                trigger.disabled.get_or_insert(now);
            }
        }
    }

    /// Runs `how` on a row; when it answers `Some`, `updated_at` moves.
    pub(crate) fn change<T>(
        &mut self,
        project: usize,
        account: u32,
        how: impl FnOnce(&mut Account, i64) -> Option<T>,
    ) -> Option<T> {
        let now = self.now();
        self.projects
            .get_mut(project)?
            .accounts
            .change(account, |row| {
                let answer = how(row, now)?;
                // Two changes within one millisecond still differ in time.
                row.updated = now.max(row.updated + 1);
                Some(answer)
            })?
    }

    fn asked_scopes(&self, project: usize, account: u32) -> Option<Vec<String>> {
        let project: &Project = self.projects.get(project)?;
        let row = project.accounts.get(account)?;
        project.config_of(row).map(super::AuthConfig::scopes)
    }

    /// Whether Composio says by itself whose account it is.
    fn says_whose(&self, project: usize, account: u32) -> bool {
        self.projects
            .get(project)
            .and_then(|p| p.accounts.get(account).and_then(|row| p.config_of(row)))
            .is_some_and(|config| config.toolkit.names_accounts())
    }

    pub(crate) fn scheme_of(&self, project: usize, account: u32) -> &'static str {
        self.projects
            .get(project)
            .and_then(|p| p.accounts.get(account).and_then(|row| p.config_of(row)))
            .map_or("NO_AUTH", |config| config.scheme)
    }
}

/// Whether what was granted leaves the tools nothing to work with: scopes that
/// only tell who somebody is, where more was asked for.
fn too_little(asked: &[String], granted: &[String]) -> bool {
    let identity = |scope: &String| {
        let name = scope.rsplit(['/', '.']).next().unwrap_or_default();
        matches!(name, "openid" | "email" | "profile" | "offline_access")
    };
    !asked.iter().all(identity) && granted.iter().all(identity)
}
