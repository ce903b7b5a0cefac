//! Our client: pages of typed accounts.

use composio::{ApiKey, Client, Config, ListAccounts};
use futures_util::StreamExt as _;

use super::{Begun, Taken, Target};
use crate::Error;

pub(super) async fn read(target: &Target) -> Result<Taken, Error> {
    let base = target
        .base_url
        .parse()
        .map_err(|_| Error::Said(format!("{} is no address", target.base_url)))?;
    let client = Client::new(Config::new(base, ApiKey::new(target.key()?)))?;
    let begun = Begun::now();
    client.detect_generation().await?;
    let mut pages = client.connected_accounts().pages(ListAccounts::default());
    let mut pairs = Vec::new();
    let mut requests = 1;
    while let Some(page) = pages.next().await {
        let page = page?;
        requests += 1;
        if page.restarted {
            pairs.clear();
        }
        pairs.extend(
            page.items
                .into_iter()
                .map(|account| (account.id, account.status.as_str().to_owned())),
        );
    }
    Ok(Taken {
        pairs: Some(pairs),
        requests: Some(requests),
        took: begun.took(),
        ..Taken::default()
    })
}
