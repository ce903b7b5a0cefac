//! Connect and reconnect, on the way out: plan, mark as sent, ask, open. Each step
//! is on disk before the next, so that a crash at any instant loses nothing; on the
//! way home see [`crate::watcher`].

use std::sync::Arc;

use composio::{ConnectionRequest, CreateLink, SecretFields};
use domain::{
    Attempt, AttemptId, AttemptState, AuthConfigId, ConnectedAccountId, Connection, IntegrationId,
    LifecycleName, Lost, UserId, Way,
};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use store::{AttemptRecord, Change};
use wire::{AttemptStage, AttemptTrouble, AttemptView, Fault};

use crate::attempts::{deed_name, end, end_at_last, store_attempt, view};
use crate::audit::Deed;
use crate::error::Error;
use crate::fault::chain;
use crate::live::Live;
use crate::observed::time;
use crate::random::{random_hex, unhexed};
use crate::workspace::Workspace;
use crate::{attempts, found_again, loopback, place, reconcile, retire, sending};

/// How long a link lives when Composio does not say, in milliseconds.
const LINK_LIFE_MILLIS: i64 = 10 * 60 * 1_000;

/// What is to be connected.
pub(crate) struct Wanted {
    pub(crate) user: UserId,
    pub(crate) auth_config: AuthConfigId,
    /// In whose browser.
    pub(crate) way: Way,
    /// The row that was looked at.
    pub(crate) row: Option<IntegrationId>,
    /// A further account beside one that works, told apart by this label.
    pub(crate) second: Option<String>,
    /// What was filled in, by the field's name.
    pub(crate) fields: Vec<(String, SecretString)>,
}

/// Connects an account for a tenant with an auth config.
pub(crate) async fn connect(
    workspace: &Arc<Workspace>,
    wanted: Wanted,
) -> Result<AttemptView, Error> {
    workspace.client()?;
    let _one = workspace.beginning.lock().await;
    place::check_fields(&workspace.roster(), &wanted)?;
    let row = place::place(workspace, &wanted).await?;
    begin(workspace, row, wanted.way, wanted.fields).await
}

/// Signs in again for a row that exists, with what was filled in for it, if anything.
pub(crate) async fn reconnect(
    workspace: &Arc<Workspace>,
    integration: IntegrationId,
    way: Way,
    fields: Vec<(String, SecretString)>,
) -> Result<AttemptView, Error> {
    workspace.client()?;
    let _one = workspace.beginning.lock().await;
    begin(workspace, integration, way, fields).await
}

/// Opens an attempt for a row, or shows the one that is open: two clicks make one.
/// The caller holds `beginning`.
async fn begin(
    workspace: &Arc<Workspace>,
    row: IntegrationId,
    way: Way,
    fields: Vec<(String, SecretString)>,
) -> Result<AttemptView, Error> {
    if let Some(open) = workspace.open_attempt(&row) {
        return view(workspace, &open);
    }
    let planned = plan(workspace, row, way).await?;
    let id = planned.attempt.id.clone();
    workspace.with_live(&id, |live| live.fields = fields);
    loopback::attend(workspace, &id);
    let view = view(workspace, &id)?;
    let task = Arc::clone(workspace);
    workspace.spawn(async move {
        if !found_again::ends(&task, &id).await {
            ask(&task, &id).await;
        }
    });
    Ok(view)
}

/// 1: the attempt, its intent and the row's state, committed. Nothing was sent.
async fn plan(workspace: &Workspace, row: IntegrationId, way: Way) -> Result<AttemptRecord, Error> {
    let now = workspace.now();
    let attempt_id = AttemptId::parse(random_hex::<16>()?)
        .map_err(|_| Error::Input("an id could not be made"))?;
    let state = random_hex::<32>()?;
    let callback = match way {
        Way::Here => loopback::callback_for(workspace, &attempt_id, &state),
        Way::Sent => sending::return_page(workspace).await?,
    };
    let state_hash: [u8; 32] = Sha256::digest(unhexed(&state)).into();
    let (record, previous_identity) = {
        let roster = workspace.roster();
        let connection = &roster.row(&row).ok_or(Error::UnknownRow)?.record.connection;
        let record = AttemptRecord {
            attempt: Attempt {
                way,
                ..Attempt::plan(attempt_id, row.clone(), now)
            },
            state_hash,
            state_used_at: None,
            previous_account: connection.account.clone(),
            reconnect: replaces(connection),
        };
        (record, connection.identity.clone())
    };
    let settled = workspace
        .settle(|roster| {
            let found = roster.row(&row).ok_or(Error::UnknownRow)?;
            let mut next = (*found.record).clone();
            next.connection.lifecycle = next.connection.lifecycle.requested(now);
            let deed = Deed::on(roster, found, deed_name(record.reconnect));
            let integrations = if next == *found.record {
                Vec::new()
            } else {
                vec![next]
            };
            Ok(Change {
                integrations,
                attempts: vec![record.clone()],
                audit: vec![workspace.intent_entry(&deed)],
                ..Change::default()
            })
        })
        .await
        .inspect_err(|_| loopback::forget(workspace, &record.attempt.id))?;
    let mut live = Live::new(record.clone());
    live.intent = settled.audit.first().copied();
    live.trouble = (way == Way::Here
        && callback.is_none()
        && workspace.profile.callback != store::CallbackWay::None)
        .then_some(AttemptTrouble::NoWayHome);
    live.callback = callback;
    live.previous_identity = previous_identity;
    forget_old(workspace);
    workspace.live().insert(record.attempt.id.clone(), live);
    Ok(record)
}

/// Whether a sign-in would replace an account, or is the first one.
fn replaces(connection: &Connection) -> bool {
    let first = matches!(
        connection.lifecycle.name(),
        LifecycleName::Added | LifecycleName::Pending | LifecycleName::Revoked
    );
    connection.account.is_some() && !first
}

fn forget_old(workspace: &Workspace) {
    let now = workspace.now();
    workspace.live().retain(|_, live| !live.is_forgotten(now));
}

/// 2 and 3: mark as sent, committed; then ask Composio for the link.
pub(crate) async fn ask(workspace: &Arc<Workspace>, id: &AttemptId) {
    let asked = try_ask(workspace, id).await;
    workspace.with_live(id, |live| live.asking = false);
    match asked {
        Ok(()) => {}
        // What it made all the same is taken away by the next reading.
        Err(_) if was_cancelled(workspace, id) => {}
        Err(error) if meets_its_first(workspace, id, &error) => look_once_more(workspace, id).await,
        Err(Error::Composio(error)) if error.outcome_unknown() => {
            workspace.with_live(id, |live| live.stage = AttemptStage::Reconciling);
            reconcile::reconcile(workspace, id).await;
        }
        Err(error) => refuse(workspace, id, error).await,
    }
}

/// Whether a request that was sent again was refused for what it would make: it is there already. The
/// first one came through after both looks, or they could not read what it made.
fn meets_its_first(workspace: &Workspace, id: &AttemptId, error: &Error) -> bool {
    let taken = matches!(
        error,
        Error::Composio(composio::Error::Rejected(said)) if said.status == 409
    );
    taken && workspace.live().get(id).is_some_and(|live| live.resent)
}

/// Nobody has the link of what the first request made. It is looked for once more, and the request
/// may go once more where it was found and taken away, or two looks find nothing again.
async fn look_once_more(workspace: &Arc<Workspace>, id: &AttemptId) {
    let looked = workspace.with_live(id, |live| {
        live.stage = AttemptStage::Reconciling;
        live.resent = false;
        std::mem::replace(&mut live.conflicted, true)
    });
    if looked == Some(false) {
        reconcile::reconcile(workspace, id).await;
    } else {
        reconcile::unfound(workspace, id).await;
    }
}

async fn try_ask(workspace: &Arc<Workspace>, id: &AttemptId) -> Result<(), Error> {
    let now = workspace.now();
    store_attempt(workspace, id, |attempt| attempt.mark_sent(now)).await?;
    if was_cancelled(workspace, id) {
        return Ok(());
    }
    let (user_id, auth_config_id, alias, callback_url) = request_of(workspace, id)?;
    let new = CreateLink {
        auth_config_id,
        user_id,
        callback_url,
        alias: Some(alias),
        connection_data: filled(workspace, id),
    };
    workspace.with_live(id, |live| live.asking = true);
    let request = workspace.client()?.links().create(&new).await?;
    received(workspace, id, request).await
}

/// What was filled in. Secret or not, it travels as a secret and is never stored.
fn filled(workspace: &Workspace, id: &AttemptId) -> Option<SecretFields> {
    let live = workspace.live();
    let fields = &live.get(id)?.fields;
    let all = fields
        .iter()
        .fold(SecretFields::new(), |all, (name, value)| {
            all.secret(name.clone(), value.clone())
        });
    (!fields.is_empty()).then_some(all)
}

fn request_of(
    workspace: &Workspace,
    id: &AttemptId,
) -> Result<(String, String, String, Option<String>), Error> {
    let live = workspace.live();
    let live = live.get(id).ok_or(Error::AttemptOver)?;
    let roster = workspace.roster();
    let row = roster
        .row(&live.record.attempt.integration)
        .ok_or(Error::UnknownRow)?;
    let tenant = roster.tenant(&row.record.tenant).ok_or(Error::UnknownRow)?;
    Ok((
        tenant.user.to_string(),
        row.record.auth_config.to_string(),
        live.record.attempt.alias.clone(),
        live.callback.clone(),
    ))
}

/// 4: the account and its expiry, committed; then check the address and open it.
async fn received(
    workspace: &Arc<Workspace>,
    id: &AttemptId,
    request: ConnectionRequest,
) -> Result<(), Error> {
    let account = ConnectedAccountId::parse(request.connected_account_id.as_str())
        .map_err(|_| Error::Input("Composio sent an account id that cannot be used."))?;
    let now = workspace.now();
    let expires_at = request.expires_at.map_or_else(
        || now.plus_millis(LINK_LIFE_MILLIS),
        |at| Attempt::link_end(workspace.on_our_clock(time(at)), now),
    );
    workspace.with_live(id, |live| {
        live.request = Some(request.request_id);
        live.clock_ahead = Some(workspace.clock_ahead());
        live.link_at = Some(now);
    });
    store_attempt(workspace, id, |attempt| {
        attempt.mark_waiting(account.clone(), expires_at)
    })
    .await
    .map_err(|error| error.after("Composio made the account for it"))?;
    if was_cancelled(workspace, id) {
        // Cancelled between the request and its answer: the account must not stay.
        retire::give_up(workspace, id, &account).await;
        return Ok(());
    }
    // Nobody is handed a link before it is written down whose it is.
    workspace.with_live(id, |live| {
        live.link = Some(request.redirect_url);
        live.stage = AttemptStage::Waiting;
    });
    crate::watcher::watch(workspace, id.clone());
    if let Err(Error::Unsafe(why)) = sending::lend(workspace, id) {
        tracing::warn!(%why, "a link that is not Composio's was handed to nobody");
        return lose(
            workspace,
            id,
            Lost::UnsafeLink,
            "the address is not Composio's",
        )
        .await;
    }
    // A link for the customer waits until it is handed over.
    if way_of(workspace, id) == Way::Here
        && let Err(error) = open(workspace, id).await
    {
        no_browser(workspace, id, error);
    }
    Ok(())
}

/// The link works, and no browser could be started: the person can still copy it.
fn no_browser(workspace: &Workspace, id: &AttemptId, error: Error) {
    let is_browser = matches!(error, Error::Browser(_));
    let fault = Fault::from(error);
    workspace.with_live(id, |live| {
        live.explanation = Some(fault.message);
        live.trouble = is_browser.then_some(AttemptTrouble::NoBrowser);
    });
}

/// Ends an attempt whose account nobody is to finish, and takes the account away.
async fn lose(
    workspace: &Arc<Workspace>,
    id: &AttemptId,
    lost: Lost,
    result: &str,
) -> Result<(), Error> {
    let account = attempts::snapshot(workspace, id).and_then(|(record, _)| record.attempt.account);
    let result = format!("lost: {result}");
    end(workspace, id, AttemptState::Lost, Some(lost), &result).await?;
    if let Some(account) = account {
        retire::give_up(workspace, id, &account).await;
    }
    Ok(())
}

fn way_of(workspace: &Workspace, id: &AttemptId) -> Way {
    let live = workspace.live();
    live.get(id)
        .map_or(Way::Here, |live| live.record.attempt.way)
}

/// Whether it is over, whatever else is still under way for it.
pub(crate) fn was_cancelled(workspace: &Workspace, id: &AttemptId) -> bool {
    workspace
        .live()
        .get(id)
        .is_none_or(|live| !live.record.attempt.state.is_open())
}

/// Opens the system browser with the link of an attempt.
pub(crate) async fn open(workspace: &Workspace, id: &AttemptId) -> Result<(), Error> {
    let link = sending::lend(workspace, id)?;
    link.with_secret(|address| workspace.host.open_url(address))
        .map_err(Error::Browser)?;
    let now = workspace.now();
    match store_attempt(workspace, id, |attempt| attempt.mark_opened(now)).await {
        // The page is open, and the sign-in is followed: nobody is to be told that nothing was done.
        Err(error @ Error::Store(_)) => {
            tracing::warn!(error = %chain(&error), attempt = %id, "that a link was opened could not be written down");
        }
        written => written?,
    }
    // That it did not come up the last time is over.
    workspace.with_live(id, |live| live.explanation = None);
    Ok(())
}

/// Which of the known refusals it is.
fn why_refused(error: &Error) -> Lost {
    let Error::Composio(composio::Error::Rejected(said) | composio::Error::NotFound(said)) = error
    else {
        return Lost::Refused;
    };
    let mut words = format!(
        "{} {}",
        said.slug.as_deref().unwrap_or_default(),
        said.message
    );
    words.extend(said.errors.iter().map(String::as_str));
    let lower = words.to_lowercase();
    if said.status == 409 || lower.contains("multiple connected accounts") {
        return Lost::Duplicate;
    }
    Lost::told(&words).unwrap_or(Lost::Refused)
}

/// Composio refused, or could not be reached before anything was sent.
async fn refuse(workspace: &Workspace, id: &AttemptId, error: Error) {
    let lost = why_refused(&error);
    let fault = Fault::from(error);
    let result = format!("refused: {}", fault.message);
    workspace.with_live(id, |live| {
        live.explanation = Some(fault.message.clone());
        live.refusal = Some(fault);
    });
    end_at_last(workspace, id, AttemptState::Lost, Some(lost), &result).await;
}
