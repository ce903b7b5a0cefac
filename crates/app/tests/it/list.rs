//! The list answers from memory: by name, id, address, account, alias.

use domain::LifecycleName;
use wire::{FindIntegrations, FindRecent, FindTenants, IntegrationRow, Sort, SortBy};

use crate::desk::Desk;
use crate::tenants::tenant;

fn ask(text: &str) -> FindIntegrations {
    FindIntegrations {
        text: text.into(),
        state: None,
        toolkit: None,
        narrow: wire::Narrow::default(),
        sort: Sort::default(),
        offset: 0,
        limit: 500,
        locate: None,
    }
}

/// A row that works, whose account has an address.
async fn working(desk: &Desk) -> IntegrationRow {
    let rows = desk.rows("").await.into_iter();
    rows.filter(|row| row.state == LifecycleName::Active)
        .find(|row| row.account_or_reason.contains('@'))
        .unwrap()
}

#[tokio::test]
async fn every_way_a_ticket_names_an_account_finds_it() {
    let desk = Desk::open().await;
    let row = working(&desk).await;
    let pane = desk.show(&row.id).await;
    for text in [
        row.tenant_name.to_uppercase(),
        pane.user,
        pane.account.unwrap().to_string(),
        row.account_or_reason,
    ] {
        let found = desk.rows(&text).await;
        assert!(found.iter().any(|hit| hit.id == row.id), "{text}");
    }
}

#[tokio::test]
async fn a_whole_ticket_finds_the_accounts_and_tenants_that_it_names() {
    let desk = Desk::open().await;
    let row = working(&desk).await;
    let pane = desk.show(&row.id).await;
    let account = pane.account.unwrap();
    for ticket in [
        format!("Hello,\nour mail stopped, the log says \"{account}\".\nRegards"),
        format!("https://tickets.example/7?account={account}&from=mail"),
        format!("From: Ann <{}>, since Monday", row.account_or_reason),
        format!("Customer {}: nothing arrives any more", pane.user),
    ] {
        let found = desk.rows(&ticket).await;
        assert!(found.iter().any(|hit| hit.id == row.id), "{ticket}");
        assert!(found.len() < 20, "{ticket}: {} rows", found.len());
        let text = ticket.clone();
        let recent = desk.app.run(FindRecent { text }).await.unwrap();
        let tenants: Vec<_> = recent.tenants.iter().map(|it| &it.id).collect();
        assert!(tenants.contains(&&row.tenant), "{ticket}");
        let ask = FindTenants {
            text: ticket.clone(),
            needs_action: false,
            offset: 0,
            limit: 50,
        };
        let tenants = desk.app.run(ask).await.unwrap().rows;
        assert!(tenants.iter().any(|it| it.id == row.tenant), "{ticket}");
    }
}

#[tokio::test]
async fn words_that_stand_apart_in_a_row_find_it_and_one_that_it_lacks_does_not() {
    let desk = Desk::open().await;
    let row = desk.rows("").await.swap_remove(0);
    let words = format!("{} {}", row.toolkit_name, row.tenant_name);
    let found = desk.rows(&words).await;
    assert!(found.iter().any(|hit| hit.id == row.id), "{words}");
    for hit in &found {
        assert_eq!(
            (&hit.tenant, &hit.toolkit),
            (&row.tenant, &row.toolkit),
            "{words}"
        );
    }
    // Not with the tenant, who is found by the user id in any text.
    let one_more = desk.rows(&format!("{} xyzzy", row.toolkit_name)).await;
    assert!(one_more.is_empty(), "each word counts");
}

#[tokio::test]
async fn a_short_tenant_id_in_a_ticket_means_that_tenant_alone() {
    let desk = Desk::open().await;
    desk.app.run(tenant("7")).await.unwrap();
    let ticket = "Customer 7 writes: nothing arrives any more";
    assert!(desk.rows(ticket).await.is_empty(), "it has none");
    let ask = FindTenants {
        text: ticket.to_owned(),
        needs_action: false,
        offset: 0,
        limit: 50,
    };
    let rows = desk.app.run(ask).await.unwrap().rows;
    let users: Vec<_> = rows.iter().map(|it| it.user.as_str()).collect();
    assert_eq!(users, ["7"]);
}

#[tokio::test]
async fn an_alias_finds_its_account() {
    let desk = Desk::open().await;
    for row in desk.rows("").await {
        if let Some(alias) = desk.show(&row.id).await.alias {
            let found = desk.rows(&alias).await;
            assert!(found.iter().any(|hit| hit.id == row.id), "{alias}");
            return;
        }
    }
    panic!("the demo project has accounts with an alias");
}

#[tokio::test]
async fn a_text_that_nothing_holds_finds_nothing_and_says_how_many_there_are() {
    let desk = Desk::open().await;
    let page = desk.app.run(ask("no such tenant anywhere")).await.unwrap();
    assert_eq!(page.total, 0);
    assert!(
        page.all > 100,
        "the demo project has some 220 integrations, {} came",
        page.all
    );
}

#[tokio::test]
async fn windows_of_the_list_join_without_gap_or_double_in_every_order() {
    let desk = Desk::open().await;
    for by in [
        SortBy::Tenant,
        SortBy::State,
        SortBy::Toolkit,
        SortBy::Verified,
    ] {
        let sort = Sort {
            by,
            descending: false,
        };
        let whole = desk
            .app
            .run(FindIntegrations { sort, ..ask("") })
            .await
            .unwrap();
        let mut joined = Vec::new();
        while joined.len() < whole.rows.len() {
            let offset = u32::try_from(joined.len()).unwrap();
            let page = desk
                .app
                .run(FindIntegrations {
                    sort,
                    offset,
                    limit: 37,
                    ..ask("")
                })
                .await
                .unwrap();
            assert!(!page.rows.is_empty());
            joined.extend(page.rows);
        }
        assert_eq!(joined, whole.rows, "{by:?}");
        let turned = desk
            .app
            .run(FindIntegrations {
                sort: Sort {
                    by,
                    descending: true,
                },
                ..ask("")
            })
            .await
            .unwrap();
        assert!(
            turned.rows.iter().rev().eq(whole.rows.iter()),
            "{by:?} turned round"
        );
    }
}

#[tokio::test]
async fn counts_by_state_add_up_and_a_row_is_located_where_it_stands() {
    let desk = Desk::open().await;
    let page = desk.app.run(ask("")).await.unwrap();
    let sum: u32 = page.by_state.iter().map(|(_, n)| n).sum();
    assert_eq!(sum, page.all);
    let row = &page.rows[17];
    let located = desk
        .app
        .run(FindIntegrations {
            locate: Some(row.id.clone()),
            limit: 1,
            ..ask("")
        })
        .await
        .unwrap();
    assert_eq!(located.located, Some(17));
}

#[tokio::test]
async fn tenants_are_found_from_the_user_ids_in_the_project() {
    let desk = Desk::open().await;
    let page = desk
        .app
        .run(FindTenants {
            text: "acme".into(),
            needs_action: false,
            offset: 0,
            limit: 50,
        })
        .await
        .unwrap();
    assert!(page.total >= 1);
    assert!(page.all >= 50, "about sixty tenants, {} came", page.all);
}

#[tokio::test]
async fn tenants_of_whom_something_needs_somebody_are_listed_alone() {
    let desk = Desk::open().await;
    let tenants = FindTenants {
        text: String::new(),
        needs_action: false,
        offset: 0,
        limit: 500,
    };
    let all = desk.app.run(tenants.clone()).await.unwrap();
    let narrow = wire::Narrow {
        view: wire::ListView::NeedsAction,
        ..wire::Narrow::default()
    };
    let needing = FindIntegrations { narrow, ..ask("") };
    let needing: std::collections::BTreeSet<_> = desk
        .app
        .run(needing)
        .await
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.tenant)
        .collect();
    let alone = FindTenants {
        needs_action: true,
        ..tenants
    };
    let alone = desk.app.run(alone).await.unwrap();
    let listed: std::collections::BTreeSet<_> = alone.rows.iter().map(|it| it.id.clone()).collect();
    assert_eq!(listed, needing);
    assert_eq!(alone.total, all.needs_action);
    assert_eq!((all.total, alone.matching), (all.matching, all.matching));
    assert!(alone.total > 0 && alone.total < all.total);
}

#[tokio::test]
async fn every_state_occurs_in_the_demo_project() {
    let desk = Desk::open().await;
    let page = desk.app.run(ask("")).await.unwrap();
    for state in [
        LifecycleName::Active,
        LifecycleName::Error,
        LifecycleName::Expired,
        LifecycleName::Pending,
        LifecycleName::Paused,
        LifecycleName::Revoked,
    ] {
        assert!(
            page.by_state
                .iter()
                .any(|(name, n)| *name == state && *n > 0),
            "{state}"
        );
    }
}

#[tokio::test]
async fn a_row_that_changed_stands_where_sorting_anew_would_put_it() {
    let desk = Desk::open().await;
    let by_state = FindIntegrations {
        sort: Sort {
            by: SortBy::State,
            descending: false,
        },
        ..ask("")
    };
    let before = desk.app.run(by_state.clone()).await.unwrap();
    let row = before
        .rows
        .iter()
        .rev()
        .find(|row| row.state == LifecycleName::Active)
        .unwrap();
    let account = desk.show(&row.id).await.account.unwrap().to_string();
    desk.sim.sabotage(simulator::Sabotage::WithdrawConsent {
        connected_account_id: account,
    });
    desk.app
        .run(wire::CheckToken {
            integration: row.id.clone(),
        })
        .await
        .unwrap();
    let kept = desk.app.run(by_state.clone()).await.unwrap().rows;
    let desk = desk.restart().await;
    let anew = desk.app.run(by_state).await.unwrap().rows;
    assert_eq!(kept, anew);
    assert_ne!(kept, before.rows);
}
