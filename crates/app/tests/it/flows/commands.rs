//! Every command once, each where it has something to do.

use app::App;
use domain::{AttemptState, Role, TenantId, UserId, Way};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wire::{AttemptView, Command, Fault, Handle};

use crate::desk::{Desk, connect};
use crate::every_command::{Known, example};

use super::core::PASSPHRASE;
use super::record::Record;

/// The commands that have nothing to do here, and what they answer.
pub(crate) const REFUSED: [&str; 0] = [];

/// What a command answered, once as the window gets it and once as a log would have it.
pub(crate) fn answer<R: Serialize + std::fmt::Debug>(
    told: &Result<R, Fault>,
) -> (&'static str, String) {
    match told {
        Ok(reply) => {
            let json = serde_json::to_string(reply).unwrap();
            ("done", format!("{reply:?}\n{json}"))
        }
        Err(fault) => {
            let json = serde_json::to_string(fault).unwrap();
            (fault.code.as_str(), format!("{fault}\n{fault:?}\n{json}"))
        }
    }
}

pub(crate) async fn run(desk: &Desk, record: &mut Record) {
    macro_rules! all {
        ($($name:ident($request:ident) -> $reply:ident, $role:ident;)*) => {
            $(Box::pin(one::<wire::$request>(desk, record)).await;)*
        };
    }
    wire::with_commands!(all);
}

async fn one<C: Command + DeserializeOwned>(desk: &Desk, record: &mut Record)
where
    App: Handle<C>,
    C::Reply: Serialize + std::fmt::Debug,
{
    back_home(desk).await;
    let mut known = Known::nothing(desk, PASSPHRASE);
    let change = prepare(desk, record, C::NAME, &mut known).await;
    let mut request = example(C::NAME, &known);
    if let (Some(request), Some(change)) = (request.as_object_mut(), change.as_object()) {
        request.extend(change.clone());
    }
    let told = desk
        .app
        .run(serde_json::from_value::<C>(request).unwrap())
        .await;
    let (outcome, said) = answer(&told);
    record.flow(desk, C::NAME, outcome, &said);
}

/// The project of the test is open, under its name, and whoever is here is an admin.
pub(crate) async fn back_home(desk: &Desk) {
    if desk.snapshot().access.role != Role::Admin {
        let passphrase = Some(crate::access::typed(PASSPHRASE));
        desk.app
            .run(wire::UnlockAdmin { passphrase })
            .await
            .unwrap();
    }
    let named = |name: &str| {
        let profiles = desk.snapshot().profiles;
        profiles.into_iter().find(|profile| profile.name == name)
    };
    if let Some(renamed) = named("Renamed") {
        let ask = wire::EditProfile {
            profile: renamed.id,
            name: "Test".into(),
            production: false,
            settings: renamed.settings,
        };
        desk.app.run(ask).await.unwrap();
    }
    let here = desk.snapshot().profile.is_some_and(|it| it.name == "Test");
    match named("Test") {
        Some(_) if here => {}
        Some(profile) if profile.key != wire::KeyPlace::Missing => {
            let ask = wire::UseProfile {
                profile: Some(profile.id),
            };
            desk.app.run(ask).await.unwrap();
        }
        Some(profile) => {
            let ask = wire::SaveApiKey {
                profile: Some(profile.id),
                ..desk.key_typed(false)
            };
            desk.app.run(ask).await.unwrap();
        }
        None => drop(desk.save_key().await.unwrap()),
    }
    read(desk).await;
}

/// Waits until the project that is open was read.
async fn read(desk: &Desk) {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        let options = desk.app.run(wire::ConnectOptions {}).await.unwrap();
        let gmail = options
            .toolkits
            .iter()
            .any(|it| it.slug.as_str() == "gmail");
        if gmail && desk.all().await > 0 {
            return;
        }
        assert!(tokio::time::Instant::now() < deadline, "it is never read");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Makes what the command is about, and says what its example must name beyond that.
async fn prepare(desk: &Desk, record: &mut Record, command: &str, known: &mut Known) -> Value {
    let profile = desk.snapshot().profile.unwrap();
    known.profile = profile.id.to_string();
    known.slip = format!("the customer sent {}", super::core::SLIP);
    known.auth_config = desk.auth_config("gmail", true).await;
    known.user = UserId::parse(format!("for-{}", command.replace('_', "-"))).unwrap();
    known.tenant = desk.rows("").await[0].tenant.clone();
    let open = ["open_again", "copy_link", "check_attempt", "cancel_attempt"];
    let sent = [
        "renew_link",
        "link_message",
        "copy_message",
        "draft_email",
        "link_qr",
    ];
    let connected = [
        "show_integration",
        "show_history",
        "check_token",
        "reconnect",
        "set_alias",
        "set_enabled",
        "plan_disconnect",
        "disconnect",
        "copy_reply",
        "copy_summary",
        "copy_id",
        "set_labels",
    ];
    if open.contains(&command) {
        let view = begin(desk, known.user.as_str()).await;
        named(known, &view);
    } else if sent.contains(&command) {
        let view = send(desk, known).await;
        named(known, &view);
    } else if connected.contains(&command) {
        let view = won(desk, record, known.user.as_str(), "jane@example.com").await;
        named(known, &view);
    }
    special(desk, record, command, known).await
}

async fn special(desk: &Desk, record: &mut Record, command: &str, known: &mut Known) -> Value {
    match command {
        "connect" => known.user = UserId::parse("connected-by-command").unwrap(),
        "choose_account" => {
            let first = won(desk, record, known.user.as_str(), "jane@example.com").await;
            let again = again(desk, &first).await;
            record.state_of(&desk.allow(&again, "mallory@example.com"));
            until(desk, &again, AttemptState::Differs).await;
            named(known, &again);
        }
        "resend_link" | "remove_row" => known.integration = added(desk, known).await,
        "delete_tenant" => known.tenant = by_hand(desk).await,
        "remove_note" | "open_note_link" => known.note = noted(desk, &known.tenant).await,
        "copy_diagnostics" | "save_diagnostics" => {
            let ask = wire::PreviewDiagnostics { tenant_ids: true };
            known.diagnostics = desk.app.run(ask).await.unwrap().id;
        }
        "sabotage" | "start_drill" | "help_drill" | "end_drill" | "show_drill" => {
            let size = wire::DemoSize::Small;
            desk.app.run(wire::OpenDemo { size }).await.unwrap();
            read(desk).await;
            let drill = wire::DrillId::Calendar;
            if command.ends_with("_drill") {
                desk.app.run(wire::StartDrill { drill }).await.unwrap();
            }
        }
        "clean_up" => {
            let plan = desk.app.run(wire::PlanCleanup {}).await.unwrap();
            known.account = plan.unused[0].account.clone();
        }
        "copy_steps" => {
            let ask = wire::ShowTriage {
                by: wire::GroupBy::Cause,
                state: None,
            };
            let groups = desk.app.run(ask).await.unwrap().groups;
            let group = groups.into_iter().find(|it| it.fix == wire::Fix::CopySteps);
            return json!({ "narrow": group.unwrap().narrow });
        }
        "create_managed_auth_config" => {
            let old = desk.auth_config("airtable", true).await;
            desk.forget_auth_config(&old).await;
            return json!({ "toolkit": "airtable" });
        }
        _ => {}
    }
    json!({})
}

fn named(known: &mut Known, view: &AttemptView) {
    known.attempt = view.id.clone();
    known.integration = view.integration.clone();
    if let Some(account) = &view.account {
        known.account = account.clone();
    }
}

pub(crate) async fn until(desk: &Desk, view: &AttemptView, state: AttemptState) {
    desk.until("the attempt is there", |desk| {
        let attempts = desk.attempts();
        attempts
            .iter()
            .any(|seen| seen.id == view.id && seen.state == state)
    })
    .await;
}

/// A sign-in that went well, with the link home that the browser delivered.
pub(crate) async fn won(desk: &Desk, record: &mut Record, user: &str, who: &str) -> AttemptView {
    let view = begin(desk, user).await;
    let home = desk.allow(&view, who);
    record.state_of(&home);
    desk.app.link(&home);
    desk.ended(&view.id).await
}

/// A sign-in whose link was opened here. What an earlier flow opens late is not taken for it.
pub(crate) async fn begin(desk: &Desk, user: &str) -> AttemptView {
    let view = desk.begin(user, "gmail").await;
    until(desk, &view, AttemptState::Opened).await;
    desk.attempt(&view.id)
}

async fn again(desk: &Desk, first: &AttemptView) -> AttemptView {
    let integration = first.integration.clone();
    let view = desk.app.run(wire::Reconnect { integration }).await.unwrap();
    until(desk, &view, AttemptState::Opened).await;
    desk.attempt(&view.id)
}

/// A link for the customer.
async fn send(desk: &Desk, known: &Known) -> AttemptView {
    let ask = connect(known.user.clone(), known.auth_config.clone(), Way::Sent);
    let view = desk.app.run(ask).await.unwrap();
    until(desk, &view, AttemptState::Waiting).await;
    desk.attempt(&view.id)
}

/// A row that was never connected.
async fn added(desk: &Desk, known: &Known) -> domain::IntegrationId {
    let ask = wire::AddIntegrations {
        user: known.user.clone(),
        auth_configs: vec![known.auth_config.clone()],
    };
    desk.app.run(ask).await.unwrap();
    desk.rows(known.user.as_str()).await[0].id.clone()
}

async fn by_hand(desk: &Desk) -> TenantId {
    let ask = wire::SaveTenant {
        tenant: None,
        user: "to-be-deleted".into(),
        name: String::new(),
        contact: String::new(),
        expected: String::new(),
        tags: Vec::new(),
    };
    desk.app.run(ask).await.unwrap().id
}

async fn noted(desk: &Desk, tenant: &TenantId) -> String {
    let ask = wire::AddNote {
        tenant: tenant.clone(),
        integration: None,
        text: "see https://tickets.example/7".into(),
    };
    desk.app.run(ask).await.unwrap();
    let ask = wire::ShowTenant {
        tenant: tenant.clone(),
    };
    desk.app.run(ask).await.unwrap().notes[0].id.clone()
}

/// What an auth config of a toolkit asks for is typed in, secrets too.
pub(crate) async fn fill_in(desk: &Desk, secret: &str) -> wire::Connect {
    let auth_config = desk.auth_config("shopify", false).await;
    let user = UserId::parse("with-fields").unwrap();
    wire::Connect {
        fields: vec![wire::Filled {
            name: "shop".into(),
            value: crate::access::typed(secret),
        }],
        ..connect(user, auth_config, Way::Here)
    }
}
