//! What a client says of how its reads went: the server's health, not the caller's luck.

use crate::scripted::{Reply, Scripted, json, refusal, reply};
use crate::transport::{page, read, write};

/// How many tries of one read were noted, and how many of them as failed.
async fn after(script: impl IntoIterator<Item = Reply>) -> (u32, u32) {
    let home = Scripted::start(script).await;
    let client = home.client();
    let _ = read(&client).await;
    let weather = client.weather();
    assert_eq!(
        weather.typical.is_some(),
        weather.tries > weather.failed,
        "what was answered took a time"
    );
    (weather.tries, weather.failed)
}

#[tokio::test]
async fn every_try_counts_and_the_one_that_worked_as_such() {
    assert_eq!(after([json(200, page())]).await, (1, 0));
    assert_eq!(after([reply(503, &[], "")]).await, (3, 3));
    let late = [reply(503, &[], ""), Reply::Hang, json(200, page())];
    assert_eq!(after(late).await, (3, 2));
}

#[tokio::test]
async fn a_refusal_is_an_answer_and_a_limit_too() {
    assert_eq!(after([refusal(404, "NotFound", "gone")]).await, (1, 0));
    let limited = reply(429, &[("retry-after", "120")], "{}");
    assert_eq!(after([limited]).await, (1, 0));
}

#[tokio::test]
async fn a_write_says_nothing_of_the_reads() {
    let home = Scripted::start([reply(503, &[], "")]).await;
    let client = home.client();
    write(&client).await.unwrap_err();
    assert_eq!(client.weather().tries, 0);
}
