//! Lists: pages, filters in every form they are sent in, and order.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::{Answer, Desk};

const LIST: &str = "/api/v3.1/connected_accounts";

async fn walk(desk: &Desk, query: &str) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = desk
            .get(&format!("{LIST}?{query}{cursor}"))
            .await
            .expect(200);
        all.extend(page.items().clone());
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={}", next.replace('=', "%3D")),
            None => return all,
        }
    }
}

fn column(rows: &[Value], name: &str) -> Vec<String> {
    rows.iter()
        .map(|row| row[name].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn what_no_list_knows_is_refused_with_its_own_status() {
    let desk = Desk::demo().await;
    for (query, status) in [
        ("cursor=bogus", 400),
        ("limit=0", 422),
        ("limit=-5", 422),
        ("limit=many", 422),
        ("statuses=PENDING", 422),
        ("statuses=ACTIVE,active", 422),
        ("account_type=public", 422),
        ("order_by=name", 422),
        ("order_direction=up", 422),
    ] {
        let answer = desk.get(&format!("{LIST}?{query}")).await;
        assert_eq!(answer.status, status, "{query}");
    }
    for query in [
        "user_ids=nobody",
        "auth_config_ids=ac_nobody",
        "connected_account_ids=ca_x",
    ] {
        let empty = desk.get(&format!("{LIST}?{query}")).await.expect(200);
        assert_eq!(
            empty.body["total_items"], 0,
            "{query} is an empty page, not an error"
        );
        assert_eq!(empty.body["next_cursor"], Value::Null);
    }
}

#[tokio::test]
async fn walking_all_pages_meets_every_account_once() {
    let desk = Desk::demo().await;
    let first = desk
        .get(&format!("{LIST}?account_type=ALL"))
        .await
        .expect(200);
    assert_eq!(first.items().len(), 20, "twenty unless asked otherwise");
    for limit in [7, 50, 1000, 99_999] {
        let rows = walk(&desk, &format!("account_type=ALL&limit={limit}")).await;
        let ids: HashSet<String> = column(&rows, "id").into_iter().collect();
        assert_eq!(ids.len(), 220);
        assert_eq!(rows.len(), 220);
    }
}

#[tokio::test]
async fn rows_shift_when_one_goes_while_paging() {
    let desk = Desk::demo().await;
    let page = |cursor: String| format!("{LIST}?account_type=ALL&limit=10{cursor}");
    let first = desk.get(&page(String::new())).await.expect(200);
    let gone = first.text("/items/0/id");
    let cursor = format!("&cursor={}", first.text("/next_cursor").replace('=', "%3D"));
    let before = column(desk.get(&page(cursor.clone())).await.items(), "id");
    desk.delete(&format!("{LIST}/{gone}")).await.expect(200);
    let after = column(desk.get(&page(cursor)).await.items(), "id");
    assert_eq!(
        before[1..],
        after[..9],
        "page-number cursors skip a row after a delete"
    );
}

#[tokio::test]
async fn the_three_ways_to_send_a_list_mean_the_same() {
    let desk = Desk::demo().await;
    let total = |answer: Answer| answer.expect(200).body["total_items"].as_u64().unwrap();
    let comma = total(desk.get(&format!("{LIST}?statuses=ACTIVE%2CEXPIRED")).await);
    let repeat = total(
        desk.get(&format!("{LIST}?statuses=ACTIVE&statuses=EXPIRED"))
            .await,
    );
    let brackets = total(
        desk.get(&format!("{LIST}?statuses[]=ACTIVE&statuses%5B%5D=EXPIRED"))
            .await,
    );
    assert!(comma > 100);
    assert_eq!((comma, comma), (repeat, brackets));
}

#[tokio::test]
async fn filters_narrow_together_and_widen_within() {
    let desk = Desk::demo().await;
    let query = "account_type=ALL&limit=1000&toolkit_slugs=gmail,slack&statuses=ACTIVE,EXPIRED";
    let rows = walk(&desk, query).await;
    assert!(rows.len() > 20);
    for row in &rows {
        assert!(["gmail", "slack"].contains(&row["toolkit"]["slug"].as_str().unwrap()));
        assert!(["ACTIVE", "EXPIRED"].contains(&row["status"].as_str().unwrap()));
    }
    let ids = column(&rows[..3], "id").join(",");
    let some = walk(
        &desk,
        &format!("account_type=ALL&connected_account_ids={ids}"),
    )
    .await;
    assert_eq!(some.len(), 3);
    let config = rows[0]["auth_config"]["id"].as_str().unwrap();
    let of_config = walk(&desk, &format!("account_type=ALL&auth_config_ids={config}")).await;
    assert!(
        of_config
            .iter()
            .all(|row| row["auth_config"]["id"] == config)
    );
    let user = rows[0]["user_id"].as_str().unwrap();
    let of_user = walk(&desk, &format!("account_type=ALL&user_ids={user}")).await;
    assert!(!of_user.is_empty() && of_user.iter().all(|row| row["user_id"] == user));
}

#[tokio::test]
async fn the_order_is_the_one_asked_for() {
    let desk = Desk::demo().await;
    let newest = column(
        &walk(&desk, "account_type=ALL&limit=100").await,
        "created_at",
    );
    assert!(
        newest.is_sorted_by(|a, b| a >= b),
        "newest first unless asked otherwise"
    );
    for name in ["created_at", "updated_at"] {
        let query = format!("account_type=ALL&limit=100&order_by={name}");
        let down = column(
            &walk(&desk, &format!("{query}&order_direction=desc")).await,
            name,
        );
        let mut up = column(
            &walk(&desk, &format!("{query}&order_direction=asc")).await,
            name,
        );
        assert!(up.is_sorted());
        up.reverse();
        assert_eq!(up, down);
    }
}

#[tokio::test]
async fn shared_accounts_hide_on_the_newer_generation_unless_asked_for() {
    let desk = Desk::demo().await;
    let total = |query: &str| {
        let path = format!("/api/{query}");
        let desk = &desk;
        async move {
            desk.get(&path).await.expect(200).body["total_items"]
                .as_u64()
                .unwrap()
        }
    };
    let all = total("v3.1/connected_accounts?account_type=ALL").await;
    let private = total("v3.1/connected_accounts").await;
    let shared = total("v3.1/connected_accounts?account_type=SHARED").await;
    assert!(shared > 0);
    assert_eq!(private + shared, all);
    assert_eq!(
        total("v3/connected_accounts").await,
        all,
        "v3 never knew the difference"
    );
}

#[tokio::test]
async fn every_kind_of_list_pages_and_clamps() {
    let desk = Desk::demo().await;
    for (path, most) in [
        ("auth_configs", 200),
        ("toolkits", 1000),
        ("tools", 1000),
        ("triggers_types", 50),
        ("trigger_instances/active", 50),
        ("toolkits/categories", 1000),
    ] {
        desk.get(&format!("/api/v3.1/{path}?cursor=bogus"))
            .await
            .expect(400);
        let one = desk
            .get(&format!("/api/v3.1/{path}?limit=1"))
            .await
            .expect(200);
        assert_eq!(one.items().len(), 1, "{path}");
        let total = one.body["total_items"].as_u64().unwrap();
        assert_eq!(one.body["total_pages"].as_u64().unwrap(), total, "{path}");
        let clamped = desk
            .get(&format!("/api/v3.1/{path}?limit=100000"))
            .await
            .expect(200);
        assert_eq!(clamped.items().len() as u64, total.min(most), "{path}");
    }
}

#[tokio::test]
async fn a_list_stays_honest_while_accounts_come_and_go() {
    let desk = Desk::demo().await;
    let first = desk
        .get(&format!("{LIST}?account_type=ALL&limit=50"))
        .await
        .expect(200);
    let wrong = serde_json::json!({ "create": "some" });
    desk.call("POST", "/_sim/churn", Some(wrong))
        .await
        .expect(400);
    let body = serde_json::json!({ "create": 7, "update": 5, "delete": 3 });
    let done = desk
        .call("POST", "/_sim/churn", Some(body))
        .await
        .expect(200);
    assert_eq!(
        (&done.body["created"], &done.body["deleted"]),
        (&7.into(), &3.into())
    );
    let cursor = first.text("/next_cursor").replace('=', "%3D");
    let path = format!("{LIST}?account_type=ALL&limit=50&cursor={cursor}");
    let second = desk.get(&path).await.expect(200);
    assert_eq!(second.body["total_items"], 224);
    assert_eq!(walk(&desk, "account_type=ALL&limit=50").await.len(), 224);
}
