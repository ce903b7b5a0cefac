//! The pages, clicked through the way a script does.

use std::time::Duration;

use serde_json::json;
use simulator::Sabotage;

use crate::support::Desk;

const ALLOW: [(&str, &str); 2] = [("decision", "allow"), ("account", "jane@example.com")];

#[tokio::test]
async fn used_expired_and_unknown_links_have_pages_of_their_own() {
    let desk = Desk::empty().await;
    let config = desk.config("gmail", true);
    let base = desk.sim.base_url();
    for path in [
        "/link/lk_nobody",
        "/link/lk_nobody/signin",
        "/api/v3/s/AbCd1234",
        "/nowhere",
    ] {
        let page = desk.page(&format!("{base}{path}")).await;
        assert_eq!(page.status, 404, "{path}");
    }
    let (_, used) = desk.link(&config, "acme", "").await;
    desk.submit(&format!("{used}/decide"), &ALLOW)
        .await
        .expect(200);
    assert!(
        desk.page(&used)
            .await
            .expect(410)
            .text
            .contains("already used")
    );
    let again = desk.submit(&format!("{used}/decide"), &ALLOW).await;
    assert_eq!(again.status, 410, "a second Allow changes nothing");
    let (_, late) = desk.link(&config, "acme", "").await;
    desk.sim.advance_clock(Duration::from_secs(601));
    assert!(desk.page(&late).await.expect(410).text.contains("expired"));
    let (id, gone) = desk.link(&config, "acme", "").await;
    desk.delete(&format!("/api/v3.1/connected_accounts/{id}"))
        .await
        .expect(200);
    desk.page(&gone).await.expect(404);
}

#[tokio::test]
async fn cancelling_fails_the_account_and_says_so_on_the_way_back() {
    let desk = Desk::empty().await;
    let callback = "app.example://oauth/done?attempt=7&state=a%2Fb";
    let (id, url) = desk
        .link(&desk.config("gmail", true), "acme", callback)
        .await;
    let sent = desk
        .submit(&format!("{url}/decide"), &[("decision", "deny")])
        .await
        .expect(303);
    let want = format!("{callback}&status=failed&connected_account_id={id}&error=access_denied");
    assert!(
        sent.header("location").starts_with(&want),
        "{}",
        sent.header("location")
    );
    let row = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await
        .body;
    assert_eq!(row["status"], "FAILED");
    assert_eq!(row["state"]["val"]["error"], "access_denied");
}

#[tokio::test]
async fn the_pages_name_who_asks_and_offer_every_choice() {
    let desk = Desk::empty().await;
    let (id, url) = desk.link(&desk.config("gmail", true), "acme", "").await;
    let token = url.rsplit('/').next().unwrap().to_owned();
    let hosted = desk.page(&url).await.expect(200);
    assert!(hosted.text.contains("Northwind Portal") && hosted.text.contains("Gmail"));
    assert!(
        hosted
            .text
            .contains(&format!("action=\"/link/{token}/signin\""))
    );
    assert_eq!(
        desk.status(&id).await,
        "INITIATED",
        "opening the page starts it"
    );
    let signin = desk.page(&format!("{url}/signin")).await.expect(200);
    assert!(
        signin
            .text
            .contains(&format!("action=\"/link/{token}/decide\""))
    );
    let choices = [
        "jane@example.com",
        "name=\"other\"",
        "gmail.modify",
        "value=\"allow\"",
    ];
    for wanted in choices.into_iter().chain(["value=\"deny\""]) {
        assert!(signin.text.contains(wanted), "{wanted}");
    }
}

#[tokio::test]
async fn a_person_gets_from_the_link_back_to_the_app() {
    let desk = Desk::empty().await;
    let callback = "http://127.0.0.1:9/done?case=77";
    let (id, url) = desk
        .link(&desk.config("gmail", true), "acme", callback)
        .await;
    let decide = format!("{url}/decide");
    let wrong = [
        ("decision", "allow"),
        ("account", "other"),
        ("other", "nobody"),
    ];
    let again = desk.submit(&decide, &wrong).await.expect(400);
    assert!(again.text.contains("type an e-mail address"));
    let gmail = "https://www.googleapis.com/auth/gmail.modify";
    let form = [
        ("decision", "allow"),
        ("account", "other"),
        ("other", "sam@acme.example.com"),
        ("scope", gmail),
        ("scope", "openid"),
    ];
    let sent = desk.submit(&decide, &form).await.expect(303);
    let want = format!("{callback}&status=success&connected_account_id={id}");
    assert_eq!(sent.header("location"), want);
    let path = format!("/api/v3.1/connected_accounts/{id}");
    let row = desk.get(&path).await.expect(200);
    assert_eq!(row.text("/status"), "ACTIVE");
    let who = desk
        .post(
            "/api/v3.1/tools/execute/proxy",
            json!({
                "connected_account_id": id, "method": "GET",
                "endpoint": "/gmail/v1/users/me/profile",
            }),
        )
        .await
        .expect(200);
    assert_eq!(who.text("/data/emailAddress"), "sam@acme.example.com");
    assert_eq!(row.text("/state/val/scope"), format!("{gmail} openid"));
}

#[tokio::test]
async fn an_unticked_scope_is_missed_by_the_provider_later() {
    let desk = Desk::empty().await;
    let (id, url) = desk.link(&desk.config("gmail", true), "acme", "").await;
    let (whole, open) = desk.link(&desk.config("gmail", true), "acme", "").await;
    desk.submit(&format!("{open}/decide"), &ALLOW)
        .await
        .expect(200);
    let run = json!({ "connected_account_id": whole, "user_id": "acme", "arguments": {} });
    let ran = desk
        .post("/api/v3.1/tools/execute/GMAIL_GET_PROFILE", run)
        .await;
    assert_eq!(
        ran.body["successful"], true,
        "a script that is silent grants all"
    );
    let (_, none) = desk.link(&desk.config("gmail", true), "acme", "").await;
    assert!(
        desk.page(&format!("{none}/signin"))
            .await
            .text
            .contains("name=\"scopes\" value=\"shown\"")
    );
    let form = [ALLOW[0], ALLOW[1], ("scope", "openid")];
    desk.submit(&format!("{url}/decide"), &form)
        .await
        .expect(200);
    let run = json!({ "connected_account_id": id, "user_id": "acme", "arguments": {} });
    let ran = desk
        .post("/api/v3.1/tools/execute/GMAIL_GET_PROFILE", run)
        .await
        .expect(200);
    assert_eq!(ran.body["data"]["status_code"], 403);
    assert_eq!(
        desk.status(&id).await,
        "ACTIVE",
        "which Composio does not notice"
    );
}

#[tokio::test]
async fn a_key_is_asked_for_in_a_form() {
    let desk = Desk::empty().await;
    let (id, url) = desk
        .link(&desk.config("freshdesk", false), "acme", "")
        .await;
    let form = desk.page(&format!("{url}/signin")).await.expect(200);
    assert!(form.text.contains("type=\"password\"") && form.text.contains("field.subdomain"));
    let half = [("decision", "allow"), ("field.subdomain", "acme")];
    desk.submit(&format!("{url}/decide"), &half)
        .await
        .expect(400);
    let whole = [
        half[0],
        half[1],
        ("field.username", "sam"),
        ("field.password", "sim-pass-word"),
    ];
    desk.submit(&format!("{url}/decide"), &whole)
        .await
        .expect(200);
    let row = desk
        .get(&format!("/api/v3.1/connected_accounts/{id}"))
        .await
        .expect(200);
    assert_eq!(row.text("/state/val/subdomain"), "acme");
    assert_eq!(row.text("/state/val/password"), "sim-...");
}

#[tokio::test]
async fn nothing_that_others_wrote_becomes_markup_or_script() {
    let desk = Desk::empty().await;
    let name = json!({ "display_name": "<img src=x onerror=alert(1)>" });
    desk.patch("/api/v3/org/project/config", name)
        .await
        .expect(200);
    let config = desk.config("gmail", true);
    let user = "\"><script>alert(1)</script>";
    let (_, url) = desk.link(&config, user, "javascript:alert(1)").await;
    for page in [
        desk.page(&url).await,
        desk.page(&format!("{url}/signin")).await,
    ] {
        assert!(!page.text.contains("<img") && !page.text.contains("<script"));
        assert!(
            page.header("content-security-policy")
                .starts_with("default-src 'none'")
        );
    }
    let done = desk.submit(&format!("{url}/decide"), &ALLOW).await;
    assert_eq!(done.status, 200, "a script is nowhere to go back to");
}

#[tokio::test]
async fn while_the_provider_is_down_nobody_signs_in() {
    let desk = Desk::empty().await;
    let (id, url) = desk.link(&desk.config("gmail", true), "acme", "").await;
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    desk.page(&format!("{url}/signin")).await.expect(503);
    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    desk.page(&format!("{url}/signin")).await.expect(200);
    assert_eq!(desk.status(&id).await, "INITIATED");
}
