//! Refusals of every shape.

use composio::{CreateLink, DeleteOptions, Error};
use serde_json::json;

use crate::scripted::{KEY, Reply, Scripted, json, refusal, reply};

async fn refused(answer: Reply) -> Error {
    let server = Scripted::start([answer]).await;
    server
        .client()
        .connected_accounts()
        .set_enabled("ca_1", true)
        .await
        .unwrap_err()
}

#[tokio::test]
async fn each_status_has_its_kind() {
    for (status, kind) in [
        (400, "rejected"),
        (401, "unauthorized"),
        (402, "rejected"),
        (403, "forbidden"),
        (404, "not found"),
        (408, "unavailable"),
        (409, "rejected"),
        (410, "rejected"),
        (422, "rejected"),
        (425, "unavailable"),
        (429, "rate limited"),
        (500, "unavailable"),
        (501, "unavailable"),
        (502, "unavailable"),
        (504, "unavailable"),
    ] {
        let error = refused(reply(status, &[], "")).await;
        let found = match &error {
            Error::Rejected(_) => "rejected",
            Error::Unauthorized(_) => "unauthorized",
            Error::Forbidden(_) => "forbidden",
            Error::NotFound(_) => "not found",
            Error::Unavailable { .. } => "unavailable",
            Error::RateLimited { .. } => "rate limited",
            Error::Unreachable { .. } | Error::Malformed { .. } => "other",
        };
        assert_eq!(found, kind, "{status}");
        let clear = (400..=499).contains(&status) && status != 408 && status != 425;
        assert_eq!(error.outcome_unknown(), !clear, "{status}");
    }
}

#[tokio::test]
async fn the_envelope_is_read_whole() {
    let error = refused(json(
        400,
        json!({"error": {
        "message": "Missing fields", "slug": "ConnectedAccount_MissingRequiredFields", "code": 600,
        "status": 400, "request_id": "req-1", "suggested_fix": "Add them",
        "errors": ["subdomain: required", {"path": "region"}]}}),
    ))
    .await;
    let said = error.rejection().unwrap();
    assert_eq!(said.status, 400);
    assert_eq!(said.code.as_deref(), Some("600"));
    assert_eq!(
        said.slug.as_deref(),
        Some("ConnectedAccount_MissingRequiredFields")
    );
    assert_eq!(said.errors, ["subdomain: required", r#"{"path":"region"}"#]);
    assert!(said.enveloped);
    assert_eq!(error.suggested_fix(), Some("Add them"));
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.to_string(), "could not do this: Missing fields");
}

#[tokio::test]
async fn older_and_odder_shapes_are_read_too() {
    let camel =
        json!({"error": {"message": "No", "code": "BAD", "suggestedFix": "Yes", "requestId": "r"}});
    let error = refused(json(400, camel)).await;
    assert_eq!(error.rejection().unwrap().code.as_deref(), Some("BAD"));
    assert_eq!(error.suggested_fix(), Some("Yes"));
    assert_eq!(error.request_id(), Some("r"));

    let error = refused(json(
        400,
        json!({"error": {"message": "No", "suggested_fix": ""}}),
    ))
    .await;
    assert_eq!(error.suggested_fix(), None, "an empty advice is none");

    for (body, message) in [
        (json!({"error": "plain words"}), "plain words"),
        (json!({"message": "bare"}), "bare"),
        (json!({"detail": "other"}), "other"),
        (json!({}), ""),
        (json!([1]), ""),
        (json!({"error": 5}), "5"),
        (json!({"error": {"message": {"a": 1}}}), ""),
    ] {
        let error = refused(json(400, body.clone())).await;
        assert_eq!(error.rejection().unwrap().message, message, "{body}");
    }
}

#[tokio::test]
async fn a_page_of_html_leaves_nothing_behind() {
    let error = refused(reply(502, &[], "<html><title>Bad gateway</title></html>")).await;
    assert_eq!(
        error.to_string(),
        "could not get an answer: the server answered 502"
    );
    assert!(!format!("{error:?}").contains("html"));
}

#[tokio::test]
async fn a_page_of_somebody_on_the_way_says_nothing_about_key_or_account() {
    for status in [401, 403, 404] {
        for body in [
            "<html>Please sign in to the Wi-Fi</html>",
            "404 page not found",
        ] {
            let error = refused(reply(status, &[("retry-after", "900")], body)).await;
            assert_eq!(error.retry_after(), None, "nor about Composio");
            let Error::Unavailable { status: said, .. } = &error else {
                panic!("{error:?}")
            };
            assert_eq!(*said, status);
            assert!(!error.is_transient() && !error.outcome_unknown());
        }
    }
    assert!(matches!(
        refused(json(404, json!({}))).await,
        Error::NotFound(_)
    ));
    assert!(matches!(
        refused(reply(404, &[], "")).await,
        Error::NotFound(_)
    ));
}

#[tokio::test]
async fn only_composios_own_denial_of_an_account_says_that_it_is_gone() {
    let denied = async |answer: Reply| {
        let server = Scripted::start([answer]).await;
        let client = server.client();
        client.connected_accounts().get("ca_1").await.unwrap_err()
    };
    for of_a_gateway in [
        reply(404, &[], ""),
        json(404, json!({})),
        json(
            404,
            json!({"message": "no Route matched with those values"}),
        ),
        json(404, json!({"statusCode": 404, "error": "Not Found"})),
    ] {
        let error = denied(of_a_gateway).await;
        assert!(
            matches!(error, Error::Unavailable { status: 404, .. }),
            "{error:?}"
        );
        assert!(!error.is_transient(), "an older server may deny the route");
    }
    let own =
        json!({"error": {"message": "Not found", "slug": "ConnectedAccount_ResourceNotFound"}});
    assert!(matches!(denied(json(404, own)).await, Error::NotFound(_)));
}

#[tokio::test]
async fn the_servers_request_id_is_the_one_that_counts() {
    let error = refused(reply(500, &[("x-request-id", "from-header")], "")).await;
    assert_eq!(error.request_id(), Some("from-header"));
    // None, an empty one, and one that nobody could read out on the telephone.
    let long = "x".repeat(129);
    let useless = [
        vec![],
        vec![("x-request-id", "")],
        vec![("x-request-id", long.as_str())],
    ];
    for headers in useless {
        let server = Scripted::start([reply(500, &headers, "")]).await;
        let client = server.client();
        let revoked = client.connected_accounts().revoke("ca_1").await;
        let error = revoked.unwrap_err();
        assert_eq!(error.request_id(), server.heard()[0].header("x-request-id"));
    }
}

#[tokio::test]
async fn a_success_that_says_it_was_none_is_a_refusal() {
    let server = Scripted::start([json(200, json!({"success": false}))]).await;
    let accounts = server.client();
    let accounts = accounts.connected_accounts();
    assert!(matches!(
        accounts.set_enabled("ca_1", true).await,
        Err(Error::Rejected(_))
    ));
    let deleted = accounts.delete("ca_1", DeleteOptions::default()).await;
    assert!(matches!(deleted, Err(Error::Rejected(_))));
}

#[tokio::test]
async fn a_success_that_cannot_be_read_leaves_the_outcome_open() {
    let server = Scripted::start([json(201, json!({"connected_account_id": "ca_1"}))]).await;
    let new = CreateLink {
        auth_config_id: "ac_1".into(),
        user_id: "t".into(),
        ..CreateLink::default()
    };
    let error = server.client().links().create(&new).await.unwrap_err();
    let Error::Malformed { path, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(path, "$.redirect_url");
    assert!(error.outcome_unknown(), "there may be an account now");
}

#[tokio::test]
async fn no_error_repeats_a_credential() {
    let secrets = [
        KEY,
        "ya29.CANARY",
        "ghp_CANARY1",
        "xoxb-CANARY",
        "eyJCANARY.x.y",
        "lk_CANARY",
        "sk-CANARY",
        "uak_CANARY",
        "oak_CANARY",
    ];
    for secret in secrets {
        let words = format!("the value {secret} (\"{secret}\") was not accepted");
        let envelope = json!({"error": {"message": words, "slug": words, "code": words,
            "request_id": words, "suggested_fix": words, "errors": [words, {"value": secret}]}});
        for status in [400, 401, 403, 404, 409, 500, 503] {
            for body in [&envelope, &json!({"message": words}), &json!(words)] {
                let error = refused(json(status, body.clone())).await;
                let text = format!("{error} {error:?} {:?}", error.suggested_fix());
                assert!(!text.contains("CANARY"), "{status}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn a_key_of_any_shape_is_cut_out_of_an_echo() {
    let server = Scripted::start([refusal(
        401,
        "HTTP_Unauthorized",
        "bad key CANARYwithoutprefix",
    )])
    .await;
    let client = crate::scripted::client(&server.origin, |config| {
        config.api_key = composio::ApiKey::new("CANARYwithoutprefix".into());
    });
    let error = client.project_config().get().await.unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("CANARY"),
        "{error:?}"
    );
}
