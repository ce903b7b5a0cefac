//! A connected account, as listed and as fetched.

use serde_json::{Map, Value, json};

use super::{Generation, Masking, state};
use crate::clock::iso;
use crate::config::MaskingEra;
use crate::dice::{mix, uuid};
use crate::world::{Account, AuthConfig, Project, Status};

/// One account. `whole` adds what only the single GET answers.
pub(crate) fn account(
    project: &Project,
    row: &Account,
    generation: Generation,
    era: MaskingEra,
    whole: bool,
) -> Value {
    let Some(config) = project.config_of(row) else {
        return Value::Null;
    };
    let masking = Masking {
        era,
        flag: project.masks(),
        managed: config.managed,
    };
    let mut val = state(project, config, row);
    let mut data = data_of(&val);
    masking.apply(&mut val);
    masking.apply(&mut data);
    let mut out = json!({
        "toolkit": { "slug": config.toolkit.slug },
        "auth_config": {
            "id": config.id(),
            "auth_scheme": config.scheme,
            "is_composio_managed": config.managed,
            "is_disabled": !config.enabled || config.deleted,
        },
        "id": row.id(),
        "user_id": project.accounts.user(row),
        "status": row.status.word(),
        "created_at": iso(row.created),
        "updated_at": iso(row.updated),
        "state": { "authScheme": config.scheme, "val": val },
        "data": data,
        "status_reason": row.reason.text(),
        "is_disabled": row.status == Status::Inactive,
    });
    let Some(map) = out.as_object_mut() else {
        return out;
    };
    if !config.toolkit.whoami.is_empty() {
        map.insert("test_request_endpoint".into(), config.toolkit.whoami.into());
    }
    match generation {
        Generation::V3 => {
            let uuids = json!({ "labels": [], "uuid": uuid(row.code) });
            map.insert("deprecated".into(), uuids);
            if let Some(Value::Object(inner)) = map.get_mut("auth_config") {
                inner.insert("deprecated".into(), json!({ "uuid": uuid(config.code) }));
            }
        }
        Generation::V31 => newer(map, config, row),
    }
    if whole {
        map.insert("params".into(), json!({}));
        if generation == Generation::V31 {
            map.insert("requested_scopes".into(), config.scopes().into());
        }
    }
    map.extend(row.extra.iter().flat_map(|extra| extra.told.clone()));
    out
}

fn newer(map: &mut Map<String, Value>, config: &AuthConfig, row: &Account) {
    map.insert("authScheme".into(), config.scheme.into());
    map.insert(
        "word_id".into(),
        word_id(config.toolkit.slug, row.code).into(),
    );
    map.insert("alias".into(), row.alias().into());
    map.insert("experimental".into(), experimental(row));
}

/// `experimental` of an account.
pub(crate) fn experimental(row: &Account) -> Value {
    let mut out = json!({ "account_type": account_type(row) });
    let acl = row.extra.as_ref().and_then(|extra| extra.acl.clone());
    if let (Some(map), true) = (out.as_object_mut(), row.shared) {
        let mut whole = json!({
            "allow_all_users": false, "allowed_user_ids": [], "not_allowed_user_ids": [],
        });
        if let (Some(whole), Some(Value::Object(acl))) = (whole.as_object_mut(), acl) {
            whole.extend(acl.into_iter().filter(|(_, value)| !value.is_null()));
        }
        map.insert("acl_config_for_shared".into(), whole);
    }
    out
}

/// PRIVATE or SHARED.
pub(crate) fn account_type(row: &Account) -> &'static str {
    if row.shared { "SHARED" } else { "PRIVATE" }
}

/// The deprecated flattened copy of `state.val`, with the header that tools
/// send.
fn data_of(val: &Map<String, Value>) -> Map<String, Value> {
    let mut data = val.clone();
    let bearer = ["access_token", "token", "generic_api_key"]
        .iter()
        .find_map(|name| val.get(*name).and_then(Value::as_str));
    if let Some(bearer) = bearer {
        data.insert(
            "headers".into(),
            json!({ "Authorization": format!("Bearer {bearer}") }),
        );
    }
    data
}

/// A stable handle that people can say, such as `gmail_red-castle`.
fn word_id(toolkit: &str, code: u64) -> String {
    const COLOURS: [&str; 16] = [
        "red", "amber", "teal", "coral", "olive", "plum", "ivory", "azure", "rust", "mint", "sand",
        "slate", "lilac", "jade", "ochre", "pearl",
    ];
    const THINGS: [&str; 16] = [
        "castle", "river", "falcon", "garden", "anchor", "bridge", "comet", "harbor", "island",
        "lantern", "meadow", "orchid", "pine", "quartz", "reef", "temple",
    ];
    let pick = |salt, words: [&'static str; 16]| {
        words[usize::try_from(mix(code, salt) % 16).unwrap_or_default()]
    };
    format!("{toolkit}_{}-{}", pick(51, COLOURS), pick(52, THINGS))
}
