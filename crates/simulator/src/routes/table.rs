//! Every route, with who may call it. Rows nearer the top win.

use super::{
    account_create, account_end, account_list, account_one, account_patch, auth_config_read,
    auth_config_write, execute, link, logs, logs_internal, org, project_config, proxy, session,
    tool_read, toolkit_read, trigger_read, trigger_write, webhooks,
};
use crate::http::Access::{Open, Org, Project, Reader, Session, User};
use crate::http::{Access, Context, Outcome, Route};
use crate::render::Generation;

const fn on(
    method: &'static str,
    pattern: &'static str,
    access: Access,
    run: fn(&mut Context<'_>) -> Outcome,
) -> Route {
    Route {
        method,
        pattern,
        access,
        run,
    }
}

/// Every route of both generations.
pub(crate) static ROUTES: &[Route] = &[
    on("GET", "/connected_accounts", Reader, account_list::list),
    on(
        "POST",
        "/connected_accounts",
        Project,
        account_create::create,
    ),
    on("POST", "/connected_accounts/link", Reader, link::create),
    on(
        "POST",
        "/connected_accounts/complete_auth",
        Project,
        link::complete,
    ),
    on(
        "GET",
        "/connected_accounts/{nanoid}",
        Reader,
        account_one::get,
    ),
    on(
        "DELETE",
        "/connected_accounts/{nanoid}",
        Reader,
        account_end::delete,
    ),
    on(
        "PATCH",
        "/connected_accounts/{nanoid}",
        Project,
        account_patch::patch,
    ),
    on(
        "PATCH",
        "/connected_accounts/{nanoid}/status",
        Project,
        account_patch::status,
    ),
    on(
        "POST",
        "/connected_accounts/{nanoid}/refresh",
        Project,
        account_one::refresh,
    ),
    on(
        "POST",
        "/connected_accounts/{nanoid}/revoke",
        Project,
        account_end::revoke,
    ),
    on("GET", "/auth_configs", Reader, auth_config_read::list),
    on("POST", "/auth_configs", Reader, auth_config_write::create),
    on(
        "GET",
        "/auth_configs/{nanoid}",
        Reader,
        auth_config_read::get,
    ),
    on(
        "PATCH",
        "/auth_configs/{nanoid}",
        Reader,
        auth_config_write::patch,
    ),
    on(
        "DELETE",
        "/auth_configs/{nanoid}",
        Reader,
        auth_config_write::delete,
    ),
    on(
        "PATCH",
        "/auth_configs/{nanoid}/{status}",
        Project,
        auth_config_write::status,
    ),
    on("GET", "/auth/session/info", Session, session::info),
    on("POST", "/api_key_revocation", Open, session::leaked),
    on("GET", "/org/project/config", Project, project_config::get),
    on(
        "PATCH",
        "/org/project/config",
        Project,
        project_config::patch,
    ),
    on("GET", "/org/list", User, org::organizations),
    on("GET", "/org/project/list", User, org::projects),
    on("GET", "/org/owner/project/list", Org, org::projects),
    on("POST", "/org/owner/project/new", Org, org::create),
    on("GET", "/org/owner/project/{nano_id}", Org, org::get),
    on("DELETE", "/org/owner/project/{nano_id}", Org, org::delete),
    on(
        "POST",
        "/org/owner/project/{nano_id}/regenerate_api_key",
        Org,
        org::regenerate,
    ),
    on("GET", "/toolkits", Reader, toolkit_read::list),
    on(
        "GET",
        "/toolkits/categories",
        Project,
        toolkit_read::categories,
    ),
    on("POST", "/toolkits/multi", Project, toolkit_read::multi),
    on("GET", "/toolkits/{slug}", Reader, toolkit_read::get),
    on("GET", "/tools", Reader, tool_read::list),
    on("GET", "/tools/enum", Reader, tool_read::names),
    on("POST", "/tools/scopes/required", Project, tool_read::scopes),
    on("GET", "/tools/{tool_slug}", Reader, tool_read::get),
    on("POST", "/tools/execute/proxy", Project, proxy::proxy),
    on(
        "POST",
        "/tools/execute/{tool_slug}",
        Reader,
        execute::execute,
    ),
    on(
        "POST",
        "/tools/execute/{tool_slug}/input",
        Project,
        tool_read::input,
    ),
    on("POST", "/logs/tool_execution", Project, logs::list),
    on("GET", "/logs/tool_execution/{id}", Project, logs::get),
    on(
        "POST",
        "/internal/action_execution/logs",
        Project,
        logs_internal::list,
    ),
    on(
        "GET",
        "/internal/action_execution/log/{id}",
        Project,
        logs_internal::get,
    ),
    on(
        "GET",
        "/internal/action_execution/fields",
        Project,
        logs_internal::fields,
    ),
    on(
        "GET",
        "/trigger_instances/active",
        Reader,
        trigger_read::active,
    ),
    on(
        "PATCH",
        "/trigger_instances/manage/{triggerId}",
        Reader,
        trigger_write::manage,
    ),
    on(
        "DELETE",
        "/trigger_instances/manage/{triggerId}",
        Reader,
        trigger_write::delete,
    ),
    on(
        "POST",
        "/trigger_instances/{slug}/upsert",
        Reader,
        trigger_write::upsert,
    ),
    on("GET", "/triggers_types", Reader, trigger_read::types),
    on(
        "GET",
        "/triggers_types/list/enum",
        Reader,
        trigger_read::names,
    ),
    on("GET", "/triggers_types/{slug}", Reader, trigger_read::kind),
    on("GET", "/webhook_subscriptions", Project, webhooks::list),
    on("POST", "/webhook_subscriptions", Project, webhooks::create),
    on(
        "GET",
        "/webhook_subscriptions/event_types",
        Project,
        webhooks::event_types,
    ),
    on("GET", "/webhook_subscriptions/{id}", Project, webhooks::get),
    on(
        "PATCH",
        "/webhook_subscriptions/{id}",
        Project,
        webhooks::patch,
    ),
    on(
        "DELETE",
        "/webhook_subscriptions/{id}",
        Project,
        webhooks::delete,
    ),
    on(
        "POST",
        "/webhook_subscriptions/{id}/rotate_secret",
        Project,
        webhooks::rotate,
    ),
];

/// Whether a generation lacks a route altogether; the project's config was
/// never moved to v3.1.
pub(crate) fn absent(generation: Generation, pattern: &str) -> bool {
    generation == Generation::V31 && pattern == "/org/project/config"
}
