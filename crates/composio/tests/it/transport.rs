//! What the network and the servers on the way can do to a call.

use std::io::Write as _;
use std::time::Duration;

use composio::{ApiKey, Cause, Client, Config, CreateLink, Error};
use serde_json::json;

use tokio::io::AsyncWriteExt as _;

use crate::scripted::{KEY, Reply, Scripted, client, json, reply};

pub(crate) fn page() -> serde_json::Value {
    json!({"items": [], "next_cursor": null, "total_pages": 1, "current_page": 1, "total_items": 0})
}

fn kind(error: &Error) -> Option<Cause> {
    match error {
        Error::Unreachable { kind, .. } => Some(*kind),
        _ => None,
    }
}

pub(crate) async fn read(client: &Client) -> Result<(), Error> {
    client
        .connected_accounts()
        .list(&Default::default())
        .await
        .map(drop)
}

pub(crate) async fn write(client: &Client) -> Result<(), Error> {
    let new = CreateLink {
        auth_config_id: "ac_1".into(),
        user_id: "tenant-1".into(),
        ..CreateLink::default()
    };
    client.links().create(&new).await.map(drop)
}

#[tokio::test]
async fn a_redirect_to_another_host_never_carries_the_key() {
    let elsewhere = Scripted::start([json(200, page())]).await;
    for status in [301, 302, 303, 307, 308] {
        let target = elsewhere
            .origin
            .join("/api/v3.1/connected_accounts")
            .unwrap();
        let home = Scripted::start([reply(status, &[("location", target.as_str())], "")]).await;
        for result in [read(&home.client()).await, write(&home.client()).await] {
            let error = result.unwrap_err();
            assert_eq!(kind(&error), Some(Cause::Redirect), "{status}");
            assert!(!error.is_transient());
        }
    }
    assert!(elsewhere.heard().is_empty(), "the other host heard of it");
}

#[tokio::test]
async fn a_redirect_to_another_port_is_another_host() {
    let home = Scripted::start([reply(302, &[("location", "http://127.0.0.1:1/x")], "")]).await;
    assert_eq!(
        kind(&read(&home.client()).await.unwrap_err()),
        Some(Cause::Redirect)
    );
}

#[tokio::test]
async fn a_read_follows_redirects_at_home_and_not_for_ever() {
    let moved = || reply(302, &[("location", "/elsewhere")], "");
    let home = Scripted::start([moved(), moved(), moved(), json(200, page())]).await;
    read(&home.client())
        .await
        .expect("three redirects are followed");
    assert_eq!(home.heard().len(), 4);
    home.say([moved()]);
    assert_eq!(
        kind(&read(&home.client()).await.unwrap_err()),
        Some(Cause::Redirect)
    );
}

#[tokio::test]
async fn a_write_follows_no_redirect() {
    let home = Scripted::start([reply(307, &[("location", "/elsewhere")], "")]).await;
    let error = write(&home.client()).await.unwrap_err();
    assert_eq!(kind(&error), Some(Cause::Redirect));
    assert_eq!(home.heard().len(), 1);
}

#[tokio::test]
async fn a_read_is_tried_three_times_and_a_write_once() {
    for fault in [reply(502, &[], "<html>Bad gateway</html>"), Reply::Hang] {
        let home = Scripted::start([fault.clone()]).await;
        let error = read(&home.client()).await.unwrap_err();
        assert!(
            error.is_transient() && !error.outcome_unknown(),
            "{error:?}"
        );
        assert_eq!(home.heard().len(), 3);

        let home = Scripted::start([fault]).await;
        let error = write(&home.client()).await.unwrap_err();
        assert!(error.outcome_unknown(), "the link may exist: {error:?}");
        assert_eq!(home.heard().len(), 1, "a write is never sent again");
    }
}

#[tokio::test]
async fn a_read_survives_two_bad_moments() {
    let home = Scripted::start([reply(503, &[], ""), Reply::Hang, json(200, page())]).await;
    read(&home.client()).await.expect("the third try works");
}

#[tokio::test]
async fn every_try_has_an_id_of_its_own() {
    let home = Scripted::start([reply(500, &[], "")]).await;
    let error = read(&home.client()).await.unwrap_err();
    let heard = home.heard();
    let mut ids: Vec<_> = heard
        .iter()
        .filter_map(|h| h.header("x-request-id"))
        .collect();
    assert_eq!(
        error.request_id(),
        ids.last().copied(),
        "the error tells of the last try"
    );
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn too_many_requests_without_the_envelope_are_understood() {
    let told = [("retry-after", "120")];
    let body = r#"{"message":"Rate limit exceeded. Limit: 2000 requests per 60s"}"#;
    let home = Scripted::start([reply(429, &told, body)]).await;
    let error = read(&home.client()).await.unwrap_err();
    let Error::RateLimited { after, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(*after, Some(Duration::from_secs(120)));
    assert_eq!(
        error.rejection().unwrap().message,
        "Rate limit exceeded. Limit: 2000 requests per 60s"
    );
    assert!(error.is_transient() && !error.outcome_unknown());
    assert_eq!(
        home.heard().len(),
        1,
        "two minutes are the caller's to wait"
    );
}

#[tokio::test]
async fn a_server_that_says_when_it_is_back_is_left_alone_by_the_client_and_the_caller_is_told() {
    for status in [503, 502] {
        let home = Scripted::start([reply(status, &[("retry-after", "120")], "")]).await;
        let error = read(&home.client()).await.unwrap_err();
        assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
        assert_eq!(home.heard().len(), 1, "the caller is to wait");
    }
    let home = Scripted::start([reply(503, &[], "")]).await;
    let error = read(&home.client()).await.unwrap_err();
    assert_eq!(error.retry_after(), None, "it did not say");
}

#[tokio::test]
async fn a_short_retry_after_is_waited_for() {
    let home = Scripted::start([
        reply(429, &[("retry-after-ms", "20")], "{}"),
        reply(503, &[("retry-after", "0")], ""),
        json(200, page()),
    ])
    .await;
    read(&home.client()).await.expect("the wait is over");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_not_an_answer() {
    let whole = r#"{"items": [{"id": "ca_1"#;
    let broken = format!("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{whole}");
    for cut in [Reply::Bytes(broken.into_bytes()), reply(200, &[], whole)] {
        let home = Scripted::start([cut]).await;
        assert_eq!(
            kind(&read(&home.client()).await.unwrap_err()),
            Some(Cause::Truncated)
        );
        assert_eq!(home.heard().len(), 3, "a read may be asked again");
        let error = write(&home.client()).await.unwrap_err();
        assert_eq!(kind(&error), Some(Cause::Truncated));
        assert!(error.outcome_unknown());
    }
}

#[tokio::test]
async fn a_page_of_html_with_a_good_status_is_malformed() {
    let home = Scripted::start([reply(200, &[("content-type", "text/html")], "<p>Hi</p>")]).await;
    let error = write(&home.client()).await.unwrap_err();
    let Error::Malformed { path, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(path, "$");
    assert!(error.outcome_unknown() && !error.is_transient());
}

#[tokio::test]
async fn an_announced_flood_is_not_read() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{".to_vec();
    let home = Scripted::start([Reply::Bytes(head)]).await;
    assert_eq!(
        kind(&read(&home.client()).await.unwrap_err()),
        Some(Cause::BodyTooLarge)
    );
}

#[tokio::test]
async fn an_unannounced_flood_is_cut_off() {
    let mut bytes = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
    bytes.resize(33 * 1024 * 1024 + 64, b' ');
    let home = Scripted::start([Reply::Bytes(bytes)]).await;
    assert_eq!(
        kind(&read(&home.client()).await.unwrap_err()),
        Some(Cause::BodyTooLarge)
    );
}

#[tokio::test]
async fn an_answer_is_read_up_to_the_very_limit() {
    let mut body = page().to_string().into_bytes();
    body.resize(32 * 1024 * 1024, b' ');
    let home = Scripted::start([reply(200, &[], body)]).await;
    read(&home.client()).await.unwrap();
}

#[tokio::test]
async fn a_key_is_refused_from_composios_401_until_the_next_good_answer() {
    let refused = || reply(401, &[], r#"{"error":{"message":"no such key"}}"#);
    let home = Scripted::start([
        json(200, page()),
        refused(),
        reply(404, &[], "{}"),
        json(200, page()),
        reply(401, &[], "<html>sign in to the hotel</html>"),
    ])
    .await;
    let client = home.client();
    let mut told = vec![client.is_refused()];
    for _ in 0..5 {
        let _ = read(&client).await;
        told.push(client.is_refused());
    }
    assert_eq!(
        told,
        [false, false, true, true, false, false],
        "another refusal takes nothing back, and a page in between says nothing"
    );
}

#[tokio::test]
async fn a_gzip_bomb_stops_at_the_limit() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        gzip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 1024 * 1024, "small on the way");
    let home = Scripted::start([reply(200, &[("content-encoding", "gzip")], bomb)]).await;
    assert_eq!(
        kind(&read(&home.client()).await.unwrap_err()),
        Some(Cause::BodyTooLarge)
    );
}

#[tokio::test]
async fn an_honest_gzip_answer_is_read() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(page().to_string().as_bytes()).unwrap();
    let body = gzip.finish().unwrap();
    let home = Scripted::start([reply(200, &[("content-encoding", "gzip")], body)]).await;
    read(&home.client()).await.expect("decompressed");
}

#[tokio::test]
async fn broken_compression_is_a_broken_answer() {
    let home = Scripted::start([reply(200, &[("content-encoding", "gzip")], "not gzip")]).await;
    assert_eq!(
        kind(&read(&home.client()).await.unwrap_err()),
        Some(Cause::Truncated)
    );
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let home = Scripted::start([Reply::Stall]).await;
    let client = client(&home.origin, |config| {
        config.timeout = Duration::from_millis(50)
    });
    assert_eq!(
        kind(&read(&client).await.unwrap_err()),
        Some(Cause::Timeout)
    );
    assert!(write(&client).await.unwrap_err().outcome_unknown());
}

#[tokio::test]
async fn a_knock_at_a_door_behind_which_nobody_speaks_is_given_up() {
    let home = Scripted::start([Reply::Stall]).await;
    let client = client(&home.origin, |config| {
        config.timeout = Duration::from_millis(50)
    });
    let error = client.reach().await.unwrap_err();
    assert_eq!(kind(&error), Some(Cause::Timeout));
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_done() {
    let port = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().port()
    };
    let origin = format!("http://127.0.0.1:{port}").parse().unwrap();
    let error = write(&client(&origin, |_| {})).await.unwrap_err();
    assert_eq!(kind(&error), Some(Cause::Connect));
    assert!(error.is_transient() && !error.outcome_unknown());
}

#[tokio::test]
async fn https_to_a_server_without_it_is_a_matter_of_trust() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .await
                .unwrap();
        }
    });
    let error = write(&client(&origin.parse().unwrap(), |_| {}))
        .await
        .unwrap_err();
    assert_eq!(kind(&error), Some(Cause::Tls), "{error:?}");
    assert!(!error.outcome_unknown());
}

#[tokio::test]
async fn the_key_is_never_sent_in_clear_over_a_network() {
    for url in [
        "http://backend.composio.dev",
        "http://192.168.0.1",
        "ftp://example.com",
    ] {
        let config = Config::new(url.parse().unwrap(), ApiKey::new(KEY.into()));
        let error = Client::new(config).unwrap_err();
        assert!(matches!(kind(&error), Some(Cause::Config(_))), "{url}");
    }
    for url in [
        "https://backend.composio.dev",
        "http://127.0.0.1:1",
        "http://[::1]:1",
    ] {
        let config = Config::new(url.parse().unwrap(), ApiKey::new(KEY.into()));
        Client::new(config).expect("https, or this machine");
    }
}

#[tokio::test]
async fn a_call_carries_one_key_and_the_clients_name() {
    let home = Scripted::start([json(200, page())]).await;
    read(&client(&home.origin, |config| {
        config.user_agent = "console/1".into()
    }))
    .await
    .unwrap();
    let heard = home.heard().remove(0);
    assert_eq!(heard.header("x-api-key"), Some(KEY));
    assert_eq!(heard.header("user-agent"), Some("console/1"));
    assert_eq!(heard.header("authorization"), None);
    let keys = heard
        .headers
        .iter()
        .filter(|(_, value)| value.contains(KEY));
    assert_eq!(keys.count(), 1, "two credentials are refused by Composio");
}

#[tokio::test]
async fn what_the_headers_say_can_be_read_afterwards() {
    let headers = [
        ("x-ratelimit", "2000"),
        ("x-ratelimit-remaining", "1987"),
        ("x-ratelimit-window-size", "600s"),
        ("date", "Thu, 01 Oct 2026 08:00:00 GMT"),
    ];
    let home = Scripted::start([reply(200, &headers, page().to_string()), json(200, page())]).await;
    let client = home.client();
    assert!(client.rate_limit().is_none() && client.last_latency().is_none());
    read(&client).await.unwrap();
    read(&client).await.unwrap();
    let limit = client
        .rate_limit()
        .expect("kept when an answer does not mention it");
    assert_eq!((limit.limit, limit.remaining), (2000, 1987));
    assert_eq!(limit.window, Duration::from_secs(600));
    assert!(client.last_latency().is_some());
    assert!(
        client.clone().clock_offset().is_some(),
        "clones share what was seen"
    );
}
