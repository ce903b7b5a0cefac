//! One request for each command of the table, so that a claim about all of them leaves none
//! out: a command without an example fails.

use domain::{AttemptId, AuthConfigId, Cause, ConnectedAccountId, IntegrationId, TenantId, UserId};
use serde_json::{Value, json};
use wire::{CertificateSource, DrillId, HelpText, Narrow, NetworkChoice, SabotageKind};

use crate::desk::Desk;

/// What an example names. Where nothing fits, the id names nothing, and the command is
/// still carried out as far as it goes.
pub(crate) struct Known {
    pub(crate) key: String,
    pub(crate) passphrase: String,
    pub(crate) base: String,
    pub(crate) profile: String,
    pub(crate) tenant: TenantId,
    pub(crate) user: UserId,
    pub(crate) auth_config: AuthConfigId,
    pub(crate) integration: IntegrationId,
    pub(crate) account: ConnectedAccountId,
    pub(crate) attempt: AttemptId,
    pub(crate) note: String,
    pub(crate) diagnostics: String,
    /// What a person types where no secret belongs.
    pub(crate) slip: String,
}

impl Known {
    /// Names that name nothing, but the project's.
    pub(crate) fn nothing(desk: &Desk, passphrase: &str) -> Self {
        let profiles = desk.snapshot().profiles;
        Self {
            key: desk.sim.api_key(),
            passphrase: passphrase.into(),
            base: desk.sim.base_url(),
            profile: profiles
                .first()
                .map(|it| it.id.to_string())
                .unwrap_or_default(),
            tenant: TenantId::parse("ten_1").unwrap(),
            user: UserId::parse("new-tenant").unwrap(),
            auth_config: AuthConfigId::parse("ac_1").unwrap(),
            integration: IntegrationId::parse("row_1").unwrap(),
            account: ConnectedAccountId::parse("ca_1").unwrap(),
            attempt: AttemptId::parse("at_1").unwrap(),
            note: "note_1".into(),
            diagnostics: "preview_1".into(),
            slip: "nothing of interest".into(),
        }
    }
}

/// One request for a command, as the window sends it.
pub(crate) fn example(command: &str, known: &Known) -> Value {
    setting_up(command, known)
        .or_else(|| frame(command, known))
        .or_else(|| lists(command, known))
        .or_else(|| connecting(command, known))
        .or_else(|| changing(command, known))
        .unwrap_or_else(|| panic!("write an example of `{command}` above"))
}

fn setting_up(command: &str, known: &Known) -> Option<Value> {
    let Known {
        key,
        passphrase,
        base,
        profile,
        ..
    } = known;
    let network = NetworkChoice::default();
    Some(match command {
        "open_demo" => json!({ "size": wire::DemoSize::Small }),
        "save_api_key" => json!({
            "name": "Other", "base_url": base, "key": key,
            "production": false, "memory_only": false, "profile": null,
        }),
        "import_env" => json!({
            "name": "Imported", "base_url": base, "key": key,
            "production": false, "memory_only": false, "wait_seconds": null,
            "allow_multiple": true, "defaults": {},
        }),
        "use_profile" | "forget_key" | "show_network" => json!({ "profile": profile }),
        "edit_profile" => json!({
            "profile": profile, "name": "Renamed", "production": true,
            "settings": wire::ProjectSettings::default(),
        }),
        "delete_profile" => json!({ "profile": profile, "typed": "Test" }),
        "check_certificates" => json!({ "certificates": CertificateSource::Keep }),
        "save_network" => json!({ "profile": profile, "network": network, "anyway": true }),
        "set_passphrase" => json!({ "current": passphrase, "passphrase": passphrase }),
        "unlock_admin" => json!({ "passphrase": passphrase }),
        "reset_passphrase" => json!({ "key": key, "passphrase": passphrase }),
        "set_idle_lock" => json!({ "minutes": 240 }),
        "set_theme" => json!({ "theme": wire::Theme::Dark }),
        "set_appearance" => json!({ "appearance": wire::Appearance::default() }),
        _ => return None,
    })
}

/// What asks nothing, or only names a text that the core holds.
fn frame(command: &str, known: &Known) -> Option<Value> {
    Some(match command {
        "retry_keyring"
        | "copy_log_folder"
        | "call_doctor"
        | "stop_doctor"
        | "lock_admin"
        | "find_desk_audit"
        | "probe_key"
        | "quit"
        | "stay"
        | "show_overview"
        | "verify_audit"
        | "stop_checks"
        | "sync_now"
        | "stop_sync"
        | "connect_options"
        | "show_connect_settings"
        | "show_link_settings"
        | "plan_cleanup"
        | "stop_cleanup"
        | "show_masking"
        | "dismiss_drift"
        | "show_project_settings"
        | "show_drill"
        | "help_drill"
        | "end_drill" => json!({}),
        "find_logs" => json!({
            "before": null, "level": wire::LogLevel::Trace, "text": known.slip, "limit": 100,
        }),
        "set_detailed_logs" => json!({ "on": true }),
        "preview_diagnostics" => json!({ "tenant_ids": true }),
        "copy_diagnostics" | "save_diagnostics" => json!({ "id": known.diagnostics }),
        "copy_help" => json!({ "what": HelpText::Customer(Cause::GrantRefused) }),
        "sabotage" => json!({ "kind": SabotageKind::Repair, "integration": null }),
        "start_drill" => json!({ "drill": DrillId::Calendar }),
        _ => return None,
    })
}

fn lists(command: &str, known: &Known) -> Option<Value> {
    let narrow = Narrow::default();
    let slip = &known.slip;
    Some(match command {
        "find_integrations" => json!({
            "text": slip, "state": null, "toolkit": null, "narrow": narrow,
            "sort": wire::Sort::default(), "offset": 0, "limit": 500, "locate": null,
        }),
        "find_tenants" => json!({
            "text": slip, "needs_action": false, "offset": 0, "limit": 500,
        }),
        "find_audit" => {
            let search = wire::AuditSearch {
                text: slip.clone(),
                ..Default::default()
            };
            json!({ "list": "project", "search": search, "offset": 0, "limit": 500 })
        }
        "find_recent" => json!({ "text": slip }),
        "show_triage" => json!({ "by": wire::GroupBy::Cause, "state": null }),
        "check_tokens" => json!({ "narrow": narrow, "toolkit": "gmail" }),
        "copy_steps" => json!({ "narrow": narrow }),
        "show_history" => json!({
            "integration": known.integration, "kind": null, "before": null, "limit": 100,
        }),
        "show_tenant" | "show_triggers" | "visit_tenant" | "delete_tenant" => {
            json!({ "tenant": known.tenant })
        }
        "pin_tenant" => json!({ "tenant": known.tenant, "pinned": true }),
        "save_tenant" => json!({
            "tenant": null, "user": "by-hand", "name": "By Hand", "contact": "", "expected": "",
            "tags": [],
        }),
        "add_note" => json!({ "tenant": known.tenant, "integration": null, "text": slip }),
        "remove_note" | "open_note_link" => json!({ "tenant": known.tenant, "note": known.note }),
        "set_labels" => json!({ "integration": known.integration, "labels": ["a label"] }),
        _ => return None,
    })
}

fn connecting(command: &str, known: &Known) -> Option<Value> {
    let attempt = &known.attempt;
    Some(match command {
        "connect" => json!({
            "user": known.user, "auth_config": known.auth_config, "way": domain::Way::Here,
            "second": null, "fields": [],
        }),
        "open_again" | "copy_link" | "check_attempt" | "cancel_attempt" | "renew_link"
        | "link_message" | "link_qr" => json!({ "attempt": attempt }),
        "copy_message" | "draft_email" => {
            json!({ "attempt": attempt, "template": "Please sign in: {link}" })
        }
        "add_integrations" => {
            json!({ "user": "added-later", "auth_configs": [known.auth_config] })
        }
        "create_managed_auth_config" => json!({ "toolkit": "gmail" }),
        "set_allow_multiple" => json!({ "allow": true }),
        "set_auth_default" => json!({ "toolkit": "gmail", "tenant": null, "auth_config": null }),
        "choose_account" => json!({
            "attempt": attempt, "choice": wire::AccountChoice::Undo, "reason": known.slip,
        }),
        "save_link_template" => json!({ "template": "Please sign in: {link}" }),
        "set_return_page" => json!({ "page": "https://team.example/connected" }),
        _ => return None,
    })
}

fn changing(command: &str, known: &Known) -> Option<Value> {
    let integration = &known.integration;
    let reason = &known.slip;
    Some(match command {
        "show_integration" | "copy_reply" | "copy_summary" | "check_token" | "reconnect"
        | "resend_link" | "plan_disconnect" | "remove_row" => json!({ "integration": integration }),
        "copy_id" => json!({ "integration": integration, "what": wire::IdOf::Account }),
        "set_alias" => json!({ "integration": integration, "alias": "an-alias" }),
        "set_enabled" => {
            json!({ "integration": integration, "enabled": false, "reason": reason })
        }
        "disconnect" => json!({
            "integration": integration, "withdraw": true, "delete": true, "reason": reason,
        }),
        "clean_up" => json!({ "accounts": [known.account] }),
        "set_masking" => json!({
            "on": true, "phrase": "", "check_failing": false, "reason": reason,
        }),
        "set_project_setting" => json!({
            "setting": "mcp_key", "from": "on", "to": "off", "reason": reason,
        }),
        _ => return None,
    })
}
