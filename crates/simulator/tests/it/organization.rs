//! The organisation's own routes, with the organisation's own key.

use serde_json::json;

use crate::support::Desk;

#[tokio::test]
async fn a_project_key_cannot_manage_projects() {
    let desk = Desk::empty().await;
    desk.get("/api/v3/org/owner/project/list").await.expect(401);
    desk.post("/api/v3/org/owner/project/new", json!({ "name": "abc" }))
        .await
        .expect(401);
    desk.get("/api/v3.1/org/list").await.expect(401);
}

#[tokio::test]
async fn a_project_is_made_rekeyed_and_removed() {
    let desk = Desk::empty().await;
    let org = desk.sim.state()["org_api_key"].as_str().unwrap().to_owned();
    let headers = [("x-org-api-key", org.as_str())];
    for prefix in ["/api/v3", "/api/v3.1"] {
        let owner = format!("{prefix}/org/owner/project");
        let new = format!("{owner}/new");
        for name in ["ab", "with space", ""] {
            let body = Some(json!({ "name": name }));
            desk.raw("POST", &new, body, &headers).await.expect(400);
        }
        let body = json!({ "name": "third-one", "should_create_api_key": true });
        let made = desk
            .raw("POST", &new, Some(body), &headers)
            .await
            .expect(200);
        let (id, key) = (made.text("/id"), made.text("/api_key"));
        let listed = desk
            .raw("GET", &format!("{owner}/list"), None, &headers)
            .await
            .expect(200);
        assert_eq!(listed.body["data"][0]["id"], id, "newest first");
        let mine = [("x-api-key", key.as_str())];
        let list = format!("{prefix}/connected_accounts");
        desk.raw("GET", &list, None, &mine).await.expect(200);
        let one = format!("{owner}/{id}");
        let shown = desk.raw("GET", &one, None, &headers).await.expect(200);
        assert_eq!(
            shown.text("/api_keys/0/key") == key,
            prefix == "/api/v3",
            "v3.1 masks keys"
        );
        let rekey = format!("{one}/regenerate_api_key");
        let fresh = desk
            .raw("POST", &rekey, None, &headers)
            .await
            .expect(200)
            .text("/api_key/key");
        desk.raw("GET", &list, None, &mine).await.expect(401);
        desk.raw("GET", &list, None, &[("x-api-key", &fresh)])
            .await
            .expect(200);
        desk.raw("DELETE", &one, None, &headers).await.expect(200);
        desk.raw("GET", &list, None, &[("x-api-key", &fresh)])
            .await
            .expect(401);
        desk.raw("GET", &one, None, &headers).await.expect(400);
    }
}
