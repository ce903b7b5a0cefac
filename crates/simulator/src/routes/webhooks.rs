//! Webhook subscriptions. They are kept and answered; nothing is delivered,
//! because nothing leaves loopback.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::dice::{mix, nano};
use crate::http::{ApiError, Context, Fields, Outcome, Reply, Window};
use crate::world::Subscription;

const EVENTS: [(&str, &str, &[&str]); 3] = [
    (
        "composio.trigger.message",
        "A trigger fired.",
        &["V1", "V2", "V3"],
    ),
    (
        "composio.connected_account.expired",
        "A connected account expired.",
        &["V3"],
    ),
    (
        "composio.trigger.disabled",
        "A trigger was disabled.",
        &["V3"],
    ),
];

fn one(subscription: &Subscription) -> Value {
    json!({
        "id": subscription.id,
        "webhook_url": subscription.url,
        "version": subscription.version,
        "enabled_events": subscription.events,
        "secret": subscription.secret,
        "created_at": iso(subscription.created),
        "updated_at": iso(subscription.updated),
    })
}

/// `GET /webhook_subscriptions`
pub(super) fn list(ctx: &mut Context<'_>) -> Outcome {
    let window = Window::of(ctx.call, 50)?;
    Ok(Reply::ok(window.page(&ctx.own()?.subscriptions, one)))
}

/// `GET /webhook_subscriptions/event_types`
#[expect(clippy::unnecessary_wraps, reason = "handlers share one signature")]
pub(super) fn event_types(_: &mut Context<'_>) -> Outcome {
    let items: Vec<Value> = EVENTS
        .iter()
        .map(|(name, about, versions)| {
            json!({ "event_type": name, "description": about, "supported_versions": versions })
        })
        .collect();
    Ok(Reply::ok(json!({ "items": items })))
}

/// Applies what a body says; with `whole`, URL and events must be there.
fn apply(into: &mut Subscription, body: &Fields, whole: bool) -> Result<(), ApiError> {
    if whole {
        body.required("webhook_url")?;
    }
    if let Some(url) = body.text("webhook_url")? {
        if !url.starts_with("https://") || url.len() > 2048 {
            return Err(ApiError::invalid(
                400,
                vec!["webhook_url: Expected an https URL".into()],
            ));
        }
        into.url = url;
    }
    if let Some(events) = body.0.get("enabled_events").and_then(Value::as_array) {
        into.events = events
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
    }
    let known = |event: &String| EVENTS.iter().any(|(name, _, _)| name == event);
    if into.events.is_empty() || !into.events.iter().all(known) {
        let error = "enabled_events: Expected at least one known event".to_owned();
        return Err(ApiError::invalid(400, vec![error]));
    }
    if let Some(version) = body.text("version")? {
        if !["V1", "V2", "V3"].contains(&version.as_str()) {
            return Err(ApiError::invalid(
                400,
                vec!["version: Expected V1, V2 or V3".into()],
            ));
        }
        into.version = version;
    }
    Ok(())
}

/// `POST /webhook_subscriptions`
pub(super) fn create(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let (code, now) = (ctx.world.fresh(), ctx.world.now());
    let mut made = Subscription {
        id: format!("whs_{}", nano(code)),
        url: String::new(),
        version: "V3".to_owned(),
        events: Vec::new(),
        secret: format!("whsec_sim_{}", nano(mix(code, 1))),
        created: now,
        updated: now,
    };
    apply(&mut made, &body, true)?;
    let answer = one(&made);
    ctx.own_mut()?.subscriptions.push(made);
    Ok(Reply::json(201, answer))
}

fn find(ctx: &Context<'_>) -> Result<usize, ApiError> {
    let id = ctx.param(0);
    let found = ctx
        .own()?
        .subscriptions
        .iter()
        .position(|subscription| subscription.id == id);
    found.ok_or_else(|| {
        let message = format!("Webhook subscription \"{id}\" not found");
        ApiError::not_found("WebhookSubscription_NotFound", message)
    })
}

fn changed(
    ctx: &mut Context<'_>,
    how: impl FnOnce(&mut Subscription) -> Result<Value, ApiError>,
) -> Outcome {
    let at = find(ctx)?;
    let now = ctx.world.now();
    let Some(subscription) = ctx.own_mut()?.subscriptions.get_mut(at) else {
        return Err(ApiError::bad("Gone"));
    };
    let mut next = subscription.clone();
    next.updated = now;
    let answer = how(&mut next)?;
    *subscription = next;
    Ok(Reply::ok(answer))
}

/// `GET /webhook_subscriptions/{id}`
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let at = find(ctx)?;
    Ok(Reply::ok(
        ctx.own()?
            .subscriptions
            .get(at)
            .map(one)
            .unwrap_or_default(),
    ))
}

/// `PATCH /webhook_subscriptions/{id}`
pub(super) fn patch(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    changed(ctx, |subscription| {
        apply(subscription, &body, false).map(|()| one(subscription))
    })
}

/// `DELETE /webhook_subscriptions/{id}`
pub(super) fn delete(ctx: &mut Context<'_>) -> Outcome {
    let at = find(ctx)?;
    ctx.own_mut()?.subscriptions.remove(at);
    Ok(Reply::ok(json!({ "success": true })))
}

/// `POST /webhook_subscriptions/{id}/rotate_secret`
pub(super) fn rotate(ctx: &mut Context<'_>) -> Outcome {
    let secret = format!("whsec_sim_{}", nano(ctx.world.fresh()));
    changed(ctx, |subscription| {
        subscription.secret = secret;
        Ok(json!({ "id": subscription.id, "secret": subscription.secret }))
    })
}
