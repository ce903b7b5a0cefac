//! Several projects on one desk: named, marked, switched, emptied and deleted.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::{AuthConfigId, ToolkitSlug};
use vault::{Double, Error, Ill, Vault};
use wire::{
    Code, Colour, DeleteProfile, EditProfile, Event, FindDeskAudit, ForgetKey, ImportEnv, KeyPlace,
    ProjectSettings, RetryKeyring, SaveApiKey, UseProfile,
};

use crate::access::{OTHER_PROJECT, typed};
use crate::desk::{Desk, write};

fn delete(desk: &Desk, typed: &str) -> DeleteProfile {
    DeleteProfile {
        profile: desk.snapshot().profiles[0].id.clone(),
        typed: typed.into(),
    }
}

fn files(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.home.path().join("workspaces")).unwrap();
    let names = entries.flatten().map(|entry| entry.file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

fn settings() -> ProjectSettings {
    ProjectSettings {
        colour: Colour::Plum,
        wait_seconds: Some(120),
    }
}

#[tokio::test]
async fn a_project_is_not_deleted_unless_its_name_is_typed() {
    let desk = Desk::open().await;
    let fault = desk.app.run(delete(&desk, "test")).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert_eq!(desk.snapshot().profiles.len(), 1);
    assert_ne!(desk.all().await, 0);
}

fn replaced_by(desk: &Desk, key: &str) -> SaveApiKey {
    SaveApiKey {
        profile: Some(desk.snapshot().profiles[0].id.clone()),
        base_url: String::new(),
        key: typed(key),
        ..desk.key_typed(false)
    }
}

#[tokio::test]
async fn a_key_of_another_project_replaces_no_key() {
    let keyring = Double::default();
    let desk = Desk::bare(simulator::Config::default(), Vault::Double(keyring)).await;
    desk.save_key().await.unwrap();
    desk.synced().await;
    let rows = desk.all().await;
    let fault = desk.app.run(replaced_by(&desk, OTHER_PROJECT)).await;
    let said = fault.unwrap_err().message;
    assert!(said.contains("belongs to another project"), "{said}");

    // Nor while the project is closed.
    desk.app.run(UseProfile { profile: None }).await.unwrap();
    let fault = desk.app.run(replaced_by(&desk, OTHER_PROJECT)).await;
    assert_eq!(fault.unwrap_err().code, Code::BadInput);
    let own = replaced_by(&desk, &desk.sim.api_key());
    desk.app.run(own).await.unwrap();
    desk.synced().await;
    assert_eq!(desk.all().await, rows, "and the list is as it was");
}

#[tokio::test]
async fn a_key_that_may_read_no_auth_configs_replaces_another_all_the_same() {
    let desk = Desk::open().await;
    let unreadable = simulator::Fault {
        route: "GET /auth_configs".into(),
        status: Some(403),
        times: Some(0),
        ..simulator::Fault::default()
    };
    desk.sim.faults(vec![unreadable]).unwrap();
    let own = replaced_by(&desk, &desk.sim.api_key());
    desk.app.run(own).await.unwrap();
}

#[tokio::test]
async fn while_the_keyring_holds_on_to_the_key_nothing_is_deleted() {
    let keyring = Double::default();
    let desk = Desk::bare(simulator::Config::default(), Vault::Double(keyring.clone())).await;
    desk.save_key().await.unwrap();
    desk.synced().await;
    keyring.is(Some(Ill::Locked));
    let fault = desk.app.run(delete(&desk, "Test")).await.unwrap_err();
    assert_eq!(fault.code, Code::VaultLocked);
    assert_eq!(desk.snapshot().profiles.len(), 1);
    assert_ne!(desk.all().await, 0, "and it is still open");
}

#[tokio::test]
async fn a_deleted_project_leaves_nothing_but_the_record_that_it_was_deleted() {
    let desk = Desk::open().await;
    let id = desk.snapshot().profiles[0].id.clone();
    desk.app.run(delete(&desk, "Test")).await.unwrap();
    let told = desk.snapshot();
    assert_eq!((told.profile, told.profiles), (None, Vec::new()));
    assert_eq!(files(&desk), Vec::<String>::new());
    let kept = desk.vault.load(id.as_str()).await;
    assert!(matches!(kept, Err(Error::Missing)), "{kept:?}");
    let rows = desk.app.run(FindDeskAudit {}).await.unwrap().rows;
    assert_eq!(rows[0].action, "Delete a project from this computer");
    assert_eq!(
        (rows[0].target.as_str(), rows[0].result.as_deref()),
        ("Test", Some("done"))
    );
    let desk = desk.restart().await;
    assert_eq!(
        desk.snapshot().trouble,
        None,
        "the next start misses nothing"
    );
}

#[tokio::test]
async fn of_two_projects_one_is_deleted_and_the_other_is_whole() {
    let desk = Desk::open().await;
    let first = desk.snapshot().profiles[0].clone();
    let second = desk.save_key().await.unwrap();
    desk.synced().await;
    assert_eq!(desk.snapshot().profile.unwrap().id, second.id);
    desk.app.run(delete(&desk, "Test")).await.unwrap();
    let told = desk.snapshot();
    assert_eq!(told.profiles.len(), 1);
    assert_eq!(
        told.profile.unwrap().id,
        second.id,
        "the open one stays open"
    );
    assert!(desk.vault.load(first.id.as_str()).await.is_err());
    assert!(desk.vault.load(second.id.as_str()).await.is_ok());
    let whole = format!("{}.db", second.id);
    assert!(files(&desk).contains(&whole), "{:?}", files(&desk));
}

/// How often it was told that a project is on this computer twice.
fn twice(desk: &Desk) -> usize {
    let events = desk.events.lock().unwrap();
    let told = events.iter().filter(
        |event| matches!(event, Event::Notice(told) if told.text.contains("already as Test")),
    );
    told.count()
}

#[tokio::test]
async fn a_project_is_not_added_a_second_time_without_a_word() {
    let desk = Desk::open().await;
    let other = SaveApiKey {
        key: typed(OTHER_PROJECT),
        ..desk.key_typed(false)
    };
    desk.app.run(other).await.unwrap();
    assert_eq!(twice(&desk), 0, "this is another project");
    desk.save_key().await.unwrap();
    assert_eq!(twice(&desk), 1);
}

#[tokio::test]
async fn a_forgotten_key_leaves_the_list_readable_and_writes_refused() {
    let desk = Desk::open().await;
    let profile = desk.snapshot().profiles[0].id.clone();
    let rows = desk.all().await;
    let ask = ForgetKey {
        profile: profile.clone(),
    };
    desk.app.run(ask).await.unwrap();
    let told = desk.snapshot();
    assert_eq!(told.profile.unwrap().key, KeyPlace::Missing);
    assert_eq!(told.trouble.unwrap().code, Code::VaultMissing);
    assert_eq!(desk.all().await, rows);
    let sync = desk.snapshot().sync;
    assert!(
        sync.synced_at.is_none() && sync.as_of().is_some(),
        "of when it is"
    );
    let write = desk.app.run(wire::SyncNow {}).await.unwrap_err();
    assert_eq!(write.code, Code::NotConfigured);
    assert!(desk.vault.load(profile.as_str()).await.is_err());
}

#[tokio::test]
async fn a_project_is_renamed_and_marked_at_once_and_for_good() {
    let desk = Desk::open().await;
    let ask = EditProfile {
        profile: desk.snapshot().profiles[0].id.clone(),
        name: "  Acme \u{7}live ".into(),
        production: true,
        settings: settings(),
    };
    desk.app.run(ask.clone()).await.unwrap();
    for desk in [desk.snapshot(), desk.restart().await.snapshot()] {
        let open = desk.profile.unwrap();
        assert_eq!((open.name.as_str(), open.production), ("Acme live", true));
        assert_eq!(open.settings, settings());
    }
}

#[tokio::test]
async fn a_name_of_nothing_and_a_wait_of_hours_change_nothing() {
    let desk = Desk::open().await;
    let before = desk.snapshot().profiles;
    let ask = EditProfile {
        profile: before[0].id.clone(),
        name: " ".into(),
        production: true,
        settings: settings(),
    };
    let long = EditProfile {
        name: "Fine".into(),
        settings: ProjectSettings {
            wait_seconds: Some(7_200),
            ..settings()
        },
        ..ask.clone()
    };
    for ask in [ask, long] {
        assert_eq!(desk.app.run(ask).await.unwrap_err().code, Code::BadInput);
    }
    assert_eq!(desk.snapshot().profiles, before);
}

/// What a `.env` file says of the simulator's project.
fn import(desk: &Desk) -> ImportEnv {
    ImportEnv {
        name: "From a file".into(),
        base_url: desk.sim.base_url(),
        key: typed(&desk.sim.api_key()),
        production: false,
        memory_only: false,
        network: None,
        wait_seconds: Some(120),
        allow_multiple: Some(true),
        defaults: [(
            ToolkitSlug::parse("gmail").unwrap(),
            AuthConfigId::parse("ac_gmail").unwrap(),
        )]
        .into(),
    }
}

#[tokio::test]
async fn an_imported_project_has_its_key_in_the_keyring_and_its_settings() {
    let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
    let view = desk.app.run(import(&desk)).await.unwrap();
    assert_eq!(view.key, KeyPlace::Keyring);
    assert_eq!(view.settings.wait_seconds, Some(120));
    let ask = UseProfile {
        profile: Some(view.id.clone()),
    };
    desk.app.run(ask).await.unwrap();
    let told = desk.app.run(wire::ShowConnectSettings {}).await.unwrap();
    assert!(told.allow_multiple);
    assert_eq!(told.defaults[0].auth_config.as_str(), "ac_gmail");
}

/// The project that is opened first takes no suggestion of an auth config.
fn takes_no_suggestion(desk: &Desk) {
    const STUCK: &str = "CREATE TRIGGER stuck BEFORE INSERT ON auth_defaults
        BEGIN SELECT RAISE(ABORT, 'stuck'); END";
    let home = desk.home.path().to_owned();
    let done = AtomicBool::new(false);
    desk.app.subscribe(move |event| {
        let open = match &event {
            Event::Snapshot(told) => told.profile.as_ref(),
            _ => None,
        };
        if let Some(open) = open
            && !done.swap(true, Ordering::Relaxed)
        {
            let file = home.join(format!("workspaces/{}.db", open.id));
            // The core goes on once it was told, and this thread is the core's.
            let work = move || {
                let mut runtime = tokio::runtime::Builder::new_current_thread();
                let runtime = runtime.enable_all().build().unwrap();
                runtime.block_on(write(&file, STUCK));
            };
            std::thread::spawn(work).join().unwrap();
        }
        true
    });
}

#[tokio::test]
async fn an_imported_project_whose_settings_cannot_be_written_is_told_as_added() {
    let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
    takes_no_suggestion(&desk);
    let fault = desk.app.run(import(&desk)).await.unwrap_err();
    assert_eq!(fault.code, Code::ProfilePartly, "{fault}");
    let begins = "The project was added, but what the .env file says";
    assert!(fault.message.starts_with(begins), "{fault}");
    assert!(!fault.message.contains("Nothing"), "{fault}");
    let left = "Set it in Settings, Connecting";
    assert!(fault.message.contains(left), "what to do next: {fault}");
    let told = desk.snapshot();
    assert_eq!(told.profiles.len(), 1);
    assert_eq!(told.profile.unwrap().name, "From a file");
    let set = desk.app.run(wire::ShowConnectSettings {}).await.unwrap();
    assert!(!set.allow_multiple, "all of it is taken over or nothing");
    assert!(set.defaults.is_empty());
}

#[tokio::test]
async fn an_imported_project_that_does_not_open_is_told_as_added_and_opened_later() {
    let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
    let place = desk.home.path().join("workspaces");
    std::fs::write(&place, "no directory").unwrap();
    let fault = desk.app.run(import(&desk)).await.unwrap_err();
    assert_eq!(fault.code, Code::ProfilePartly, "{fault}");
    assert!(!fault.message.contains("Nothing"), "{fault}");
    assert!(fault.message.contains("do not add it again"), "{fault}");
    assert!(fault.message.contains("Settings, Connecting"), "{fault}");
    let told = desk.snapshot();
    assert_eq!((told.profile, told.profiles.len()), (None, 1));
    assert_eq!(told.trouble, Some(fault), "in the frame as well");
    std::fs::remove_file(&place).unwrap();
    let profile = Some(told.profiles[0].id.clone());
    desk.app.run(UseProfile { profile }).await.unwrap();
    assert!(desk.snapshot().profile.is_some());
}

/// The screen of whoever switched goes with the project that was open.
#[tokio::test]
async fn a_project_that_does_not_open_in_place_of_another_is_told_and_is_the_one_to_try_again() {
    let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
    let first = desk.save_key().await.unwrap();
    let other = desk.app.run(import(&desk)).await.unwrap();
    let ask = UseProfile {
        profile: Some(first.id),
    };
    desk.app.run(ask).await.unwrap();
    let file = desk.home.path().join(format!("workspaces/{}.db", other.id));
    let away = file.with_extension("away");
    std::fs::rename(&file, &away).unwrap();
    std::fs::create_dir(&file).unwrap();
    let ask = UseProfile {
        profile: Some(other.id.clone()),
    };
    let fault = desk.app.run(ask).await.unwrap_err();
    let told = desk.snapshot();
    assert_eq!((told.profile, told.trouble), (None, Some(fault)));
    let again = desk.app.run(RetryKeyring {}).await.unwrap_err();
    assert_eq!(desk.snapshot().trouble, Some(again), "it is so still");
    std::fs::remove_dir(&file).unwrap();
    std::fs::rename(&away, &file).unwrap();
    desk.app.run(RetryKeyring {}).await.unwrap();
    let told = desk.snapshot();
    assert_eq!(told.profile.map(|open| open.id), Some(other.id));
    assert_eq!(told.trouble, None);
}

#[tokio::test]
async fn a_deletion_that_stops_half_way_does_not_show_as_open_what_it_closed() {
    let desk = Desk::open().await;
    let id = desk.snapshot().profiles[0].id.clone();
    let stubborn = desk.home.path().join(format!("workspaces/{id}.db-kept"));
    std::fs::create_dir(&stubborn).unwrap();
    desk.app.run(delete(&desk, "Test")).await.unwrap_err();
    let told = desk.snapshot();
    assert_eq!(told.profile, None);
    assert_eq!(told.profiles.len(), 1, "it can be deleted again");
    std::fs::remove_dir(&stubborn).unwrap();
    desk.app.run(delete(&desk, "Test")).await.unwrap();
}

#[tokio::test]
async fn a_key_whose_project_does_not_open_again_does_not_show_it_as_open() {
    let desk = Desk::open().await;
    desk.sql_of_project(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9000, 'newer', 1, x'00', 1)",
    )
    .await;
    let own = replaced_by(&desk, &desk.sim.api_key());
    let fault = desk.app.run(own).await.unwrap_err();
    assert_eq!(fault.code, Code::StoreNewer);
    let told = desk.snapshot();
    assert_eq!((told.profile, told.profiles.len()), (None, 1));
}
