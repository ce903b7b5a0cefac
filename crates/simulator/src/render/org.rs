//! Projects, as the organisation and as a key's own session see them.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::dice::{mix, uuid};
use crate::world::{Org, Project};

/// A project in an organisation's list.
pub(crate) fn project(project: &Project, org: &Org) -> Value {
    json!({
        "id": project.id(),
        "org_id": org.id,
        "name": project.name,
        "email": "owner@example.com",
        "created_at": iso(project.created),
        "updated_at": iso(project.updated),
        "webhook_url": null,
        "event_webhook_url": null,
        "webhook_secret": project.webhook_secret,
        "triggers_enabled": true,
        "last_subscribed_at": null,
        "is_new_webhook": true,
        "webhook_version": "V3",
        "deleted": project.deleted,
    })
}

/// The project in `auth/session/info`.
pub(crate) fn session_project(project: &Project, org: &Org) -> Value {
    let mut out = self::project(project, org);
    if let Some(map) = out.as_object_mut() {
        map.insert("auto_id".into(), json!(mix(project.code, 3) % 100_000));
        map.insert("id".into(), uuid(project.code).into());
        map.insert("nano_id".into(), project.id().into());
        let org = json!({ "id": org.id, "name": org.name, "plan": "growth" });
        map.insert("org".into(), org);
    }
    out
}
