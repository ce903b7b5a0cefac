//! One connection from its first day to its last, as the app writes it.

use domain::{
    AttemptState, Cause, ConnectedAccountId, Identity, IdentitySource, LifecycleName, Observation,
    Probe, Status, Verdict,
};
use store::{
    AttemptRecord, AuditCheck, AuditEntry, AuditFilter, AuditKind, AuthConfigRecord, Change,
    IntegrationRecord, Roster, Store, ToolkitRecord,
};

use crate::fixtures::{
    Home, at, attempt, audit, history_of, integration, integration_id, line, readable,
    stored_attempt, tenant,
};

/// The only row there is, as a reader sees it.
async fn row(store: &Store) -> IntegrationRecord {
    let mut roster = store.roster().await.unwrap();
    assert_eq!(roster.integrations.len(), 1);
    roster.integrations.remove(0)
}

fn outcome(intent: i64, result: &str) -> AuditEntry {
    let mut entry = audit(AuditKind::Outcome, "connect", Some(intent));
    entry.result = Some(result.to_owned());
    entry
}

#[tokio::test]
async fn an_empty_store_says_so_everywhere() {
    let home = Home::new();
    let store = home.open().await;
    assert_eq!(store.roster().await.unwrap(), Roster::default());
    assert_eq!(
        store
            .audit_page(&AuditFilter::default(), 0, 50)
            .await
            .unwrap(),
        (0, Vec::new())
    );
    assert_eq!(store.open_intents().await.unwrap(), Vec::new());
    assert_eq!(store.attempts_open().await.unwrap(), Vec::new());
    assert_eq!(store.meta("filled_at").await.unwrap(), None);
    let nothing = store.settle(&Change::default()).await.unwrap();
    assert_eq!(nothing, store::Settled::default());
    assert_eq!(
        store.verify_audit().await.unwrap(),
        AuditCheck {
            rows: 0,
            broken_at: None
        }
    );
}

/// Chapter one: the row, and the attempt that is sent. The intent's number.
async fn added_and_sent(store: &Store, trip: &AttemptRecord) -> i64 {
    let added = Change {
        tenants: vec![tenant(1)],
        integrations: vec![integration(1)],
        timeline: vec![line(1, 1_000, "Added")],
        ..Change::default()
    };
    let settled = store.settle(&added).await.unwrap();
    assert_eq!(settled.versions, [(integration_id(1), 1)]);

    let connect = audit(AuditKind::Intent, "connect", None);
    let intent = store.audit(&connect).await.unwrap();
    assert_eq!(intent, 1);
    assert_eq!(store.open_intents().await.unwrap()[0].seq(), intent);
    let mut record = row(store).await;
    record.connection.lifecycle = record.connection.lifecycle.requested(at(2_000));
    let pending = Change {
        integrations: vec![record],
        attempts: vec![trip.clone()],
        ..Change::default()
    };
    store.settle(&pending).await.unwrap();
    assert_eq!(
        store.attempts_open().await.unwrap(),
        std::slice::from_ref(trip)
    );
    let state = row(store).await.connection.lifecycle.name();
    assert_eq!(state, LifecycleName::Pending);
    intent
}

/// Chapter two: one change ends the attempt, moves the row, closes the intent.
async fn won(store: &Store, mut trip: AttemptRecord, intent: i64) {
    let account = ConnectedAccountId::parse("ca_fake").unwrap();
    trip.attempt.mark_waiting(account.clone(), at(600_000));
    trip.attempt.end(AttemptState::Won, None, at(5_000));
    let mut record = row(store).await;
    let jane = Identity {
        name: "jane@example.com".to_owned(),
        source: IdentitySource::CurrentUser,
    };
    record
        .connection
        .won(account, Some(jane.clone()), at(5_000));
    let mut connected = line(1, 5_000, "Connected");
    connected.state = Some(LifecycleName::Active);
    connected.actor = Some("rosa".to_owned());
    let won = Change {
        integrations: vec![record],
        attempts: vec![trip.clone()],
        timeline: vec![connected.clone()],
        audit: vec![outcome(intent, "connected")],
        ..Change::default()
    };
    let settled = store.settle(&won).await.unwrap();
    assert_eq!(settled.audit, [2]);
    assert_eq!(settled.versions, [(integration_id(1), 3)]);
    assert_eq!(store.open_intents().await.unwrap(), Vec::new());
    assert_eq!(store.attempts_open().await.unwrap(), Vec::new());
    let stored = stored_attempt(store, &trip.attempt.id).await;
    assert_eq!(stored, Some(trip));
    assert_eq!(row(store).await.connection.identity, Some(jane));
    let history = history_of(store, &integration_id(1), 1).await;
    assert_eq!(history, [connected]);
}

/// Chapter three: a read of ours fails, and it is disconnected.
async fn broken_and_disconnected(store: &Store) {
    let mut record = row(store).await;
    record.connection.probed(Probe {
        at: at(6_000),
        verdict: Verdict::Refused(Cause::GrantRefused),
        raw: Some("invalid_grant".to_owned()),
        took_millis: 40,
        way: Some(domain::ProbeWay::Tool),
        asked: Some("GMAIL_GET_PROFILE".into()),
        unnamed: None,
    });
    store.settle(&only(record.clone())).await.unwrap();
    let read = row(store).await;
    assert_eq!(read.connection, record.connection);
    assert_eq!(read.connection.cause(), Some(Cause::GrantRefused));
    let mut record = read;
    record.connection.disconnected(at(7_000)).unwrap();
    let seen = Observation::status(Status::Revoked, at(7_500));
    record.connection.observe(&seen);
    store.settle(&only(record)).await.unwrap();
}

#[tokio::test]
async fn a_connection_is_added_connected_broken_and_disconnected() {
    let home = Home::new();
    let store = home.open().await;
    let mut trip = attempt("attempt-1", 1);
    trip.attempt.mark_sent(at(2_100));
    let intent = added_and_sent(&store, &trip).await;
    won(&store, trip, intent).await;
    broken_and_disconnected(&store).await;

    // And all of it is there after a restart.
    store.close().await;
    let store = home.open().await;
    let read = row(&store).await;
    assert_eq!(read.connection.lifecycle.name(), LifecycleName::Revoked);
    assert_eq!(read.version, 5);
    let check = store.verify_audit().await.unwrap();
    assert_eq!((check.rows, check.broken_at), (2, None));
}

fn only(record: IntegrationRecord) -> Change {
    Change {
        integrations: vec![record],
        ..Change::default()
    }
}

#[tokio::test]
async fn a_removed_row_leaves_its_history_and_frees_its_place() {
    let home = Home::new();
    let store = home.open().await;
    let mut first = integration(1);
    first.connection.account = Some(ConnectedAccountId::parse("ca_fake").unwrap());
    let filled = Change {
        tenants: vec![tenant(1)],
        integrations: vec![first.clone()],
        attempts: vec![attempt("attempt-1", 1)],
        timeline: vec![line(1, 1_000, "Added")],
        audit: vec![audit(AuditKind::Observed, "discovered", None)],
        ..Change::default()
    };
    store.settle(&filled).await.unwrap();

    // The same tenant, auth config, slot and account, in the same change.
    let mut second = first;
    second.connection.integration = integration_id(2);
    let replaced = Change {
        removed: vec![integration_id(1), integration_id(99)],
        integrations: vec![second],
        ..Change::default()
    };
    store.settle(&replaced).await.unwrap();

    assert_eq!(row(&store).await.id(), &integration_id(2));
    assert_eq!(store.attempts_open().await.unwrap(), Vec::new());
    let history = history_of(&store, &integration_id(1), 10).await;
    assert_eq!(history.len(), 1);
    assert_eq!(
        store
            .audit_page(&AuditFilter::default(), 0, 10)
            .await
            .unwrap()
            .0,
        1
    );
}

#[tokio::test]
async fn history_is_read_newest_first_and_only_as_much_as_asked() {
    let home = Home::new();
    let store = home.open().await;
    let change = Change {
        timeline: vec![
            line(1, 5, "second"),
            line(1, 1, "first"),
            line(2, 9, "of another row"),
            line(1, 5, "third, at the same time"),
        ],
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
    let titles = |entries: Vec<store::TimelineEntry>| -> Vec<String> {
        entries.into_iter().map(|entry| entry.title).collect()
    };
    let all = history_of(&store, &integration_id(1), 10).await;
    assert_eq!(titles(all), ["third, at the same time", "second", "first"]);
    let two = history_of(&store, &integration_id(1), 2).await;
    assert_eq!(titles(two), ["third, at the same time", "second"]);
}

#[tokio::test]
async fn audit_rows_are_found_by_any_text_and_wildcards_are_only_letters() {
    let home = Home::new();
    let store = home.open().await;
    for (action, reason) in [
        ("connect", "first %"),
        ("disconnect", "the customer left"),
        ("check", "under_score"),
    ] {
        let mut entry = audit(AuditKind::Observed, action, None);
        entry.reason = Some(reason.to_owned());
        store.audit(&entry).await.unwrap();
    }
    for (text, found) in [
        ("", vec![3, 2, 1]),
        ("  ", vec![3, 2, 1]),
        ("CONNECT", vec![2, 1]),
        ("customer LEFT", vec![2]),
        ("%", vec![1]),
        ("r_s", vec![3]),
        ("d_r", vec![]),
        ("\\", vec![]),
        ("ca_fake", vec![3, 2, 1]),
        ("integration-1", vec![3, 2, 1]),
        ("nobody", vec![]),
    ] {
        let (total, rows) = store
            .audit_page(&AuditFilter::text(text), 0, 10)
            .await
            .unwrap();
        let seqs: Vec<i64> = readable(rows).iter().map(|row| row.seq).collect();
        assert_eq!(seqs, found, "{text:?}");
        assert_eq!(total as usize, found.len(), "{text:?}");
    }
    let (total, rows) = store
        .audit_page(&AuditFilter::default(), 1, 1)
        .await
        .unwrap();
    assert_eq!((total, readable(rows)[0].seq), (3, 2));
    let (total, rows) = store
        .audit_page(&AuditFilter::default(), 9, 1)
        .await
        .unwrap();
    assert_eq!((total, rows.len()), (3, 0));
}

type Narrow = fn(&mut AuditFilter);

#[tokio::test]
async fn the_audit_list_is_narrowed_by_each_filter_and_by_all_of_them() {
    let home = Home::new();
    let store = home.open().await;
    let intent = audit(AuditKind::Intent, "Turn masking on", None);
    let intent = store.audit(&intent).await.unwrap();
    let mut done = outcome(intent, "done");
    done.action = "Turn masking on".to_owned();
    done.detail.request = Some("req_77".to_owned());
    store.audit(&done).await.unwrap();
    let mut seen = audit(AuditKind::Observed, "Masking turned off", None);
    seen.actor = "Outside Switchboard".to_owned();
    seen.at = at(9_000);
    seen.detail.before = Some("on".to_owned());
    store.audit(&seen).await.unwrap();
    let cases: [(Narrow, Vec<i64>); 8] = [
        (|only| only.text = "REQ_77".to_owned(), vec![2]),
        (|only| only.kind = Some(AuditKind::Observed), vec![3]),
        (|only| only.actor = Some("rosa".to_owned()), vec![2, 1]),
        (
            |only| only.actions = vec!["Turn masking on".to_owned(), "Connect".to_owned()],
            vec![2, 1],
        ),
        (|only| only.results = vec!["done".to_owned()], vec![2]),
        (|only| only.from = Some(at(3_001)), vec![3]),
        (|only| only.until = Some(at(9_000)), vec![2, 1]),
        (
            |only| {
                only.kind = Some(AuditKind::Outcome);
                only.text = "nothing like it".to_owned();
            },
            vec![],
        ),
    ];
    for (narrow, found) in cases {
        let mut filter = AuditFilter::default();
        narrow(&mut filter);
        let (total, rows) = store.audit_page(&filter, 0, 10).await.unwrap();
        let seqs: Vec<i64> = readable(rows).iter().map(|row| row.seq).collect();
        assert_eq!(seqs, found, "{filter:?}");
        assert_eq!(total as usize, found.len(), "{filter:?}");
    }
    let (actors, actions) = store.audit_words().await.unwrap();
    assert_eq!(actors, ["Outside Switchboard", "rosa"]);
    assert_eq!(actions, ["Masking turned off", "Turn masking on"]);
}

#[tokio::test]
async fn the_catalog_is_replaced_whole() {
    let home = Home::new();
    let store = home.open().await;
    let config = |id: &str, disabled| AuthConfigRecord {
        id: domain::AuthConfigId::parse(id).unwrap(),
        name: format!("{id} config"),
        toolkit: domain::ToolkitSlug::parse("gmail").unwrap(),
        managed: true,
        disabled,
        scheme: Some("OAUTH2".to_owned()),
        expected_fields: vec!["subdomain".to_owned(), "région".to_owned()],
        fields: vec![store::FieldRecord {
            name: "subdomain".to_owned(),
            label: Some("Unterdomäne".to_owned()),
            description: None,
            kind: Some("string".to_owned()),
            required: true,
            secret: false,
            default: None,
        }],
        scopes: vec!["openid".to_owned()],
    };
    let toolkit = |slug: &str, name: &str| ToolkitRecord {
        slug: domain::ToolkitSlug::parse(slug).unwrap(),
        name: name.to_owned(),
    };
    let old = [config("ac_old", false), config("ac_kept", false)];
    store
        .save_catalog(&old, &[toolkit("gmail", "Mail"), toolkit("slack", "Slack")])
        .await
        .unwrap();
    let new = [config("ac_kept", true)];
    // A list that was read in pages may name one twice.
    let toolkits = [toolkit("gmail", "Mail"), toolkit("gmail", "Gmail")];
    store.save_catalog(&new, &toolkits).await.unwrap();
    let roster = store.roster().await.unwrap();
    assert_eq!(roster.auth_configs, new);
    assert_eq!(roster.toolkits, [toolkit("gmail", "Gmail")]);
}

#[tokio::test]
async fn a_small_fact_is_what_was_written_last() {
    let home = Home::new();
    let store = home.open().await;
    store.set_meta("api", "v3.1").await.unwrap();
    store.set_meta("api", "v3").await.unwrap();
    assert_eq!(store.meta("api").await.unwrap().as_deref(), Some("v3"));
    assert_eq!(store.meta("other").await.unwrap(), None);
}
