//! Adding a tenant and changing what is known of one.

use domain::tenant::read_name;
use domain::{BadDetail, TenantDetails, TenantId, UserId};
use store::{Change, TenantRecord};
use wire::SaveTenant;

use crate::absorb::new_tenant;
use crate::audit::Deed;
use crate::error::Error;
use crate::named::no_credential;
use crate::roster::Roster;
use crate::workspace::Workspace;

impl From<BadDetail> for Error {
    fn from(bad: BadDetail) -> Self {
        Self::Typed(format!("{bad} Nothing was saved."))
    }
}

/// Saves what was typed, and says of which tenant.
pub(crate) async fn save(workspace: &Workspace, ask: &SaveTenant) -> Result<TenantId, Error> {
    let user = UserId::parse(ask.user.trim()).map_err(|_| {
        Error::Input("A user ID has 1 to 256 bytes and no control characters. Nothing was saved.")
    })?;
    let known = is_known(workspace, ask, &user);
    let name = match ask.name.trim() {
        "" => user.to_string(),
        same if known => same.to_owned(),
        typed => read_name(typed)?,
    };
    let details = TenantDetails::read(&ask.contact, &ask.expected, &ask.tags)?;
    let typed = (!known).then_some(ask.name.as_str());
    no_credential(details.tags.iter().map(String::as_str).chain(typed))?;
    let fresh = new_tenant(&user, Some(&name), workspace.now())?;
    let id = ask.tenant.clone().unwrap_or_else(|| fresh.id.clone());
    workspace
        .settle(|roster| {
            let before = match &ask.tenant {
                Some(id) => Some(roster.tenant(id).ok_or(Error::UnknownRow)?),
                None => None,
            };
            let next = TenantRecord {
                user: user.clone(),
                name: name.clone(),
                details: details.clone(),
                ..before.unwrap_or(&fresh).clone()
            };
            check(roster, before, &next)?;
            if before == Some(&next) {
                return Ok(Change::default());
            }
            let action = if before.is_some() {
                "Change a tenant"
            } else {
                "Add a tenant"
            };
            let (was, is) = differences(before, &next);
            let deed = Deed::to(target(&next), action).changing(&was, &is);
            Ok(Change {
                tenants: vec![next],
                audit: vec![workspace.outcome_entry(&deed, None, "done".to_owned())],
                ..Change::default()
            })
        })
        .await?;
    Ok(id)
}

/// Whether the name is the tenant's already, or is its user id: nobody pasted it into the wrong
/// box, and an id may well be longer than a name, or look like a token.
fn is_known(workspace: &Workspace, ask: &SaveTenant, user: &UserId) -> bool {
    let name = ask.name.trim();
    let roster = workspace.roster();
    let before = ask.tenant.as_ref().and_then(|id| roster.tenant(id));
    name == user.as_str() || before.is_some_and(|tenant| tenant.name == name)
}

/// A user id belongs to one tenant, and stays once integrations hang on it.
fn check(roster: &Roster, before: Option<&TenantRecord>, next: &TenantRecord) -> Result<(), Error> {
    if let Some(other) = roster.tenant_of(&next.user).filter(|it| it.id != next.id) {
        return Err(Error::TenantKnown(other.name.clone()));
    }
    let moved = before.is_some_and(|before| before.user != next.user);
    if moved && !roster.rows_of(&next.id).is_empty() {
        return Err(Error::Input(
            "The user ID cannot be changed: the tenant has integrations, and Composio knows them by it. Nothing was saved.",
        ));
    }
    Ok(())
}

/// A tenant as the audit list names it.
pub(super) fn target(tenant: &TenantRecord) -> String {
    format!("{} ({})", tenant.name, tenant.user)
}

/// What is known of a tenant, each thing with its name.
fn facts(tenant: &TenantRecord) -> [(&'static str, Option<String>); 5] {
    let details = &tenant.details;
    let tags = (!details.tags.is_empty()).then(|| details.tags.join(", "));
    [
        ("Name", Some(tenant.name.clone())),
        ("User ID", Some(tenant.user.to_string())),
        ("Contact", details.contact.clone()),
        (
            "Expected account",
            details.expected.as_ref().map(ToString::to_string),
        ),
        ("Tags", tags),
    ]
}

/// What is known of a tenant, a line each.
pub(super) fn words(tenant: &TenantRecord) -> String {
    let known = facts(tenant).into_iter();
    let lines = known.filter_map(|(name, value)| Some(format!("{name}: {}", value?)));
    lines.collect::<Vec<_>>().join("\n")
}

/// What a change changes, before and after, a line each; of a tenant that is new, all.
fn differences(before: Option<&TenantRecord>, next: &TenantRecord) -> (String, String) {
    let Some(before) = before else {
        return (String::new(), words(next));
    };
    let line = |name: &str, value: Option<String>| {
        format!("{name}: {}", value.unwrap_or_else(|| "None".to_owned()))
    };
    let pairs = facts(before).into_iter().zip(facts(next));
    let changed = pairs.filter(|(was, is)| was.1 != is.1);
    let (was, is): (Vec<_>, Vec<_>) = changed
        .map(|((name, was), (_, is))| (line(name, was), line(name, is)))
        .unzip();
    (was.join("\n"), is.join("\n"))
}
