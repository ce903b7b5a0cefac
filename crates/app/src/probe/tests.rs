use super::*;
use serde_json::json;

#[test]
fn a_provider_in_trouble_never_blames_the_account() {
    for status in [429, 500, 502, 503, 504] {
        for words in ["busy", "invalid_grant"] {
            let (verdict, ..) = judge(Answer::Upstream {
                status,
                data: json!({ "error": words }),
            });
            assert!(
                matches!(
                    verdict,
                    Verdict::Unclear(Cause::ProviderSilent | Cause::RateLimited)
                ),
                "{status}"
            );
        }
    }
}

#[test]
fn a_dead_grant_is_known_by_its_name_even_inside_a_200() {
    let (verdict, raw, _) = judge(Answer::ToolFailed {
        error: "400 invalid_grant: Token has been expired or revoked.".to_owned(),
        data: json!({ "status_code": 401 }),
    });
    assert_eq!(verdict, Verdict::Refused(Cause::GrantRefused));
    assert!(raw.is_some_and(|raw| raw.contains("invalid_grant")));
}

#[test]
fn a_no_inside_a_200_is_a_no() {
    let no = |error: &str| {
        let data = json!({ "ok": false, "error": error });
        judge(Answer::Upstream { status: 200, data }).0
    };
    assert_eq!(no("token_revoked"), Verdict::Refused(Cause::AccessRemoved));
    assert_eq!(no("missing_scope"), Verdict::Refused(Cause::ScopeMissing));
    assert_eq!(no("fatal_error"), Verdict::Unclear(Cause::Unrecognised));
}

#[test]
fn a_page_where_data_should_be_proves_nothing() {
    let data = json!("<html>maintenance</html>");
    let (verdict, ..) = judge(Answer::Upstream { status: 200, data });
    assert_eq!(verdict, Verdict::Unclear(Cause::Malformed));
}

#[test]
fn a_missing_scope_is_not_a_dead_grant() {
    let data = json!({ "error": { "code": 403, "message": "Request had insufficient authentication scopes." } });
    let (verdict, ..) = judge(Answer::Upstream { status: 403, data });
    assert_eq!(verdict, Verdict::Refused(Cause::ScopeMissing));
}

/// A 403 with this in it, by the proxy and as a tool's own words.
fn refused(data: &Value) -> Vec<Verdict> {
    let upstream = Answer::Upstream {
        status: 403,
        data: data.clone(),
    };
    let told = Answer::ToolFailed {
        error: data.to_string(),
        data: json!({ "status_code": 403 }),
    };
    let carried = data.as_object().map(|data| {
        let mut data = data.clone();
        data.insert("status_code".to_owned(), 403.into());
        Answer::ToolFailed {
            error: "Request failed".to_owned(),
            data: data.into(),
        }
    });
    let all = [Some(upstream), Some(told), carried].into_iter().flatten();
    all.map(|answer| judge(answer).0).collect()
}

/// As Google answers: in words, in the older list, in its newer status.
fn google(message: &str, reason: &str, status: &str) -> Value {
    json!({ "error": {
        "code": 403,
        "message": message,
        "status": status,
        "errors": [{ "domain": "usageLimits", "reason": reason, "message": message }],
    } })
}

#[test]
fn a_limit_that_is_answered_with_403_never_blames_the_account() {
    for (message, reason, status) in [
        (
            "Daily Limit Exceeded. The quota will be reset at midnight Pacific Time (PT).",
            "dailyLimitExceeded",
            "",
        ),
        ("Calendar usage limits exceeded.", "quotaExceeded", ""),
        (
            "The request cannot be completed because you have exceeded your <a href=\"/youtube/v3/getting-started#quota\">quota</a>.",
            "quotaExceeded",
            "",
        ),
        ("User Rate Limit Exceeded", "userRateLimitExceeded", ""),
        ("Rate Limit Exceeded", "rateLimitExceeded", ""),
        // Where only one of them says it.
        ("Forbidden", "dailyLimitExceeded", "PERMISSION_DENIED"),
        ("Forbidden", "quotaExceeded", ""),
        ("Forbidden", "userRateLimitExceeded", ""),
        ("Forbidden", "rateLimitExceeded", ""),
        ("", "", "RESOURCE_EXHAUSTED"),
        ("Calendar usage limits exceeded.", "", ""),
    ] {
        for verdict in refused(&google(message, reason, status)) {
            assert_eq!(
                verdict,
                Verdict::Unclear(Cause::RateLimited),
                "{message} {reason} {status}"
            );
        }
    }
}

#[test]
fn a_403_for_a_missing_scope_stays_a_refusal() {
    for data in [
        google("Insufficient Permission", "insufficientPermissions", ""),
        google("Forbidden", "insufficientPermissions", "PERMISSION_DENIED"),
        json!({ "error": { "message": "Forbidden", "status": "PERMISSION_DENIED",
            "details": [{ "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT" }] } }),
        json!({ "error": { "message": "Forbidden" } }),
        json!([{ "message": "no access", "errorCode": "INSUFFICIENT_ACCESS" }]),
    ] {
        for verdict in refused(&data) {
            assert_eq!(verdict, Verdict::Refused(Cause::ScopeMissing), "{data}");
        }
    }
}

#[test]
fn a_page_of_a_firewall_refuses_nobody() {
    let page = "<!DOCTYPE html><html><title>403 Forbidden</title>access_denied</html>";
    let tool = Answer::ToolFailed {
        error: format!("403 Client Error: {page}"),
        data: json!({ "status_code": 403 }),
    };
    assert_eq!(judge(tool).0, Verdict::Unclear(Cause::Malformed));
    for data in [json!(page), json!(""), Value::Null, json!(403)] {
        let (verdict, ..) = judge(Answer::Upstream { status: 403, data });
        assert_eq!(verdict, Verdict::Unclear(Cause::Malformed));
    }
}

#[test]
fn what_composio_did_not_carry_out_is_no_limit_of_the_provider_s() {
    let limited = composio::Error::RateLimited {
        after: None,
        said: Box::default(),
        trace: composio::Trace::default(),
    };
    assert!(is_unasked(&limited));
    let (verdict, _) = judge_error(&limited);
    assert_eq!(verdict, Verdict::Unclear(Cause::ProviderSilent));
    let refusal = Box::new(composio::Rejection::default());
    let denied = composio::Error::Unauthorized(refusal);
    assert!(is_key_limited(&denied) && !is_unasked(&denied));
    assert_eq!(judge_error(&denied).0, Verdict::Unclear(Cause::KeyLimited));
}

proptest::proptest! {
    #[test]
    fn a_403_that_names_a_limit_is_never_a_refusal(
        message in "[ -~]{0,80}",
        reason in proptest::sample::select(vec![
            "dailyLimitExceeded", "quotaExceeded", "userRateLimitExceeded", "rateLimitExceeded",
        ]),
    ) {
        for verdict in refused(&google(&message, reason, "")) {
            proptest::prop_assert!(matches!(verdict, Verdict::Unclear(_)), "{message}");
        }
    }

    #[test]
    fn a_403_without_data_is_never_a_refusal(text in ".{0,200}") {
        let data = Value::from(text);
        let (verdict, ..) = judge(Answer::Upstream { status: 403, data });
        proptest::prop_assert!(matches!(verdict, Verdict::Unclear(_)));
    }
}
