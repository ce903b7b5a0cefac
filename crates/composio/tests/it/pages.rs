//! Streams of pages.

use composio::{AuthConfig, ConnectedAccount, Error, ListAccounts, ListAuthConfigs, Page};
use futures_util::StreamExt as _;
use serde_json::json;

use crate::docs::{auth_config, managed, page};
use crate::scripted::{Reply, Scripted, json, refusal, reply};

async fn walk(server: &Scripted) -> Vec<Result<Page<ConnectedAccount>, Error>> {
    let which = ListAccounts::default();
    // A stream that never ends would hang the test, so it is cut.
    server
        .client()
        .connected_accounts()
        .pages(which)
        .take(20)
        .collect()
        .await
}

fn one(id: &str, next: Option<&str>) -> Reply {
    json(200, page([managed(id)], next))
}

fn ids(pages: &[Result<Page<ConnectedAccount>, Error>]) -> Vec<&str> {
    let good = pages.iter().filter_map(|p| p.as_ref().ok());
    good.flat_map(|p| p.items.iter().map(|a| a.id.as_str()))
        .collect()
}

#[tokio::test]
async fn all_pages_come_in_order() {
    let server = Scripted::start([
        one("ca_1", Some("a")),
        one("ca_2", Some("b")),
        one("ca_3", None),
    ])
    .await;
    let pages = walk(&server).await;
    assert_eq!(ids(&pages), ["ca_1", "ca_2", "ca_3"]);
    let heard = server.heard();
    let cursors: Vec<_> = heard.iter().map(|h| h.query("cursor")).collect();
    assert_eq!(cursors, [None, Some("a"), Some("b")]);
    assert!(heard.iter().all(|h| h.query("limit") == Some("100")));
    assert!(
        heard
            .iter()
            .all(|h| h.query("order_direction") == Some("asc")),
        "the steady order"
    );
}

#[tokio::test]
async fn an_absent_or_empty_cursor_ends_the_walk() {
    for end in [
        json!({"items": []}),
        json!({"items": [], "next_cursor": ""}),
    ] {
        let server = Scripted::start([json(200, end)]).await;
        assert_eq!(walk(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn a_server_that_refuses_a_hundred_is_asked_for_fifty() {
    for status in [400, 422] {
        let no = refusal(status, "BadRequest", "limit must be at most 50");
        let server = Scripted::start([no, one("ca_1", Some("a")), one("ca_2", None)]).await;
        assert_eq!(ids(&walk(&server).await), ["ca_1", "ca_2"]);
        let limits: Vec<_> = server
            .heard()
            .iter()
            .map(|h| h.query("limit").map(str::to_owned))
            .collect();
        assert_eq!(
            limits,
            [Some("100".into()), Some("50".into()), Some("50".into())]
        );
    }
}

#[tokio::test]
async fn a_server_that_refuses_everything_ends_the_walk() {
    let server = Scripted::start([refusal(400, "BadRequest", "no")]).await;
    let pages = walk(&server).await;
    assert!(matches!(pages.as_slice(), [Err(Error::Rejected(_))]));
    assert_eq!(server.heard().len(), 2);
}

#[tokio::test]
async fn a_cursor_that_comes_back_restarts_the_walk_once() {
    let server = Scripted::start([
        one("ca_1", Some("a")),
        one("ca_2", Some("a")),
        one("ca_1", Some("b")),
        one("ca_2", None),
    ])
    .await;
    let pages = walk(&server).await;
    assert_eq!(ids(&pages), ["ca_1", "ca_1", "ca_2"]);
    let restarted: Vec<_> = pages
        .iter()
        .map(|p| p.as_ref().unwrap().restarted)
        .collect();
    assert_eq!(restarted, [false, true, false]);
}

#[tokio::test]
async fn a_cursor_that_loops_for_ever_is_an_error() {
    let server = Scripted::start([one("ca_1", Some("a"))]).await;
    let pages = walk(&server).await;
    let Some(Err(Error::Malformed { path, .. })) = pages.last() else {
        panic!("{pages:?}")
    };
    assert_eq!(path, "$.next_cursor");
    assert!(server.heard().len() <= 5);
}

#[tokio::test]
async fn a_page_of_very_many_tiny_items_is_an_error() {
    let tiny = vec![json!(0); 10_001];
    let server = Scripted::start([json(200, json!({ "items": tiny }))]).await;
    let pages = walk(&server).await;
    let [Err(Error::Malformed { path, reason, .. })] = pages.as_slice() else {
        panic!("one error and nothing else")
    };
    assert_eq!(path, "$.items");
    assert!(reason.contains("10,000 items"), "{reason}");
}

fn blank(next: u32) -> Reply {
    json(200, page([], Some(&next.to_string())))
}

#[tokio::test]
async fn a_list_that_goes_on_behind_its_end_for_ever_is_an_error() {
    let script = std::iter::once(one("ca_1", Some("a"))).chain((0..40).map(blank));
    let server = Scripted::start(script).await;
    let pages = walk(&server).await;
    let Some(Err(Error::Malformed { path, .. })) = pages.last() else {
        panic!("{pages:?}")
    };
    assert_eq!(path, "$.next_cursor");
    assert_eq!(ids(&pages), ["ca_1"]);
    assert_eq!(server.heard().len(), 12, "ten blank pages are borne");
}

#[tokio::test]
async fn blank_pages_between_others_end_nothing() {
    let script = (0..6)
        .map(blank)
        .chain([one("ca_1", Some("a"))])
        .chain((6..12).map(blank))
        .chain([one("ca_2", None)]);
    let server = Scripted::start(script).await;
    assert_eq!(ids(&walk(&server).await), ["ca_1", "ca_2"]);
}

#[tokio::test]
async fn blank_pages_before_a_fresh_start_do_not_count_after_it() {
    let expired = || refusal(400, "BadRequest", "invalid cursor");
    let script = (0..6)
        .map(blank)
        .chain([expired(), expired()])
        .chain((6..12).map(blank))
        .chain([one("ca_1", None)]);
    let server = Scripted::start(script).await;
    assert_eq!(ids(&walk(&server).await), ["ca_1"]);
}

#[tokio::test]
async fn a_cursor_that_expired_restarts_the_walk_once() {
    let expired = || refusal(400, "BadRequest", "invalid cursor");
    let server = Scripted::start([
        one("ca_1", Some("a")),
        expired(),
        expired(),
        one("ca_1", Some("b")),
        one("ca_2", None),
    ])
    .await;
    let pages = walk(&server).await;
    assert_eq!(ids(&pages), ["ca_1", "ca_1", "ca_2"]);
    assert!(pages[1].as_ref().unwrap().restarted);
}

#[tokio::test]
async fn an_error_in_the_middle_ends_the_walk() {
    let server = Scripted::start([one("ca_1", Some("a")), reply(401, &[], "")]).await;
    let pages = walk(&server).await;
    assert_eq!(pages.len(), 2);
    assert!(matches!(pages[1], Err(Error::Unauthorized(_))));
    assert_eq!(server.heard().len(), 2, "a refused key is not tried again");
}

#[tokio::test]
async fn other_lists_have_streams_too() {
    let first = json(200, page([auth_config()], Some("a")));
    let server = Scripted::start([first, json(200, page([auth_config()], None))]).await;
    let pages: Vec<Result<Page<AuthConfig>, Error>> = server
        .client()
        .auth_configs()
        .pages(ListAuthConfigs::default())
        .take(20)
        .collect()
        .await;
    assert_eq!(pages.len(), 2);
    assert!(
        server
            .heard()
            .iter()
            .all(|h| h.query("show_disabled") == Some("true"))
    );
}
