//! The project's other settings: each told with its effect, changed one at a time.

use simulator::Fault;
use wire::{
    Code, Event, ProjectSetting, ProjectSettingsView, SetProjectSetting, SettingView,
    ShowProjectSettings, SyncNow,
};

use crate::desk::Desk;

async fn show(desk: &Desk) -> ProjectSettingsView {
    desk.app.run(ShowProjectSettings {}).await.unwrap()
}

fn one(view: &ProjectSettingsView, setting: ProjectSetting) -> SettingView {
    let mut all = view.settings.iter();
    all.find(|it| it.setting == setting).unwrap().clone()
}

pub(crate) async fn set(
    desk: &Desk,
    setting: ProjectSetting,
    from: &str,
    to: &str,
) -> Result<ProjectSettingsView, wire::Fault> {
    let ask = SetProjectSetting {
        setting,
        from: from.into(),
        to: to.into(),
        reason: String::new(),
    };
    desk.app.run(ask).await
}

#[tokio::test]
async fn what_cannot_be_a_value_is_refused_before_anything_is_asked() {
    let desk = Desk::open().await;
    desk.sim.clear_requests();
    for (setting, to) in [
        (ProjectSetting::Logo, "http://example.com/logo.png"),
        (ProjectSetting::Logo, "javascript:alert(1)"),
        (ProjectSetting::McpKey, "maybe"),
        (ProjectSetting::LogVisibility, "show_some"),
        (ProjectSetting::FileLinks, "0"),
        (ProjectSetting::FileLinks, "86401"),
        (ProjectSetting::DisplayName, "two\nlines"),
        (ProjectSetting::Masking, "off"),
    ] {
        let told = set(&desk, setting, "", to).await.unwrap_err();
        assert_eq!(told.code, Code::BadInput, "{setting:?} {to}");
    }
    assert!(desk.audit().await.is_empty());
}

#[tokio::test]
async fn a_setting_that_moved_meanwhile_is_not_overwritten() {
    let desk = Desk::open().await;
    let told = set(&desk, ProjectSetting::McpKey, "off", "on")
        .await
        .unwrap_err();
    assert!(told.message.contains("changed elsewhere"), "{told}");
    assert!(desk.audit().await.is_empty());
}

#[tokio::test]
async fn a_key_that_may_not_is_told_so() {
    let desk = Desk::open().await;
    desk.sim
        .faults(vec![Fault {
            route: "PATCH /org/project/config".into(),
            status: Some(403),
            ..Fault::default()
        }])
        .unwrap();
    let told = set(&desk, ProjectSetting::McpKey, "on", "off")
        .await
        .unwrap_err();
    assert_eq!(told.code, Code::ComposioForbidden);
    assert_eq!(one(&show(&desk).await, ProjectSetting::McpKey).value, "on");
}

/// From the nth look at the settings on they cannot be read.
fn unread_from(nth: u32) -> Fault {
    Fault {
        route: "GET /org/project/config".into(),
        nth,
        times: Some(3),
        status: Some(503),
        ..Fault::default()
    }
}

#[tokio::test]
async fn a_change_after_which_the_settings_cannot_be_shown_is_told_as_done() {
    let desk = Desk::open().await;
    assert_eq!(one(&show(&desk).await, ProjectSetting::McpKey).value, "on");
    // Looked at before it is sent, and read back.
    desk.sim.faults(vec![unread_from(3)]).unwrap();
    let told = set(&desk, ProjectSetting::McpKey, "on", "off")
        .await
        .unwrap_err();
    let begins = "The setting was changed at Composio.";
    assert!(told.message.starts_with(begins), "{told}");
    assert!(!told.message.contains("Nothing changed"), "{told}");
}

#[tokio::test]
async fn a_change_that_cannot_be_read_back_is_not_told_as_nothing_and_is_found_by_the_next_look() {
    let desk = Desk::open().await;
    assert_eq!(one(&show(&desk).await, ProjectSetting::McpKey).value, "on");
    desk.sim.faults(vec![unread_from(2)]).unwrap();
    let told = set(&desk, ProjectSetting::McpKey, "on", "off")
        .await
        .unwrap_err();
    assert_eq!(told.code, Code::OutcomeUnknown, "{told}");
    assert!(!told.message.contains("Nothing changed"), "{told}");
    desk.sim.clear_faults();
    assert_eq!(one(&show(&desk).await, ProjectSetting::McpKey).value, "off");
    let rows = desk.audit().await;
    let results: Vec<_> = rows
        .iter()
        .filter_map(|row| row.result.as_deref())
        .collect();
    assert!(results[0].starts_with("done, found"), "{results:?}");
    assert!(results[1].starts_with("unknown"), "{results:?}");
}

#[tokio::test]
async fn each_setting_is_changed_read_back_and_written_down() {
    let desk = Desk::open().await;
    for (setting, to) in [
        (ProjectSetting::LogVisibility, "dont_store_data"),
        (ProjectSetting::McpKey, "off"),
        (ProjectSetting::TwoFactor, "off"),
        (ProjectSetting::DisplayName, "Acme"),
        (ProjectSetting::Logo, "https://example.com/logo.png"),
    ] {
        let before = one(&show(&desk).await, setting);
        assert_ne!(before.value, to);
        let after = set(&desk, setting, &before.value, to).await.unwrap();
        let after = one(&after, setting);
        assert_eq!(after.value, to);
        assert_ne!(after.effect, before.effect, "the effect is told");
        let rows = desk.audit().await;
        assert_eq!(rows[0].result.as_deref(), Some("done"));
        assert_eq!(rows[0].action, rows[1].action);
    }
    assert_eq!(
        desk.audit().await.len(),
        10,
        "an intent and an outcome each"
    );
}

#[tokio::test]
async fn setting_what_is_set_sends_nothing() {
    let desk = Desk::open().await;
    set(&desk, ProjectSetting::McpKey, "on", "on")
        .await
        .unwrap();
    assert!(desk.audit().await.is_empty());
}

#[tokio::test]
async fn a_setting_that_was_changed_elsewhere_is_noticed_told_and_written_down_once() {
    let desk = Desk::open().await;
    let before = one(&show(&desk).await, ProjectSetting::McpKey).value;
    assert_eq!(before, "on");
    let elsewhere = desk.stranger();
    let patch = composio::ProjectConfigPatch::RequireMcpApiKey(false);
    elsewhere.project_config().patch(&patch).await.unwrap();

    desk.app.run(SyncNow {}).await.unwrap();
    desk.until("it is told", |desk| {
        let events = desk.events.lock().unwrap();
        let mut notices = events.iter().filter_map(|event| match event {
            Event::Notice(notice) => Some(&notice.text),
            _ => None,
        });
        notices.any(|text| text == "MCP key setting changed outside Switchboard.")
    })
    .await;
    desk.until("the window is told to look again", |desk| {
        let events = desk.events.lock().unwrap();
        events
            .iter()
            .any(|event| matches!(event, Event::Project(project) if project.moved_at.is_some()))
    })
    .await;
    show(&desk).await;
    let rows = desk.audit().await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(
        (rows[0].kind.as_str(), rows[0].actor.as_str()),
        ("observed", "Outside Switchboard")
    );
    assert!(rows[0].before.is_some() && rows[0].before != rows[0].after);
}

#[tokio::test]
async fn a_picture_whose_name_looks_like_a_key_is_set_and_told_as_set() {
    let desk = Desk::open().await;
    let before = one(&show(&desk).await, ProjectSetting::Logo).value;
    let named = "https://cdn.example.com/2fd4e1c67a2d28fced849ee1bb76e7391b93eb12.png";
    set(&desk, ProjectSetting::Logo, &before, named)
        .await
        .unwrap();
    let elsewhere = desk.stranger();
    assert!(
        elsewhere
            .project_config()
            .get()
            .await
            .unwrap()
            .logo_url
            .is_some()
    );
    let rows = desk.audit().await;
    let told = rows.iter().find_map(|row| row.result.as_deref()).unwrap();
    assert!(told.starts_with("done"), "{told}");
}
