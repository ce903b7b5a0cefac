//! `state` of a connected account: what each scheme carries in each status.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::clock::iso;
use crate::dice::{digits, mix, nano};
use crate::world::{Account, AuthConfig, Project, Status};

/// `state.val` before masking. `auth_scheme` is added by the caller.
pub(crate) fn state(project: &Project, config: &AuthConfig, row: &Account) -> Map<String, Value> {
    let mut val = supplied(row);
    let status = if modelled(config.scheme, row.status) {
        row.status
    } else {
        Status::Active
    };
    match status {
        Status::Initializing => {}
        Status::Initiated => initiated(&mut val, config, row),
        Status::Active | Status::Inactive => credentials(&mut val, project, config, row),
        Status::Failed => {
            let (error, description) = row.reason.failure();
            val.insert("error".into(), error.into());
            val.insert("error_description".into(), description.into());
        }
        Status::Expired => {
            val.insert("expired_at".into(), iso(ended(row)).into());
        }
        Status::Revoked => {
            val.insert("revoked_at".into(), iso(ended(row)).into());
        }
    }
    val.insert("status".into(), status.word().into());
    if let Some(extra) = &row.extra {
        val.extend(extra.laid.clone());
    }
    val
}

/// Key-based schemes have no variant for what came to an end; their `val`
/// stays as it was while the account carries the status.
fn modelled(scheme: &str, status: Status) -> bool {
    let static_scheme = matches!(
        scheme,
        "API_KEY" | "BASIC" | "BEARER_TOKEN" | "GOOGLE_SERVICE_ACCOUNT" | "SERVICE_ACCOUNT"
    );
    !static_scheme || !matches!(status, Status::Failed | Status::Expired | Status::Revoked)
}

/// When the account came to an end.
fn ended(row: &Account) -> i64 {
    match row.extra.as_ref().map(|extra| extra.deadline) {
        Some(deadline) if deadline > 0 => deadline,
        _ => row.updated,
    }
}

fn supplied(row: &Account) -> Map<String, Value> {
    row.extra
        .as_ref()
        .map(|extra| extra.val.clone())
        .unwrap_or_default()
}

fn initiated(val: &mut Map<String, Value>, config: &AuthConfig, row: &Account) {
    let extra = row.extra.as_ref();
    let url = extra
        .and_then(|extra| extra.redirect_url.clone())
        .unwrap_or_default();
    val.insert("redirectUrl".into(), url.clone().into());
    if let Some(callback) = extra.and_then(|extra| extra.callback_url.clone()) {
        let name = if config.scheme == "OAUTH1" {
            "callbackUrl"
        } else {
            "callback_url"
        };
        val.insert(name.into(), callback.into());
    }
    let secret = |salt| format!("sim-{}", nano(mix(row.code, salt)));
    match config.scheme {
        "OAUTH1" => {
            val.insert("oauth_token".into(), secret(41).into());
            val.insert("oauth_token_secret".into(), secret(42).into());
            val.insert("authUri".into(), url.into());
        }
        "OAUTH2" => {
            val.insert("code_verifier".into(), secret(43).into());
        }
        "DCR_OAUTH" | "CIMD_OAUTH" => {
            val.insert("client_id".into(), secret(44).into());
        }
        _ => {}
    }
}

/// What an account that works carries.
fn credentials(
    val: &mut Map<String, Value>,
    project: &Project,
    config: &AuthConfig,
    row: &Account,
) {
    let email = project.email_of(row);
    match config.scheme {
        "OAUTH1" => {
            val.insert(
                "oauth_token".into(),
                format!("sim-{}", nano(mix(row.code, 1))).into(),
            );
            let secret = format!("sim-{}", nano(mix(row.code, 2)));
            val.insert("oauth_token_secret".into(), secret.into());
        }
        "OAUTH2" | "DCR_OAUTH" | "CIMD_OAUTH" | "S2S_OAUTH2" => {
            oauth(val, project, config, row, &email);
        }
        scheme => fill_static(val, scheme, row.code),
    }
    if row.named {
        val.insert("displayName".into(), email.into());
    }
}

fn oauth(
    val: &mut Map<String, Value>,
    project: &Project,
    config: &AuthConfig,
    row: &Account,
    email: &str,
) {
    let toolkit = config.toolkit;
    // A refreshed token is a new one, so the text depends on `updated` too.
    let fresh = mix(row.code, u64::try_from(row.updated).unwrap_or_default());
    let token = format!("{}{}{}", toolkit.token, nano(fresh), digits(row.code, 10));
    let granted = project.granted(row);
    if matches!(config.scheme, "DCR_OAUTH" | "CIMD_OAUTH") {
        val.insert(
            "client_id".into(),
            format!("sim-client-{}", nano(mix(row.code, 3))).into(),
        );
    }
    if toolkit.token.starts_with("xox") {
        let authed = json!({ "access_token": format!("xoxp-sim-{}", nano(fresh)), "scope": "" });
        val.insert("authed_user".into(), authed);
    }
    let refresh = match toolkit.slug {
        // These providers give tokens that do not expire and no refresh token.
        "github" | "slack" | "notion" => Value::Null,
        _ => format!("1//0sim-{}", nano(mix(row.code, 4))).into(),
    };
    let lasts = if refresh.is_null() {
        Value::Null
    } else {
        json!(3599)
    };
    if toolkit.token.starts_with("ya29") && granted.iter().any(|scope| scope == "openid") {
        val.insert("id_token".into(), id_token(row.code, email).into());
    }
    val.insert("access_token".into(), token.into());
    val.insert("refresh_token".into(), refresh);
    val.insert("token_type".into(), "Bearer".into());
    val.insert("expires_in".into(), lasts);
    val.insert("scope".into(), granted.join(" ").into());
}

/// An unsigned token that says so, with the claims Google would put in.
fn id_token(code: u64, email: &str) -> String {
    let house = email.split_once('@').map_or("", |(_, house)| house);
    let claims = json!({
        "iss": "https://accounts.google.com", "aud": "sim-client", "email_verified": true,
        "email": email, "hd": house, "sub": digits(mix(code, 5), 12),
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = part(&json!({ "alg": "none", "typ": "JWT" }));
    format!(
        "{head}.{}.{}",
        part(&claims),
        URL_SAFE_NO_PAD.encode("simulated, not signed")
    )
}

/// Fills what a key-based scheme must carry and was not supplied.
fn fill_static(val: &mut Map<String, Value>, scheme: &str, code: u64) {
    let needed: &[&str] = match scheme {
        "BASIC" => &["username"],
        "BASIC_WITH_JWT" => &["username", "password"],
        "BEARER_TOKEN" => &["token"],
        "GOOGLE_SERVICE_ACCOUNT" => &["credentials_json"],
        "SERVICE_ACCOUNT" => &["application_id", "installation_id", "private_key"],
        "BILLCOM_AUTH" => &["sessionId", "devKey"],
        _ => &[],
    };
    for name in needed {
        val.entry(*name)
            .or_insert_with(|| format!("sim-{name}-{}", nano(code)).into());
    }
}
