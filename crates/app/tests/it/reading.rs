//! Reading the project: a full pass that can be stopped, then looks at what changed.

use domain::{LifecycleName, Timestamp, ToolkitSlug};
use simulator::{Fault, Sabotage};
use vault::Vault;
use wire::{CreateManagedAuthConfig, Event, StopSync, SyncNow, SyncPhase, SyncView};

use crate::desk::Desk;

fn last(desk: &Desk) -> Option<SyncView> {
    let events = desk.events.lock().unwrap();
    events.iter().rev().find_map(|event| match event {
        Event::Sync(sync) => Some(sync.clone()),
        _ => None,
    })
}

async fn phase(desk: &Desk, phase: SyncPhase) {
    desk.until("the reading gets there", |desk| {
        last(desk).is_some_and(|sync| sync.phase == phase)
    })
    .await;
}

#[tokio::test]
async fn a_pass_that_a_person_stopped_keeps_what_it_read_and_goes_on_when_asked() {
    let slow = simulator::Config {
        scenario: simulator::Scenario::Fleet,
        tenants: 300,
        integrations: 1_500,
        latency: std::time::Duration::from_millis(60),
        ..Default::default()
    };
    let desk = Desk::unread(slow).await;
    desk.until("some pages are read", |desk| {
        last(desk).is_some_and(|sync| sync.read >= 200)
    })
    .await;
    desk.app.run(StopSync {}).await.unwrap();
    phase(&desk, SyncPhase::Stopped).await;
    let kept = desk.all().await;
    assert!((200..1_500).contains(&kept), "{kept} rows");
    desk.app.run(SyncNow {}).await.unwrap();
    phase(&desk, SyncPhase::Idle).await;
    assert_eq!(last(&desk).unwrap().read, 1_500);
    assert!(desk.all().await > kept);
}

#[tokio::test]
async fn a_look_finds_what_changed_without_reading_everything() {
    let desk = Desk::open().await;
    let rows = desk.rows("").await;
    let row = rows
        .iter()
        .find(|row| row.state == LifecycleName::Active)
        .unwrap();
    let account = desk.show(&row.id).await.account.unwrap().to_string();
    desk.sim.sabotage(Sabotage::Expire {
        connected_account_id: account,
    });
    desk.sim.clear_requests();
    desk.app.run(SyncNow {}).await.unwrap();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while desk.show(&row.id).await.row.state != LifecycleName::Expired {
        assert!(tokio::time::Instant::now() < deadline, "the look finds it");
        tokio::task::yield_now().await;
    }
    let requests = desk.sim.requests();
    let lists = requests
        .iter()
        .filter(|request| request.to_string().contains("connected_accounts"))
        .count();
    assert!(lists <= 2, "{lists} requests for one change");
}

#[tokio::test]
async fn one_account_that_is_dated_ahead_hides_no_change_of_the_others() {
    let fleet = simulator::Config {
        scenario: simulator::Scenario::Fleet,
        tenants: 80,
        integrations: 400,
        ..simulator::Config::default()
    };
    let desk = Desk::with(fleet).await;
    let working = async || {
        let rows = desk.rows("").await;
        let active = |row: &wire::IntegrationRow| row.state == LifecycleName::Active;
        rows.into_iter().filter(active).collect::<Vec<_>>()
    };
    let mut accounts = Vec::new();
    for row in working().await {
        accounts.extend(desk.show(&row.id).await.account);
    }
    assert!(accounts.len() > 150, "more than one page of changes");
    let expire = |account: &domain::ConnectedAccountId| {
        let connected_account_id = account.to_string();
        desk.sim.sabotage(Sabotage::Expire {
            connected_account_id,
        });
    };
    expire(&accounts[0]);
    let ahead = serde_json::json!({ "updated_at": "2999-01-01T00:00:00.000Z" });
    desk.tell(accounts[0].as_str(), ahead);
    desk.swept("the one that is dated ahead is read", async || {
        working().await.len() < accounts.len()
    })
    .await;
    accounts.iter().skip(1).for_each(expire);
    desk.swept("what changed at once is read at once", async || {
        working().await.is_empty()
    })
    .await;
}

#[tokio::test]
async fn an_empty_or_failed_list_never_takes_a_row_away() {
    let desk = Desk::open().await;
    let before = desk.all().await;
    let list = |status| Fault {
        route: "GET /connected_accounts".into(),
        nth: 1,
        times: Some(3),
        status: Some(status),
        ..Fault::default()
    };
    desk.sim.faults(vec![list(500)]).unwrap();
    desk.app.run(SyncNow {}).await.unwrap();
    phase(&desk, SyncPhase::Failed).await;
    assert_eq!(desk.all().await, before);
    let fault = last(&desk).unwrap().fault.unwrap();
    assert_eq!(fault.code, wire::Code::ComposioUnavailable);
}

#[tokio::test]
async fn a_failed_look_says_since_when_and_when_it_is_tried_again() {
    let desk = Desk::open().await;
    let failing = Fault {
        route: "GET /connected_accounts".into(),
        nth: 1,
        times: Some(3),
        status: Some(503),
        ..Fault::default()
    };
    desk.sim.faults(vec![failing]).unwrap();
    let before = Timestamp::from_millis(jiff::Timestamp::now().as_millisecond());
    desk.app.run(SyncNow {}).await.unwrap();
    phase(&desk, SyncPhase::Failed).await;
    let sync = last(&desk).unwrap();
    let since = sync.failing_since.expect("since when");
    assert!(since >= before);
    assert_eq!(sync.next_try_at, Some(since.plus_millis(5_000)));
    let how = sync.degraded.expect("three tries of a few failed");
    assert_eq!(how.failed, 3, "{how:?}");
}

#[tokio::test]
async fn with_a_refused_key_nothing_is_tried_until_a_person_acts() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::RejectApiKey(true));
    desk.app.run(SyncNow {}).await.unwrap();
    phase(&desk, SyncPhase::Failed).await;
    let sync = last(&desk).unwrap();
    assert_eq!(sync.next_try_at, None);
    assert!(sync.failing_since.is_some());
}

#[tokio::test]
async fn a_key_that_may_read_nothing_but_accounts_brings_the_list() {
    for status in [401, 403] {
        let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
        let refused = |route: &str| Fault {
            route: route.into(),
            times: Some(0),
            status: Some(status),
            ..Fault::default()
        };
        let scoped = vec![refused("GET /auth_configs"), refused("GET /toolkits")];
        desk.sim.faults(scoped).unwrap();
        desk.save_key().await.unwrap();
        desk.synced().await;
        assert_eq!(desk.all().await, 218, "{status}");
    }
}

#[tokio::test]
async fn an_auth_config_that_was_just_switched_on_can_be_chosen_after_a_sync() {
    let desk = Desk::open().await;
    let usable = async |id: &str| {
        let options = desk.app.run(wire::ConnectOptions {}).await.unwrap();
        let mut all = options.toolkits.iter().flat_map(|it| &it.auth_configs);
        all.any(|config| config.id.as_str() == id && config.unusable.is_none())
    };
    let elsewhere = desk.stranger();
    let which = composio::ListAuthConfigs::default();
    let page = elsewhere.auth_configs().list(&which).await.unwrap();
    let mut id = String::new();
    for config in &page.items {
        if usable(&config.id).await {
            id = config.id.to_string();
            break;
        }
    }
    let configs = elsewhere.auth_configs();
    for on in [false, true] {
        configs.set_enabled(&id, on).await.unwrap();
        desk.swept("the choice is as it is at Composio", async || {
            usable(&id).await == on
        })
        .await;
    }
}

#[tokio::test]
async fn an_account_that_a_deletion_moved_to_a_page_read_before_is_listed_all_the_same() {
    let config = simulator::Config {
        scenario: simulator::Scenario::Fleet,
        tenants: 50,
        integrations: 250,
        ..simulator::Config::default()
    };
    let undisturbed = Desk::with(config.clone()).await.all().await;
    let desk = Desk::bare(config, Vault::memory()).await;
    let second = Fault {
        route: "GET /connected_accounts".into(),
        // Two ask which generation of the API it is, and one is the first page.
        nth: 4,
        times: Some(1),
        latency_ms: 1_500,
        ..Fault::default()
    };
    desk.sim.faults(vec![second]).unwrap();
    desk.save_key().await.unwrap();
    desk.until("the first page is read", |desk| {
        last(desk).is_some_and(|sync| sync.read >= 100)
    })
    .await;
    let all = composio::ListAccounts::default();
    let elsewhere = desk.stranger();
    let accounts = elsewhere.connected_accounts();
    let first = accounts.list(&all).await.unwrap().items.remove(0);
    let gone = composio::DeleteOptions::default();
    accounts.delete(&first.id, gone).await.unwrap();
    desk.synced().await;
    assert_eq!(
        desk.all().await,
        undisturbed,
        "and the one that went is told as gone"
    );
}

#[tokio::test]
async fn a_reading_that_began_before_an_auth_config_was_made_does_not_hide_it() {
    let ended = |desk: &Desk| {
        let events = desk.events.lock().unwrap();
        let idle =
            |event: &&Event| matches!(event, Event::Sync(sync) if sync.phase == SyncPhase::Idle);
        events.iter().filter(idle).count()
    };
    let desk = Desk::open().await;
    let old = desk.auth_config("airtable", true).await;
    desk.forget_auth_config(&old).await;
    // The auth configs are read by then, and what was read is kept after this.
    let slow = Fault {
        route: "GET /toolkits".into(),
        nth: 1,
        times: Some(1),
        latency_ms: 1_500,
        ..Fault::default()
    };
    desk.sim.faults(vec![slow]).unwrap();
    let before = ended(&desk);
    desk.app.run(SyncNow {}).await.unwrap();
    desk.until("the toolkits are asked for", |desk| desk.sim.faulted() > 0)
        .await;
    let toolkit = ToolkitSlug::parse("airtable").unwrap();
    desk.app
        .run(CreateManagedAuthConfig { toolkit })
        .await
        .unwrap();
    desk.until("the reading ends", |desk| ended(desk) > before)
        .await;
    assert_ne!(desk.auth_config("airtable", true).await, old);
}
