//! Finding out which edition of the API a server speaks.

use composio::{Error, Generation};
use serde_json::json;

use crate::scripted::{Scripted, json, refusal, reply};
use crate::transport::{page, read};

#[tokio::test]
async fn an_old_server_is_found_out_by_a_missing_route() {
    for absent in [
        reply(404, &[], "<h1>Not found</h1>"),
        json(404, json!({})),
        reply(410, &[], ""),
    ] {
        let home = Scripted::start([absent.clone(), json(200, page()), absent]).await;
        let client = home.client();
        assert_eq!(client.generation(), Generation::V3_1);
        assert_eq!(client.detect_generation().await.unwrap(), Generation::V3);
        assert_eq!(client.generation(), Generation::V3);
        let paths: Vec<_> = home.heard().into_iter().map(|h| h.path).collect();
        assert_eq!(
            paths,
            [
                "/api/v3.1/connected_accounts",
                "/api/v3/connected_accounts",
                "/api/v3.1/connected_accounts"
            ]
        );
    }
}

#[tokio::test]
async fn one_page_of_a_proxys_makes_no_old_server() {
    let page_of_a_proxy = reply(404, &[], "<h1>Not found</h1>");
    let home = Scripted::start([page_of_a_proxy, json(200, page()), json(200, page())]).await;
    let client = home.client();
    assert_eq!(client.detect_generation().await.unwrap(), Generation::V3_1);
    assert_eq!(client.generation(), Generation::V3_1);
}

#[tokio::test]
async fn a_refusal_in_the_midst_decides_nothing_about_the_generation() {
    let absent = reply(404, &[], "<h1>Not found</h1>");
    let refused = refusal(401, "HTTP_Unauthorized", "Invalid API key");
    let home = Scripted::start([absent, json(200, page()), refused]).await;
    let client = home.client();
    assert!(matches!(
        client.detect_generation().await,
        Err(Error::Unauthorized(_))
    ));
    assert_eq!(client.generation(), Generation::V3_1);
}

#[tokio::test]
async fn a_server_that_is_not_composio_is_not_an_old_one() {
    let home = Scripted::start([reply(404, &[], "<h1>Not found</h1>")]).await;
    let client = home.client();
    let error = client.detect_generation().await.unwrap_err();
    assert!(
        matches!(error, Error::Unavailable { status: 404, .. }),
        "{error:?}"
    );
    assert_eq!(client.generation(), Generation::V3_1);
}

#[tokio::test]
async fn a_refusal_decides_nothing_about_the_generation() {
    let home = Scripted::start([refusal(404, "Project_NotFound", "no such project")]).await;
    assert!(matches!(
        home.client().detect_generation().await,
        Err(Error::NotFound(_))
    ));
    home.say([refusal(401, "HTTP_Unauthorized", "Invalid API key")]);
    assert!(matches!(
        home.client().detect_generation().await,
        Err(Error::Unauthorized(_))
    ));
    assert_eq!(home.heard().len(), 2);
}

#[tokio::test]
async fn a_generation_that_is_known_needs_no_call() {
    let home = Scripted::start([json(200, page())]).await;
    let client = home.client();
    read(&client.clone().with_generation(Generation::V3))
        .await
        .unwrap();
    read(&client).await.unwrap();
    let heard = home.heard();
    assert_eq!(heard[0].path, "/api/v3/connected_accounts");
    assert_eq!(heard[0].query("account_type"), None, "v3 does not know it");
    assert_eq!(heard[1].path, "/api/v3.1/connected_accounts");
    assert_eq!(heard[1].query("account_type"), Some("ALL"));
}
