//! The deep link is a doorbell, not evidence.

use domain::AttemptState;
use wire::{AttemptTrouble, Event};

use crate::desk::{self, Desk};

fn focused(desk: &Desk) -> bool {
    desk.events
        .lock()
        .unwrap()
        .iter()
        .any(|event| matches!(event, Event::Focus { .. }))
}

#[tokio::test]
async fn forged_links_change_nothing_and_raise_nothing() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let looks = desk.sim.requests().len();
    let zeros = "0".repeat(64);
    for link in [
        format!(
            "dev.switchboard.desktop://oauth/callback?attempt={}&state={zeros}",
            view.id
        ),
        format!("dev.switchboard.desktop://oauth/callback?attempt=unknown&state={zeros}"),
        format!(
            "dev.switchboard.desktop://oauth/callback?attempt={}&status=success",
            view.id
        ),
        "dev.switchboard.desktop://oauth/callback".to_owned(),
    ] {
        desk.app.link(&link);
    }
    let audit = desk.audit().await.len();
    assert_eq!(audit, 1, "nothing but the intent of the connect");
    assert_eq!(*desk.host.raised.lock().unwrap(), 0);
    assert!(!focused(&desk));
    assert!(
        desk.sim.requests().len() <= looks + 2,
        "only the watch's own looks"
    );
}

#[tokio::test]
async fn the_true_link_brings_the_row_to_the_front_once() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let link = desk.allow(&view, "jane@example.com");
    desk.app.link(&link);
    desk.until("the window comes forward", focused).await;
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
    desk.app.link(&link);
    desk.app.link(&link);
    assert_eq!(*desk.host.raised.lock().unwrap(), 1, "a state is used once");
}

#[tokio::test]
async fn without_a_handler_the_browser_comes_home_by_loopback() {
    let desk = Desk::open().await;
    *desk.host.no_handler.lock().unwrap() = true;
    let view = desk.begin("new-tenant", "gmail").await;
    let home = desk.allow(&view, "jane@example.com");
    assert!(home.starts_with("http://127.0.0.1:"), "{home}");
    let address = home
        .trim_start_matches("http://")
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let path = home.split_once(&address).unwrap().1.to_owned();
    let answer = tokio::task::spawn_blocking(move || {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    })
    .await
    .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
    desk.until("the window comes forward", focused).await;
}

#[tokio::test]
async fn without_a_handler_and_without_a_port_it_is_said_and_the_sign_in_is_seen_all_the_same() {
    let desk = Desk::open().await;
    *desk.host.no_handler.lock().unwrap() = true;
    *desk.host.no_port.lock().unwrap() = true;
    let view = desk.begin("new-tenant", "gmail").await;
    assert_eq!(view.trouble, Some(AttemptTrouble::NoWayHome));
    let asked = desk.sim.accounts();
    let asked = asked.iter().find(|one| one["user_id"] == "new-tenant");
    assert!(
        asked.unwrap()["callback_url"].is_null(),
        "no address is promised at which nobody answers"
    );
    desk.allow(&view, "jane@example.com");
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
}

/// Which rows the window was asked to show, and whether a person had asked.
fn shown(desk: &Desk) -> Vec<(String, bool)> {
    shown_in(&desk.events.lock().unwrap())
}

fn shown_in(events: &[Event]) -> Vec<(String, bool)> {
    let shown = events.iter().filter_map(|event| match event {
        Event::Focus { integration, asked } => Some((integration.to_string(), *asked)),
        _ => None,
    });
    shown.collect()
}

fn to(row: &str) -> String {
    format!("dev.switchboard.desktop://open/integration/{row}")
}

#[tokio::test]
async fn a_link_to_a_row_that_is_not_there_raises_nothing() {
    let desk = Desk::open().await;
    let row = desk.rows("").await[0].id.clone();
    desk.app.link(&to("anything"));
    desk.app
        .run(wire::UseProfile { profile: None })
        .await
        .unwrap();
    desk.app.link(&to(row.as_str()));
    assert_eq!(shown(&desk), []);
    assert_eq!(*desk.host.raised.lock().unwrap(), 0);
}

#[tokio::test]
async fn a_link_to_a_row_shows_it_and_takes_nobody_from_what_they_write() {
    let desk = Desk::open().await;
    let row = desk.rows("").await[0].id.clone();
    desk.app.link(&to(row.as_str()));
    assert_eq!(shown(&desk), [(row.to_string(), false)]);
}

#[tokio::test]
async fn a_link_that_was_copied_from_a_row_shows_it() {
    let desk = Desk::open().await;
    let row = desk.rows("").await[0].id.clone();
    let ask = wire::CopyId {
        integration: row.clone(),
        what: wire::IdOf::Row,
    };
    desk.app.run(ask).await.unwrap();
    let link = desk.host.copied.lock().unwrap().pop().unwrap();
    desk.app.link(&link);
    assert_eq!(shown(&desk), [(row.to_string(), false)]);
}

#[tokio::test]
async fn a_notification_that_a_person_pressed_shows_its_row_whatever_they_do() {
    let desk = Desk::open().await;
    let row = desk.rows("").await[0].id.clone();
    desk.app.show(&row);
    assert_eq!(shown(&desk), [(row.to_string(), true)]);
    let gone = domain::IntegrationId::parse("gone").unwrap();
    desk.app.show(&gone);
    assert_eq!(shown(&desk).len(), 1);
    assert_eq!(
        *desk.host.raised.lock().unwrap(),
        2,
        "the window comes either way"
    );
}

#[tokio::test]
async fn the_last_link_before_the_workspace_is_open_shows_its_row_once_it_is() {
    let desk = Desk::open().await;
    let rows = desk.rows("").await;
    let (first, last) = (rows[0].id.clone(), rows[1].id.clone());
    let desk = desk.reopened().await;
    for _ in 0..1_000 {
        desk.app.link(&to("anything"));
        desk.app.link(&to(first.as_str()));
    }
    *desk.host.ahead.lock().unwrap() += 11_000;
    desk.app.link(&to(last.as_str()));
    assert_eq!(shown(&desk), [], "there is nothing to show it in yet");
    desk.app.start().await;
    assert_eq!(shown(&desk), [(last.to_string(), false)]);
    assert_eq!(*desk.host.raised.lock().unwrap(), 1);

    let events = desk.events.lock().unwrap();
    let opened = events
        .iter()
        .position(|event| matches!(event, Event::Snapshot(told) if told.profile.is_some()));
    let focus = events
        .iter()
        .position(|event| matches!(event, Event::Focus { .. }));
    assert!(opened < focus, "the window knows by then what is open");
}

#[tokio::test]
async fn a_link_to_no_row_before_the_workspace_is_open_raises_nothing_after_it_is() {
    let desk = Desk::open().await.reopened().await;
    desk.app.link(&to("anything"));
    desk.app.start().await;
    assert_eq!(shown(&desk), []);
    assert_eq!(*desk.host.raised.lock().unwrap(), 0);
}

#[tokio::test]
async fn a_row_that_is_shown_before_the_window_listens_is_shown_to_it_once() {
    let desk = Desk::open().await;
    let row = desk.rows("").await[0].id.clone();
    let Desk {
        app,
        host,
        sim: _sim,
        home,
        vault,
        ..
    } = desk;
    let close = wire::UseProfile { profile: None };
    app.run(close).await.unwrap();
    drop(app);
    let app = desk::unheard(home.path(), &host, &vault).await;
    app.link(&to(row.as_str()));
    app.start().await;
    let (window, later) = (desk::heard(&app), desk::heard(&app));
    let window = window.lock().unwrap();
    assert!(matches!(window[0], Event::Snapshot(_)));
    assert_eq!(shown_in(&window), [(row.to_string(), false)]);
    assert_eq!(shown_in(&later.lock().unwrap()), []);
}
