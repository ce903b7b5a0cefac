//! The floors: the same pages over one kept connection, without types.

use std::time::Duration;

use reqwest::header::{HeaderValue, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use url::Url;

use super::{Begun, PAGE, Taken, Target};
use crate::Error;

/// The two editions of the API, as they stand in its addresses.
const NEWER: &str = "v3.1";
const OLDER: &str = "v3";
/// So often a server may ask for a pause.
const PATIENCE: u32 = 20;
/// No pause is longer.
const LONGEST: Duration = Duration::from_secs(60);

/// Pages of bytes; of each only the cursor is looked for.
pub(super) async fn bytes(target: &Target) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    walk(target, &mut taken, |body, _| Ok(cursor_in(body))).await?;
    Ok(taken)
}

/// Pages as JSON; of each account the id and the status are kept.
pub(super) async fn json(target: &Target) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    walk(target, &mut taken, |body, pairs| {
        let page: Value = serde_json::from_slice(body)?;
        for item in page["items"].as_array().into_iter().flatten() {
            let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
            pairs
                .get_or_insert_default()
                .push((text("id"), text("status")));
        }
        Ok(page["next_cursor"].as_str().map(str::to_owned))
    })
    .await?;
    Ok(taken)
}

/// How long a server wants to be left alone; a second where it does not say.
fn asked_for(answer: &Response) -> Duration {
    let told = answer.headers().get(RETRY_AFTER);
    let seconds = told.and_then(|it| it.to_str().ok()?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(1)).min(LONGEST)
}

type Pairs = Option<Vec<(String, String)>>;

async fn walk(
    target: &Target,
    taken: &mut Taken,
    mut read: impl FnMut(&[u8], &mut Pairs) -> Result<Option<String>, Error>,
) -> Result<(), Error> {
    let http = reqwest::Client::new();
    let (mut edition, mut patience) = (NEWER, PATIENCE);
    let mut key = HeaderValue::from_str(std::fs::read_to_string(&target.api_key_file)?.trim())
        .map_err(|_| Error::Said("the key cannot be sent in a header".to_owned()))?;
    key.set_sensitive(true);
    let begun = Begun::now();
    let mut cursor: Option<String> = None;
    let (mut requests, mut bytes) = (0, 0);
    loop {
        let mut url = Url::parse(&target.base_url)
            .and_then(|base| base.join(&format!("api/{edition}/connected_accounts")))
            .map_err(|error| Error::Said(format!("{}: {error}", target.base_url)))?;
        url.query_pairs_mut()
            .append_pair("limit", &PAGE.to_string())
            .append_pair("order_by", "created_at")
            .append_pair("order_direction", "asc");
        if edition == NEWER {
            url.query_pairs_mut().append_pair("account_type", "ALL");
        }
        if let Some(cursor) = &cursor {
            url.query_pairs_mut().append_pair("cursor", cursor);
        }
        let request = http.get(url);
        let answer = request.header("x-api-key", key.clone()).send().await?;
        match answer.status() {
            // A server of before has the same list at another place.
            StatusCode::NOT_FOUND | StatusCode::GONE if cursor.is_none() && edition == NEWER => {
                edition = OLDER;
                continue;
            }
            StatusCode::TOO_MANY_REQUESTS if patience > 0 => {
                patience -= 1;
                tokio::time::sleep(asked_for(&answer)).await;
                continue;
            }
            _ => {}
        }
        let body = answer.error_for_status()?.bytes().await?;
        requests += 1;
        bytes += body.len() as u64;
        cursor = read(&body, &mut taken.pairs)?.filter(|cursor| !cursor.is_empty());
        if cursor.is_none() {
            break;
        }
    }
    (taken.requests, taken.bytes) = (Some(requests), Some(bytes));
    taken.took = begun.took();
    Ok(())
}

/// The text behind the last `"next_cursor":`, unless it is null. Cursors need no escapes.
fn cursor_in(body: &[u8]) -> Option<String> {
    let name = b"\"next_cursor\":";
    let at = body.windows(name.len()).rposition(|part| part == name)?;
    let rest = body[at + name.len()..].trim_ascii_start();
    let rest = rest.strip_prefix(b"\"")?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    String::from_utf8(rest[..end].to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::cursor_in;

    #[test]
    fn a_cursor_is_found_and_null_is_none() {
        assert_eq!(
            cursor_in(br#"{"items":[],"next_cursor":"abc=","total_items":1}"#).as_deref(),
            Some("abc=")
        );
        assert_eq!(cursor_in(br#"{"next_cursor": null}"#), None);
        assert_eq!(cursor_in(b"{}"), None);
    }
}
