//! Checking many tokens in one run: what it finds, that it stops, and why it ends.

use domain::{Cause, Concern, LifecycleName};
use simulator::{Fault, Sabotage};
use wire::{
    CheckToken, CheckTokens, ChecksView, Code, Event, Fix, GroupBy, IntegrationRow, ListView,
    Narrow, SetMasking, StopChecks, TriageView, VerifiedView,
};

use crate::desk::Desk;

impl Desk {
    fn last_checks(&self) -> Option<ChecksView> {
        let events = self.events.lock().unwrap();
        events.iter().rev().find_map(|event| match event {
            Event::Checks(view) => Some((**view).clone()),
            _ => None,
        })
    }

    async fn checks_ended(&self) -> ChecksView {
        self.until("the checks end", |desk| {
            desk.last_checks().is_some_and(|view| !view.running)
        })
        .await;
        self.last_checks().unwrap()
    }
}

fn everything() -> CheckTokens {
    CheckTokens {
        narrow: Narrow::default(),
        toolkit: None,
    }
}

#[tokio::test]
async fn a_provider_that_was_silent_is_checked_again_as_a_group() {
    let desk = Desk::open().await;
    let rows = desk.rows("acme").await;
    let good: Vec<_> = rows
        .iter()
        .filter(|row| row.state == LifecycleName::Active && row.toolkit.as_str() != "notion")
        .collect();
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    for row in &good {
        desk.check(&row.id).await;
    }
    let alarm = desk.triage(GroupBy::Cause).await.alarm;
    let silent = |view: TriageView| {
        view.groups
            .into_iter()
            .find(|group| group.code.as_deref() == Some(Cause::ProviderSilent.code()))
    };
    let group = silent(desk.triage(GroupBy::Cause).await).unwrap();
    assert_eq!(group.concern, Concern::Watch, "an outage is no alarm");
    assert_eq!(group.fix, Fix::CheckTokens);
    assert_eq!(group.rows as usize, good.len());
    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    let ask = CheckTokens {
        narrow: group.narrow,
        toolkit: None,
    };
    desk.app.run(ask).await.unwrap();
    let ended = desk.checks_ended().await;
    assert_eq!((ended.done, ended.recovered), (group.rows, group.rows));
    let after = desk.triage(GroupBy::Cause).await;
    assert_eq!(after.alarm, alarm);
    assert!(silent(after).is_none());
}

#[tokio::test]
async fn a_run_of_checks_stops_when_told_and_only_one_goes_on() {
    let desk = Desk::with(simulator::Config {
        latency: std::time::Duration::from_millis(40),
        ..Default::default()
    })
    .await;
    desk.app.run(everything()).await.unwrap();
    let second = desk.app.run(everything()).await.unwrap_err();
    assert!(second.message.contains("already"), "{}", second.message);
    desk.until("one row is read", |desk| {
        desk.last_checks().is_some_and(|view| view.done > 0)
    })
    .await;
    desk.app.run(StopChecks {}).await.unwrap();
    let ended = desk.checks_ended().await;
    assert!(ended.stopped && ended.done < ended.total, "{ended:?}");
    desk.app.run(everything()).await.unwrap();
    desk.app.run(StopChecks {}).await.unwrap();
    desk.checks_ended().await;
}

#[tokio::test]
async fn a_refused_key_ends_a_run_of_checks_and_says_why() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::RejectApiKey(true));
    desk.app.run(everything()).await.unwrap();
    let ended = desk.checks_ended().await;
    let fault = ended.fault.unwrap();
    assert_eq!(fault.code, wire::Code::ComposioUnauthorized);
    assert!(!ended.stopped && ended.done < ended.total);
}

#[tokio::test]
async fn checking_what_is_connected_finds_what_fails_in_silence() {
    let desk = Desk::open().await;
    let narrow = Narrow {
        view: ListView::Connected,
        ..Narrow::default()
    };
    let connected = |row: &&wire::IntegrationRow| row.state == LifecycleName::Active;
    let before = desk.rows("").await.iter().filter(connected).count();
    let alarm = desk
        .app
        .run(wire::ShowOverview {})
        .await
        .unwrap()
        .needs_action;
    let check = CheckTokens {
        narrow,
        toolkit: None,
    };
    desk.app.run(check).await.unwrap();
    let ended = desk.checks_ended().await;
    assert!(ended.total as usize >= before, "all of them are asked");
    assert!(ended.failing > 0, "some of the demo fail, and nobody knew");
    let after = desk.app.run(wire::ShowOverview {}).await.unwrap();
    assert!(
        after.needs_action > alarm,
        "and now Triage raises the alarm"
    );
}

/// Composio's own answer to so many reads of a provider from now on; 0 is all of them.
pub(crate) fn reads(desk: &Desk, status: u16, times: u32) {
    let fault = Fault {
        route: "POST /tools/execute/*".into(),
        nth: 1,
        times: Some(times),
        status: Some(status),
        retry_after: (status == 429).then(|| "0".into()),
        ..Fault::default()
    };
    desk.sim.clear_faults();
    desk.sim.faults(vec![fault]).unwrap();
}

/// A row that was read and works.
async fn verified(desk: &Desk) -> IntegrationRow {
    for row in desk.rows("Gmail").await {
        if row.state == LifecycleName::Active {
            desk.check(&row.id).await;
            let row = desk.show(&row.id).await.row;
            if matches!(row.verified, VerifiedView::Good(_)) {
                return row;
            }
        }
    }
    panic!("the demo has accounts that work")
}

async fn connected_ones(desk: &Desk) -> ChecksView {
    let narrow = Narrow {
        view: ListView::Connected,
        ..Narrow::default()
    };
    let ask = CheckTokens {
        narrow,
        toolkit: None,
    };
    desk.app.run(ask).await.unwrap();
    desk.checks_ended().await
}

#[tokio::test]
async fn a_run_that_composio_tells_to_wait_counts_no_row_as_checked_and_ends_with_the_reason() {
    let desk = Desk::open().await;
    let row = verified(&desk).await;
    reads(&desk, 429, 0);
    let ended = connected_ones(&desk).await;
    assert_eq!(
        ended.fault.as_ref().map(|fault| fault.code),
        Some(Code::ComposioRateLimited),
        "{ended:?}"
    );
    assert!(ended.done < ended.total, "{ended:?}");
    assert_eq!((ended.recovered, ended.unclear), (0, 0), "{ended:?}");
    let after = desk.show(&row.id).await.row;
    assert_eq!(after.verified, row.verified, "its last read stands");
}

#[tokio::test]
async fn a_row_whose_read_had_to_wait_is_read_after_it() {
    let came = |view: &ChecksView| (view.done, view.recovered, view.failing, view.unclear);
    let free = connected_ones(&Desk::open().await).await;
    let desk = Desk::open().await;
    reads(&desk, 429, 2);
    let ended = connected_ones(&desk).await;
    assert_eq!(ended.fault, None);
    assert_eq!(came(&ended), came(&free), "as if nobody had to wait");
    assert_eq!(ended.done, ended.total);
}

#[tokio::test]
async fn a_key_that_may_not_read_and_a_composio_in_trouble_end_a_run_instead_of_burning_through_it()
{
    for (status, code) in [
        (403, Code::ComposioForbidden),
        (502, Code::ComposioUnavailable),
    ] {
        let desk = Desk::open().await;
        reads(&desk, status, 0);
        let ended = connected_ones(&desk).await;
        let told = ended.fault.as_ref().map(|fault| fault.code);
        assert_eq!(told, Some(code), "{ended:?}");
        assert!(ended.done < ended.total, "{ended:?}");
        assert!(ended.unclear >= 8 && ended.recovered == 0, "{ended:?}");
        assert!(!ended.stopped, "nobody did");
    }
}

#[tokio::test]
async fn what_a_run_could_not_find_out_is_counted_and_not_called_checked_and_well() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    let ended = connected_ones(&desk).await;
    assert_eq!((ended.done, ended.recovered), (ended.total, 0), "{ended:?}");
    assert!(ended.unclear > ended.total / 2, "{ended:?}");
    assert_eq!(ended.fault, None, "Composio carried every read out");
}

#[tokio::test]
async fn a_failure_of_composios_own_call_is_told_as_composios_and_takes_no_reads_place() {
    let desk = Desk::open().await;
    let row = verified(&desk).await;
    for (status, code) in [
        (429, Code::ComposioRateLimited),
        (502, Code::ComposioUnavailable),
    ] {
        reads(&desk, status, 0);
        let integration = row.id.clone();
        let fault = desk.app.run(CheckToken { integration }).await.unwrap_err();
        assert_eq!(fault.code, code);
        let after = desk.show(&row.id).await.row;
        assert_eq!(after.verified, row.verified, "{status}");
    }
}

#[tokio::test]
async fn a_read_that_broke_off_is_not_clear_and_the_run_goes_on() {
    let desk = Desk::open().await;
    let broken = Fault {
        route: "POST /tools/execute/*".into(),
        nth: 1,
        times: Some(1),
        drop: Some("after".into()),
        ..Fault::default()
    };
    desk.sim.faults(vec![broken]).unwrap();
    let ended = connected_ones(&desk).await;
    assert_eq!((ended.done, ended.fault.clone()), (ended.total, None));
    assert!(ended.unclear > 0 && ended.recovered > 0, "{ended:?}");
}

/// A row of an app of the customer's own whose grant is dead, and who found that out: we.
async fn refused_with_an_own_app(desk: &Desk) -> IntegrationRow {
    let auth_config = desk.auth_config("gmail", false).await;
    let view = desk.begin_with("own-app", &auth_config).await;
    desk.allow(&view, "jane@example.com");
    let end = desk.ended(&view.id).await;
    desk.sim.sabotage(Sabotage::WithdrawConsent {
        connected_account_id: end.account.unwrap().to_string(),
    });
    desk.check(&end.integration).await;
    desk.show(&end.integration).await.row
}

#[tokio::test]
async fn a_check_after_a_switch_of_masking_that_composio_did_not_carry_out_takes_no_reads_place() {
    let desk = Desk::open().await;
    let row = refused_with_an_own_app(&desk).await;
    assert!(matches!(row.verified, VerifiedView::Refused(_)), "{row:?}");
    reads(&desk, 502, 0);
    let ask = SetMasking {
        on: false,
        phrase: String::new(),
        check_failing: true,
        reason: String::new(),
    };
    let report = desk.app.run(ask).await.unwrap();
    assert!(report.checking > 0, "{report:?}");
    let told = |desk: &Desk| {
        let events = desk.events.lock().unwrap();
        events.iter().find_map(|event| match event {
            Event::Notice(it) if it.text.contains(" checked: ") => Some(it.text.clone()),
            _ => None,
        })
    };
    desk.until("the checks are told", |desk| told(desk).is_some())
        .await;
    let text = told(&desk).unwrap();
    assert!(text.contains("could not be checked now"), "{text}");
    let after = desk.show(&row.id).await.row;
    assert_eq!(after.verified, row.verified, "its last read stands");
}
