//! How rows cross the bridge. A key press asks for 60 of them, so that they are sent as their
//! values in a fixed order: the names of the fields would be the greater part (P11). Neighbours
//! often have the tenant or the toolkit in common, which only the first of them tells.

use domain::{IntegrationId, LifecycleName, TenantId, TokenTrouble, ToolkitSlug};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{IntegrationRow, VerifiedView};

/// A row as it is read, with the tenant and the toolkit where they are not those of the row
/// before. A struct would not do: in the window it is read from an object, never from a list.
type Received = (
    IntegrationId,
    LifecycleName,
    Option<String>,
    Option<(TenantId, String)>,
    Option<(ToolkitSlug, String)>,
    String,
    bool,
    VerifiedView,
    Option<TokenTrouble>,
    Option<String>,
);

fn tenant(row: &IntegrationRow) -> (&TenantId, &str) {
    (&row.tenant, &row.tenant_name)
}

fn toolkit(row: &IntegrationRow) -> (&ToolkitSlug, &str) {
    (&row.toolkit, &row.toolkit_name)
}

/// What is sent of a row, in the order of [`Received`].
fn sent<'a>(row: &'a IntegrationRow, before: Option<&IntegrationRow>) -> impl Serialize + use<'a> {
    let is_new_tenant = before.is_none_or(|before| tenant(before) != tenant(row));
    let is_new_toolkit = before.is_none_or(|before| toolkit(before) != toolkit(row));
    (
        &row.id,
        row.state,
        &row.label,
        is_new_tenant.then(|| tenant(row)),
        is_new_toolkit.then(|| toolkit(row)),
        &row.account_or_reason,
        row.is_reason,
        row.verified,
        row.token,
        &row.note,
    )
}

fn received<E: Error>(
    received: Received,
    before: Option<&IntegrationRow>,
) -> Result<IntegrationRow, E> {
    let (id, state, label, tenant, toolkit, account_or_reason, is_reason, verified, token, note) =
        received;
    let (tenant, tenant_name) = tenant
        .or_else(|| before.map(|before| (before.tenant.clone(), before.tenant_name.clone())))
        .ok_or_else(|| E::custom("the first row has no tenant"))?;
    let (toolkit, toolkit_name) = toolkit
        .or_else(|| before.map(|before| (before.toolkit.clone(), before.toolkit_name.clone())))
        .ok_or_else(|| E::custom("the first row has no toolkit"))?;
    Ok(IntegrationRow {
        id,
        state,
        label,
        tenant,
        tenant_name,
        toolkit,
        toolkit_name,
        account_or_reason,
        is_reason,
        verified,
        token,
        note,
    })
}

impl Serialize for IntegrationRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        sent(self, None).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for IntegrationRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        received(Deserialize::deserialize(deserializer)?, None)
    }
}

/// Sends a list of rows.
pub(super) fn serialize<S: Serializer>(
    rows: &[IntegrationRow],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let before = std::iter::once(None).chain(rows.iter().map(Some));
    serializer.collect_seq(
        rows.iter()
            .zip(before)
            .map(|(row, before)| sent(row, before)),
    )
}

/// Reads a list of rows.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<IntegrationRow>, D::Error> {
    let all = Vec::<Received>::deserialize(deserializer)?;
    let mut rows = Vec::with_capacity(all.len());
    for one in all {
        rows.push(received(one, rows.last())?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct List(#[serde(with = "super")] Vec<IntegrationRow>);

    fn row(id: &str, tenant: (&str, &str), toolkit: (&str, &str)) -> IntegrationRow {
        IntegrationRow {
            id: IntegrationId::parse(id).unwrap(),
            state: LifecycleName::Error,
            label: Some("Failed".to_owned()),
            tenant: TenantId::parse(tenant.0).unwrap(),
            tenant_name: tenant.1.to_owned(),
            toolkit: ToolkitSlug::parse(toolkit.0).unwrap(),
            toolkit_name: toolkit.1.to_owned(),
            account_or_reason: "Access was withdrawn".to_owned(),
            is_reason: true,
            verified: VerifiedView::Refused(Timestamp::from_millis(7)),
            token: None,
            note: Some("Jo: asked by phone".to_owned()),
        }
    }

    #[test]
    fn a_list_that_begins_with_what_the_row_before_has_is_not_read() {
        let first = serde_json::to_string(&row("row", ("t1", "Acme"), ("gmail", "Gmail"))).unwrap();
        for told in [r#"["t1","Acme"]"#, r#"["gmail","Gmail"]"#] {
            let without = first.replace(told, "null");
            assert_ne!(without, first);
            serde_json::from_str::<IntegrationRow>(&without).unwrap_err();
            serde_json::from_str::<List>(&format!("[{without}]")).unwrap_err();
        }
    }

    #[test]
    fn a_row_is_sent_without_the_names_of_its_fields() {
        let sent = serde_json::to_string(&row("row", ("t1", "Acme"), ("gmail", "Gmail"))).unwrap();
        assert!(!sent.contains("tenant"), "{sent}");
    }

    #[test]
    fn what_neighbours_have_in_common_is_told_once() {
        let list = List(vec![
            row("one", ("t1", "Acme"), ("gmail", "Gmail")),
            row("two", ("t1", "Acme"), ("slack", "Slack")),
            row("six", ("t2", "Acme"), ("slack", "Slack")),
        ]);
        let sent = serde_json::to_string(&list).unwrap();
        let times = |word: &str| sent.matches(word).count();
        assert_eq!((times("t1"), times("t2"), times("Acme")), (1, 1, 2));
        assert_eq!((times("Gmail"), times("Slack")), (1, 1));
    }

    proptest! {
        #[test]
        fn every_list_is_read_as_it_was(
            parts in prop::collection::vec((0..2_usize, 0..2_usize, 0..2_usize, 0..2_usize), 0..9)
        ) {
            let rows = parts.into_iter().enumerate().map(|(at, (tenant, called, toolkit, named))| {
                row(
                    &format!("row{at}"),
                    (["t1", "t2"][tenant], ["Acme", "Blue"][called]),
                    (["gmail", "slack"][toolkit], ["Mail", "Chat"][named]),
                )
            });
            let list = List(rows.collect());
            let sent = serde_json::to_string(&list).unwrap();
            prop_assert_eq!(serde_json::from_str::<List>(&sent).unwrap(), list);
        }
    }
}
