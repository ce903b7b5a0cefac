//! Taking accounts in: every account that a list or a look brings ends here, and
//! from here in `settle`.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{
    Attempt, AttemptState, ConnectedAccountId, Connection, IntegrationId, LifecycleName, LineKind,
    TenantId, Timestamp, UserId,
};
use store::{Change, IntegrationRecord, TenantRecord, TimelineEntry};
use uuid::Uuid;

use crate::claim::{Claim, Hold, Place, claim, finished, is_finished, is_live};
use crate::error::Error;
use crate::later::Later;
use crate::observed::Seen;
use crate::roster::Roster;
use crate::workspace::Workspace;

/// A fresh id that sorts by time.
pub(crate) fn fresh_id() -> String {
    Uuid::now_v7().simple().to_string()
}

impl Workspace {
    /// Takes a page of accounts in, in one transaction. Answers what has to wait for an
    /// attempt to end.
    pub(crate) async fn absorb(&self, page: &[Seen]) -> Result<Later, Error> {
        // Before rows are decided about: what nobody wants takes none over.
        self.note_orphans(page).await?;
        let names = self.tenant_names();
        let held = self.held();
        // Those that were replaced and are about to be deleted.
        let going: HashSet<ConnectedAccountId> = self.retiring().keys().cloned().collect();
        let now = self.now();
        let later = Mutex::new(Later::new());
        self.settle(|roster| {
            let mut batch = Batch {
                roster,
                names: &names,
                held: &held,
                now,
                change: Change::default(),
                new_tenants: HashMap::new(),
                rows: HashMap::new(),
                homes: HashMap::new(),
                later: Later::new(),
            };
            for seen in page {
                // A page may be older than what was deleted since.
                if self.deleted().contains(&seen.account) {
                    continue;
                }
                let unwanted = going.contains(&seen.account) || held.is_given_up(seen);
                // While its row has not moved yet, the row goes on being read.
                if !unwanted || roster.stands_for(&seen.account).is_some() {
                    batch.take(seen)?;
                }
            }
            *later.lock().unwrap_or_else(PoisonError::into_inner) =
                std::mem::take(&mut batch.later);
            Ok(batch.finish())
        })
        .await?;
        Ok(later.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn held(&self) -> Held {
        let live = self.live();
        let open = || {
            let all = live.values().map(|live| &live.record.attempt);
            all.filter(|attempt| attempt.state.is_open())
        };
        let hold = |attempt: &Attempt| match attempt.state {
            AttemptState::Differs => Hold::Asks,
            _ => Hold::UnderWay,
        };
        Held {
            rows: open()
                .map(|attempt| (attempt.integration.clone(), hold(attempt)))
                .collect(),
            accounts: open()
                .filter_map(|attempt| Some((attempt.account.clone()?, attempt.integration.clone())))
                .collect(),
            given_up: live
                .values()
                .map(|live| &live.record.attempt)
                .filter(|attempt| attempt.state == AttemptState::Cancelled)
                .map(|attempt| attempt.alias.clone())
                .collect(),
        }
    }

    fn tenant_names(&self) -> HashMap<String, String> {
        self.demo
            .as_ref()
            .map(|demo| demo.tenant_names().into_iter().collect())
            .unwrap_or_default()
    }
}

/// What attempts have a hand on.
pub(crate) struct Held {
    rows: HashMap<IntegrationId, Hold>,
    /// What they made themselves, and for which row: they decide about it, and nobody else
    /// does while they are open.
    accounts: HashMap<ConnectedAccountId, IntegrationId>,
    /// Aliases of those that were cancelled. The list may show an account before the answer
    /// that names it comes; it is taken away then.
    given_up: HashSet<String>,
}

impl Held {
    fn is_given_up(&self, seen: &Seen) -> bool {
        let alias = seen.facts.alias.as_ref();
        alias.is_some_and(|alias| self.given_up.contains(alias))
    }

    pub(crate) fn hold(&self, id: &IntegrationId) -> Hold {
        self.rows.get(id).copied().unwrap_or(Hold::Free)
    }
}

/// A page on its way into one change. Rows that the same page touches twice are
/// seen as the page has left them.
struct Batch<'a> {
    roster: &'a Roster,
    names: &'a HashMap<String, String>,
    held: &'a Held,
    now: Timestamp,
    change: Change,
    new_tenants: HashMap<UserId, TenantId>,
    rows: HashMap<IntegrationId, IntegrationRecord>,
    /// The same rows by tenant.
    homes: HashMap<TenantId, HashSet<IntegrationId>>,
    /// What has to wait.
    later: Later,
}

impl Batch<'_> {
    fn take(&mut self, seen: &Seen) -> Result<(), Error> {
        // Wherever its row is: two rows never stand for one account.
        let row = self.roster.stands_for(&seen.account).cloned();
        if let Some(id) = row.filter(|id| self.holds(id, &seen.account)) {
            self.look(&id, seen);
            return Ok(());
        }
        let tenant = self.tenant(&seen.user)?;
        let places = self.places(&tenant, seen);
        let done = is_finished(&seen.status, seen.look.reason.as_deref());
        match claim(
            &seen.account,
            &seen.status,
            done,
            seen.facts.created_at,
            &places,
        ) {
            Claim::Known(id) => self.look(&id, seen),
            _ if let Some(row) = self.held.accounts.get(&seen.account) => {
                if is_live(&seen.status) {
                    self.later.insert(seen.account.clone(), row.clone());
                }
            }
            Claim::Moves(id) => self.moves(&id, seen),
            Claim::New { slot } => self.adds(tenant, slot, seen)?,
            Claim::Later(row) => {
                self.later.insert(seen.account.clone(), row);
            }
            Claim::Leftover => {}
        }
        Ok(())
    }

    fn finish(mut self) -> Change {
        let roster = self.roster;
        self.change.integrations = self
            .rows
            .into_values()
            .filter(|record| {
                roster
                    .row(record.id())
                    .is_none_or(|row| *row.record != *record)
            })
            .collect();
        self.change
    }

    fn tenant(&mut self, user: &UserId) -> Result<TenantId, Error> {
        if let Some(tenant) = self.roster.tenant_of(user) {
            return Ok(tenant.id.clone());
        }
        if let Some(id) = self.new_tenants.get(user) {
            return Ok(id.clone());
        }
        let record = new_tenant(user, self.names.get(user.as_str()), self.now)?;
        let id = record.id.clone();
        self.new_tenants.insert(user.clone(), id.clone());
        self.change.tenants.push(record);
        Ok(id)
    }

    fn places(&self, tenant: &TenantId, seen: &Seen) -> Vec<Place> {
        let hold = |id: &IntegrationId| self.held.hold(id);
        let mut places = self.roster.places(tenant, &seen.auth_config, hold);
        let here = self.homes.get(tenant).into_iter().flatten();
        for record in here.filter_map(|id| self.rows.get(id)) {
            if record.auth_config != seen.auth_config {
                continue;
            }
            let fresh = Place {
                integration: record.id().clone(),
                account: record.connection.account.clone(),
                status: record.connection.status.clone(),
                created_at: record.facts.created_at,
                slot: record.slot,
                hold: hold(record.id()),
                finished: finished(&record.connection),
            };
            match places
                .iter_mut()
                .find(|place| place.integration == fresh.integration)
            {
                Some(place) => *place = fresh,
                None => places.push(fresh),
            }
        }
        places
    }

    fn put(&mut self, record: IntegrationRecord) {
        let home = self.homes.entry(record.tenant.clone()).or_default();
        home.insert(record.id().clone());
        self.rows.insert(record.id().clone(), record);
    }

    fn row(&self, id: &IntegrationId) -> Option<IntegrationRecord> {
        self.rows.get(id).cloned().or_else(|| {
            self.roster
                .row(id)
                .map(|row| Arc::unwrap_or_clone(Arc::clone(&row.record)))
        })
    }

    /// Whether the row stands for the account as this page has left it.
    fn holds(&self, id: &IntegrationId, account: &ConnectedAccountId) -> bool {
        let record = self.rows.get(id);
        record.is_none_or(|record| record.connection.account.as_ref() == Some(account))
    }

    fn look(&mut self, id: &IntegrationId, seen: &Seen) {
        let Some(mut record) = self.row(id) else {
            return;
        };
        if is_overtaken(&record, seen, self.now) {
            return;
        }
        observe(&mut record, seen);
        self.put(record);
    }

    fn moves(&mut self, id: &IntegrationId, seen: &Seen) {
        let Some(mut record) = self.row(id) else {
            return;
        };
        let found = match record.connection.account {
            None => "An account was found at Composio",
            Some(_) if seen.facts.created_at > record.facts.created_at => {
                "A newer account was found at Composio"
            }
            Some(_) => "Another account was found at Composio",
        };
        record.connection = discovered(id.clone(), seen);
        record.facts = seen.facts.clone();
        let state = record.connection.lifecycle.name();
        self.note(&record, found.to_owned(), state);
        self.put(record);
    }

    fn adds(&mut self, tenant: TenantId, slot: u32, seen: &Seen) -> Result<(), Error> {
        let id = IntegrationId::parse(fresh_id())
            .map_err(|_| Error::Input("an id could not be made"))?;
        let record = IntegrationRecord {
            connection: discovered(id, seen),
            tenant,
            auth_config: seen.auth_config.clone(),
            toolkit: seen.toolkit.clone(),
            slot,
            facts: seen.facts.clone(),
            version: 0,
        };
        self.put(record);
        Ok(())
    }

    fn note(&mut self, record: &IntegrationRecord, title: String, state: LifecycleName) {
        self.change.timeline.push(TimelineEntry {
            integration: record.id().clone(),
            at: self.now,
            kind: LineKind::Status,
            title,
            detail: record.connection.status_reason.clone(),
            actor: None,
            state: Some(state),
            moved: None,
        });
    }
}

/// A tenant that was not known.
pub(crate) fn new_tenant(
    user: &UserId,
    name: Option<&String>,
    now: Timestamp,
) -> Result<TenantRecord, Error> {
    Ok(TenantRecord {
        id: TenantId::parse(fresh_id()).map_err(|_| Error::Input("an id could not be made"))?,
        user: user.clone(),
        name: name.cloned().unwrap_or_else(|| user.to_string()),
        created_at: now,
        details: domain::TenantDetails::default(),
    })
}

/// Whether the look is of the account as it was before the last one.
pub(crate) fn is_overtaken(record: &IntegrationRecord, seen: &Seen, now: Timestamp) -> bool {
    let connection = &record.connection;
    let (known, told) = (record.facts.updated_at, seen.facts.updated_at);
    connection.account.as_ref() == Some(&seen.account)
        && domain::is_overtaken(known, told, connection.observed_at, now)
}

/// Takes a look into a row that stands for this account.
pub(crate) fn observe(record: &mut IntegrationRecord, seen: &Seen) {
    record.connection.observe(&seen.look);
    let mut facts = seen.facts.clone().after(&record.facts);
    if facts.requested_scopes.is_empty() {
        // Only a look at the account itself says them, a list does not.
        facts.requested_scopes = std::mem::take(&mut record.facts.requested_scopes);
    }
    record.facts = facts;
    // A name that a real read brought is kept over what the account's data says.
    if record.connection.identity.is_none() {
        record.connection.identity.clone_from(&seen.identity);
    }
}

fn discovered(id: IntegrationId, seen: &Seen) -> Connection {
    // Composio says since when it is so; we only saw it now.
    let since = domain::Observation {
        at: seen.facts.updated_at.unwrap_or(seen.look.at),
        ..seen.look.clone()
    };
    let mut connection = Connection::discovered(id, seen.account.clone(), &since);
    connection.observed_at = Some(seen.look.at);
    connection.identity.clone_from(&seen.identity);
    // What was ever active cannot have been an unused link.
    if let domain::Lifecycle::Expired(expired) = &mut connection.lifecycle {
        expired.unused = domain::cause::from_text(seen.look.reason.as_deref().unwrap_or_default())
            == Some(domain::Cause::LinkUnused);
    }
    connection
}
