//! What goes in comes out: every state, every kind of text.

use domain::lifecycle::{
    Active, Added, ErrorSource, Errored, Expired, Lifecycle, LifecycleName, Paused, Pending,
    Revoked,
};
use domain::{
    AccountFacts, AttemptState, Cause, ConnectedAccountId, Connection, Fingerprint, Identity,
    IdentitySource, LineKind, Lost, Moved, Pause, PauseProof, Probe, ProbeWay, Reads, Status,
    Timestamp, TokenShape, Trigger, Unnamed, Verdict,
};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use store::{
    AttemptRecord, AuditDetail, AuditEntry, AuditKind, Change, IntegrationRecord, TimelineEntry,
};

use crate::fixtures::{
    Home, attempt, audit, history_of, integration, integration_id, line, readable, stored_attempt,
    tenant,
};

/// Texts as people, providers and attackers write them.
fn text() -> BoxedStrategy<String> {
    prop_oneof![
        3 => any::<String>(),
        1 => select(vec![
            String::new(),
            "a\0b\0".to_owned(),
            "👩‍👩‍👧‍👦 naïve Ünïcode\u{202e}".to_owned(),
            "'; DROP TABLE integrations; --".to_owned(),
            "\"\\\u{7f}\r\n\t$1 ? %_".to_owned(),
            "é".repeat(70_000),
        ]),
    ]
    .boxed()
}

fn time() -> impl Strategy<Value = Timestamp> {
    any::<i64>().prop_map(Timestamp::from_millis)
}

fn lifecycle() -> BoxedStrategy<Lifecycle> {
    let source = select(vec![
        ErrorSource::Failed,
        ErrorSource::Restarted,
        ErrorSource::Read,
    ]);
    (0..7, time(), source, any::<bool>())
        .prop_map(|(which, since, source, unused)| match which {
            0 => Lifecycle::Added(Added { since }),
            1 => Lifecycle::Pending(Pending { since }),
            2 => Lifecycle::Active(Active { since }),
            3 => Lifecycle::Error(Errored { since, source }),
            4 => Lifecycle::Expired(Expired { since, unused }),
            5 => Lifecycle::Paused(Paused { since }),
            _ => Lifecycle::Revoked(Revoked { since }),
        })
        .boxed()
}

fn probe() -> BoxedStrategy<Probe> {
    let cause = select(Cause::ALL.to_vec());
    let verdict = prop_oneof![
        Just(Verdict::Good),
        Just(Verdict::NoRead),
        cause.clone().prop_map(Verdict::Refused),
        cause.prop_map(Verdict::Unclear),
    ];
    let way = of(select(vec![ProbeWay::Tool, ProbeWay::Proxy]));
    let unnamed = of(select(vec![Unnamed::Absent, Unnamed::Unreachable]));
    let last = (way, of(text()), unnamed);
    (time(), verdict, of(text()), any::<i64>(), last)
        .prop_map(
            |(at, verdict, raw, took_millis, (way, asked, unnamed))| Probe {
                at,
                verdict,
                raw,
                took_millis,
                way,
                asked,
                unnamed,
            },
        )
        .boxed()
}

fn identity() -> BoxedStrategy<Identity> {
    let source = select(vec![
        IdentitySource::DisplayName,
        IdentitySource::AccountData,
        IdentitySource::IdToken,
        IdentitySource::CurrentUser,
        IdentitySource::Tool,
        IdentitySource::Proxy,
        IdentitySource::PrimaryCalendar,
        IdentitySource::UserInfo,
    ]);
    (text(), source)
        .prop_map(|(name, source)| Identity { name, source })
        .boxed()
}

fn care() -> BoxedStrategy<(Reads, Option<Box<Pause>>)> {
    let proof = select(vec![
        PauseProof::Holds,
        PauseProof::StillWorks,
        PauseProof::Unproven,
    ]);
    let cause = select(Cause::ALL.to_vec());
    let reads = (of(time()), of((time(), cause).boxed()))
        .prop_map(|(good, refused)| Reads { good, refused });
    let pause = (text(), of(text()), time(), proof, text(), time()).prop_map(
        |(by, reason, at, proof, said, proved_at)| {
            Box::new(Pause {
                by,
                reason,
                at,
                proof,
                said,
                proved_at,
            })
        },
    );
    (reads, of(pause.boxed())).boxed()
}

fn status() -> BoxedStrategy<Status> {
    prop_oneof![
        select(Status::KNOWN.to_vec()),
        text().prop_map(|word| Status::from_wire(&word)),
    ]
    .boxed()
}

fn fingerprint() -> BoxedStrategy<Box<Fingerprint>> {
    (text(), time(), time(), of(time()))
        .prop_map(|(mark, first, last, changed_after)| {
            Box::new(Fingerprint {
                mark,
                first,
                last,
                changed_after,
            })
        })
        .boxed()
}

fn facts() -> BoxedStrategy<AccountFacts> {
    let shape = || {
        select(vec![
            TokenShape::Absent,
            TokenShape::Empty,
            TokenShape::Redacted,
            TokenShape::Masked,
            TokenShape::MaskedLong,
            TokenShape::Malformed,
            TokenShape::Readable,
        ])
    };
    let scopes = || prop::collection::vec(text(), 0..4);
    (
        (of(time()), of(time()), of(text()), of(text()), of(text())),
        (
            scopes(),
            scopes(),
            shape(),
            shape(),
            any::<bool>(),
            of(text()),
        ),
        (
            shape(),
            of(text()),
            of(any::<i64>()),
            of(time()),
            of(time()),
            of(fingerprint()),
            prop::collection::vec((text(), text()), 0..3),
        ),
    )
        .prop_map(|(first, second, third)| AccountFacts {
            created_at: first.0,
            updated_at: first.1,
            scheme: first.2,
            alias: first.3,
            word_id: first.4,
            scopes: second.0,
            requested_scopes: second.1,
            access_token: second.2,
            refresh_token: second.3,
            shared: second.4,
            error: second.5,
            id_token: third.0,
            token_type: third.1,
            expires_in: third.2,
            expires_at: third.3,
            ended_at: third.4,
            fingerprint: third.5,
            outline: third.6,
        })
        .boxed()
}

/// Row `n`, in any state.
fn record(n: usize) -> BoxedStrategy<IntegrationRecord> {
    let rest = (
        of(status()),
        of(text()),
        of(probe()),
        of(identity()),
        of(time()),
        care(),
    );
    (lifecycle(), any::<bool>(), rest, facts(), 1..=u32::MAX)
        .prop_map(
            move |(lifecycle, connected, rest, facts, slot)| IntegrationRecord {
                connection: Connection {
                    integration: integration_id(n),
                    lifecycle,
                    account: connected
                        .then(|| ConnectedAccountId::parse(format!("ca_ünï {n}")).unwrap()),
                    status: rest.0,
                    status_reason: rest.1,
                    probe: rest.2,
                    reads: rest.5.0,
                    pause: rest.5.1,
                    identity: rest.3,
                    observed_at: rest.4,
                },
                facts,
                slot,
                ..integration(n)
            },
        )
        .boxed()
}

fn trip() -> impl Strategy<Value = AttemptRecord> {
    let times = (
        time(),
        of(time()),
        of(time()),
        of(time()),
        of(time()),
        of(time()),
    );
    let lost = select(Lost::ALL.to_vec());
    let ours = (any::<[u8; 32]>(), of(time()), any::<bool>(), any::<bool>());
    (
        select(AttemptState::ALL.to_vec()),
        times,
        of(lost),
        text(),
        ours,
    )
        .prop_map(|(state, times, lost, alias, ours)| {
            let mut record = attempt("attempt-1", 0);
            let account = ConnectedAccountId::parse("ca_fake").unwrap();
            let trip = &mut record.attempt;
            trip.state = state;
            (trip.planned_at, trip.sent_at, trip.opened_at) = (times.0, times.1, times.2);
            (trip.seen_at, trip.ended_at, trip.expires_at) = (times.3, times.4, times.5);
            (trip.lost, trip.alias) = (lost, alias);
            trip.account = ours.2.then(|| account.clone());
            record.state_hash = ours.0;
            record.state_used_at = ours.1;
            record.previous_account = ours.3.then_some(account);
            record.reconnect = ours.2;
            record
        })
}

fn history() -> impl Strategy<Value = TimelineEntry> {
    let name = || select(LifecycleName::ALL.to_vec());
    let moved = (name(), select(Trigger::ALL.to_vec())).prop_map(|(from, by)| Moved { from, by });
    let words = (text(), of(text()), of(text()));
    let kind = select(LineKind::ALL.to_vec());
    (time(), kind, words, of(name()), of(moved)).prop_map(
        |(at, kind, (title, detail, actor), state, moved)| TimelineEntry {
            at,
            kind,
            detail,
            actor,
            state,
            moved,
            ..line(0, 0, &title)
        },
    )
}

fn deed() -> impl Strategy<Value = AuditEntry> {
    let texts = (text(), text(), text(), of(text()), of(text()));
    let detail = (of(text()), of(text()), of(text()));
    let kind = select(vec![
        AuditKind::Intent,
        AuditKind::Outcome,
        AuditKind::Observed,
    ]);
    (time(), kind, texts, detail, any::<bool>()).prop_map(
        |(at, kind, texts, detail, about_a_row)| AuditEntry {
            at,
            kind,
            actor: texts.0,
            action: texts.1,
            target: texts.2,
            result: texts.3,
            reason: texts.4,
            integration: about_a_row.then(|| integration_id(0)),
            detail: AuditDetail {
                before: detail.0,
                after: detail.1,
                request: detail.2,
            },
            ..audit(kind, "", None)
        },
    )
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

const ROWS: usize = 4;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_row_comes_back_as_it_went_in(
        new in (record(0), record(1), record(2), record(3)),
        later in record(0),
        names in prop::collection::vec(text(), ROWS),
    ) {
        wait(async {
            let home = Home::new();
            let store = home.open().await;
            let mut change = Change::default();
            for (n, name) in names.into_iter().enumerate() {
                let mut customer = tenant(n);
                customer.name = name;
                change.tenants.push(customer);
            }
            change.integrations = vec![new.0, new.1, new.2, new.3];
            store.settle(&change).await.unwrap();
            change.integrations[0] = IntegrationRecord { version: 1, ..later };
            let update = Change {
                integrations: vec![change.integrations[0].clone()],
                ..Change::default()
            };
            store.settle(&update).await.unwrap();
            store.close().await;

            let mut roster = home.open().await.roster().await.unwrap();
            roster.integrations.sort_by_key(|row| row.id().to_string());
            roster.tenants.sort_by_key(|row| row.id.to_string());
            for (n, row) in change.integrations.iter_mut().enumerate() {
                row.version = if n == 0 { 2 } else { 1 };
            }
            assert_eq!(roster.integrations, change.integrations);
            assert_eq!(roster.tenants, change.tenants);
        });
    }

    #[test]
    fn every_attempt_line_and_deed_comes_back_as_it_went_in(
        trip in trip(),
        line in history(),
        deeds in prop::collection::vec(deed(), 1..6),
    ) {
        wait(async {
            let home = Home::new();
            let store = home.open().await;
            let change = Change {
                tenants: vec![tenant(0)],
                integrations: vec![integration(0)],
                attempts: vec![trip.clone()],
                timeline: vec![line.clone()],
                audit: deeds.clone(),
                ..Change::default()
            };
            store.settle(&change).await.unwrap();
            assert_eq!(stored_attempt(&store, &trip.attempt.id).await, Some(trip.clone()));
            let open = store.attempts_open().await.unwrap();
            assert_eq!(open.len(), usize::from(trip.attempt.state.is_open()));
            assert_eq!(history_of(&store, &integration_id(0), 9).await, [line]);
            let (_, rows) = store.audit_page(&store::AuditFilter::default(), 0, 9).await.unwrap();
            let read: Vec<AuditEntry> = readable(rows).into_iter().rev().map(|row| row.entry).collect();
            assert_eq!(read, deeds);
            assert_eq!(store.verify_audit().await.unwrap().broken_at, None);
        });
    }
}
