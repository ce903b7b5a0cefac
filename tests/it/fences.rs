//! What the window cannot do, tried from inside it.

use std::{net::TcpListener, time::Duration};

use anyhow::{Context, Result};
use e2e::{Desk, Window, until};
use serde_json::json;

/// A listener that must never hear anything.
fn eavesdropper() -> Result<(TcpListener, String)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}/", listener.local_addr()?);
    Ok((listener, url))
}

fn heard_nothing(listener: &TcpListener) -> bool {
    matches!(listener.accept(), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
}

async fn violations(window: &Window) -> Result<Vec<String>> {
    let list = window
        .run("return window.violations || []", Vec::new())
        .await?;
    Ok(serde_json::from_value(list)?)
}

/// Waits for the browser engine to report a violation of `directive`.
async fn blocked(window: &Window, directive: &str) -> Result<()> {
    until(&format!("a violation of {directive}"), || async {
        let list = violations(window).await?;
        Ok(list.iter().any(|v| v.starts_with(directive)).then_some(()))
    })
    .await
    .with_context(|| format!("`{directive}` blocked nothing"))
}

const COUNT_VIOLATIONS: &str = "window.violations = [];\
    document.addEventListener('securitypolicyviolation', e => window.violations.push(e.effectiveDirective + ' ' + e.blockedURI));";

#[tokio::test]
async fn the_policy_blocks_foreign_code_and_foreign_hosts() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    let (listener, url) = eavesdropper()?;
    window.run(COUNT_VIOLATIONS, Vec::new()).await?;

    let evaluated = window
        .run(
            "try { return String(eval('1+1')) } catch (e) { return e.name }",
            Vec::new(),
        )
        .await?;
    assert_eq!(evaluated, json!("EvalError"), "eval must be refused");

    window
        .run(
            "const s = document.createElement('script'); s.textContent = 'window.inline = true'; document.head.append(s);",
            Vec::new(),
        )
        .await?;
    blocked(&window, "script-src").await?;
    let inline = window
        .run("return window.inline === true", Vec::new())
        .await?;
    assert_eq!(inline, json!(false), "an inline script must not run");

    let fetched = window
        .run_async(
            "const done = arguments[arguments.length - 1]; fetch(arguments[0]).then(() => done('fetched'), e => done(e.name));",
            vec![json!(url)],
        )
        .await?;
    assert_eq!(fetched, json!("TypeError"), "a foreign fetch must fail");
    blocked(&window, "connect-src").await?;

    for (tag, directive) in [
        ("iframe", "frame-src"),
        ("img", "img-src"),
        ("embed", "object-src"),
    ] {
        window
            .run(
                "const e = document.createElement(arguments[0]); e.src = arguments[1]; document.body.append(e);",
                vec![json!(tag), json!(url)],
            )
            .await?;
        blocked(&window, directive).await?;
    }

    window
        .run(
            "const f = document.createElement('form'); f.action = arguments[0]; f.method = 'post'; document.body.append(f); f.submit();",
            vec![json!(url)],
        )
        .await?;
    blocked(&window, "form-action").await?;
    assert!(heard_nothing(&listener), "not one byte may have left");
    Ok(())
}

/// Ways out that are no element and no fetch, each with the directive that closes it.
const WAYS_OUT: [(&str, &str, &str); 6] = [
    (
        "a socket",
        "connect-src",
        "new WebSocket(arguments[0].replace('http', 'ws'))",
    ),
    (
        "a beacon",
        "connect-src",
        "navigator.sendBeacon(arguments[0], 'x')",
    ),
    ("a stream", "connect-src", "new EventSource(arguments[0])"),
    ("a worker", "worker-src", "new Worker('/boot.js')"),
    (
        "a handler in the page",
        "script-src",
        "const b = document.createElement('b'); b.setAttribute('onclick', 'window.inline = true'); document.body.append(b); b.click()",
    ),
    (
        "a style in the page",
        "style-src",
        "const i = document.createElement('i'); i.setAttribute('style', 'color: red'); document.body.append(i)",
    ),
];

#[tokio::test]
async fn no_socket_beacon_stream_worker_or_handler_gets_out() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    let (listener, url) = eavesdropper()?;
    for (what, directive, script) in WAYS_OUT {
        window.run(COUNT_VIOLATIONS, Vec::new()).await?;
        // Some of them throw, some fail in silence; the engine reports each.
        let script = format!("try {{ {script} }} catch (e) {{ }}");
        window.run(&script, vec![json!(url)]).await?;
        let told = blocked(&window, directive).await;
        let seen = violations(&window).await?;
        told.with_context(|| format!("{what}: {seen:?}"))?;
    }
    let inline = window
        .run("return window.inline === true", Vec::new())
        .await?;
    assert_eq!(inline, json!(false), "a handler in the page must not run");
    assert!(heard_nothing(&listener), "not one byte may have left");
    Ok(())
}

#[tokio::test]
async fn the_page_comes_with_the_policy_of_the_golden_list() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    let policy = window
        .run_async(
            "const done = arguments[arguments.length - 1]; fetch('/index.html').then(r => done(r.headers.get('content-security-policy')), e => done(e.name));",
            Vec::new(),
        )
        .await?;
    let policy = policy.as_str().context("there is a policy")?;
    let golden = include_str!("../../src-tauri/golden/csp.txt");
    for line in golden.lines().filter(|line| !line.starts_with('#')) {
        let sources = line.split("  # ").next().unwrap_or_default();
        for word in sources.split_whitespace() {
            assert!(policy.contains(word), "`{word}` is missing: {policy}");
        }
    }
    for hole in ["'unsafe-inline'", "'unsafe-eval'", "*", "https:"] {
        assert!(!policy.contains(hole), "{hole}: {policy}");
    }
    Ok(())
}

#[tokio::test]
async fn the_window_goes_nowhere_and_opens_nothing() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    let (listener, url) = eavesdropper()?;

    window
        .run("location.href = arguments[0]", vec![json!(url)])
        .await?;
    desk.wait_for_log(&["a navigation was refused"]).await?;
    let opened = window
        .run(
            "return window.open(arguments[0]) === null",
            vec![json!(url)],
        )
        .await?;
    assert_eq!(opened, json!(true), "a second window must not open");
    let here = window.run("return location.origin", Vec::new()).await?;
    assert_eq!(here, json!("tauri://localhost"), "the page is still ours");
    assert!(heard_nothing(&listener), "not one byte may have left");
    Ok(())
}

#[tokio::test]
async fn the_window_may_call_our_commands_and_nothing_else() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    for (command, arguments) in [
        (
            "plugin:opener|open_url",
            json!({ "url": "http://127.0.0.1/" }),
        ),
        ("plugin:opener|open_path", json!({ "path": "/etc/passwd" })),
        ("plugin:deep-link|get_current", json!({})),
        ("plugin:clipboard-manager|read_text", json!({})),
        (
            "plugin:event|emit",
            json!({ "event": "deep-link://new-url", "payload": ["x"] }),
        ),
        (
            "plugin:event|listen",
            json!({ "event": "x", "target": { "kind": "Any" }, "handler": 1 }),
        ),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": { "label": "x" } }),
        ),
        ("plugin:window|close", json!({ "label": "main" })),
        ("plugin:path|resolve_directory", json!({ "directory": 1 })),
        ("plugin:app|version", json!({})),
        ("no_such_command", json!({})),
    ] {
        let answer = window.invoke(command, arguments).await?;
        let refusal = answer["err"].as_str().unwrap_or_default();
        assert!(
            refusal.contains("not allowed") || refusal.contains("not found"),
            "`{command}` must be refused by the access list, it answered {answer}"
        );
    }
    let global = window
        .run("return typeof window.__TAURI__", Vec::new())
        .await?;
    assert_eq!(global, json!("undefined"), "there is no global API");
    Ok(())
}

#[tokio::test]
async fn a_crash_leaves_no_core_dump() -> Result<()> {
    let desk = Desk::new().await?;
    let _window = desk.start_app().await?;
    let pid = desk.app_pid().await?;
    let children = std::fs::read_dir("/proc")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|child| parent_of(*child) == Some(pid));
    let family: Vec<u32> = children.chain([pid]).collect();
    assert!(family.len() > 1, "WebKit's processes are there: {family:?}");
    for pid in family {
        let limits = std::fs::read_to_string(format!("/proc/{pid}/limits"))?;
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"))
            .context("no such limit")?;
        let values: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
        assert_eq!(values, ["0", "0"], "process {pid} may dump: {core}");
    }
    Ok(())
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test]
async fn the_window_is_painted() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    let title = window.client().title().await?;
    assert!(
        title.contains("Switchboard"),
        "the page has our title, not `{title}`"
    );
    let picture = window.png().await?;
    assert!(picture.len() > 1_000, "the picture is not empty");
    let size = window
        .run(
            "return [innerWidth >= 1024, innerHeight >= 640]",
            Vec::new(),
        )
        .await?;
    assert_eq!(size, json!([true, true]), "the window has its least size");
    tokio::time::timeout(Duration::from_secs(30), window.close()).await??;
    Ok(())
}

#[tokio::test]
async fn the_window_follows_the_desktop_into_the_dark() -> Result<()> {
    for dark in [true, false] {
        let mut desk = Desk::new().await?;
        desk.prefer_dark(dark);
        let window = desk.start_app().await?;
        let answer = window
            .run(
                "return matchMedia('(prefers-color-scheme: dark)').matches",
                Vec::new(),
            )
            .await?;
        assert_eq!(
            answer,
            json!(dark),
            "the page must know what the desktop prefers"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_the_core_answers_can_be_searched() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    window.record_answers().await?;
    window.invoke("no_such_command", json!({})).await?;
    let answers = window.answers().await?;
    assert!(
        answers.contains("not allowed"),
        "the refusal was kept: {answers}"
    );
    Ok(())
}

/// The names of the commands as the capability grants them.
fn granted() -> Result<Vec<String>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src-tauri/capabilities/main.json"
    );
    let capability: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let permissions = capability["permissions"].as_array().context("no list")?;
    permissions
        .iter()
        .map(|permission| {
            let name = permission
                .as_str()
                .and_then(|name| name.strip_prefix("allow-"));
            Ok(name.context("not one of our commands")?.replace('-', "_"))
        })
        .collect()
}

#[tokio::test]
async fn every_granted_command_answers_and_none_takes_rubbish() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    let commands = granted()?;
    assert!(
        commands.len() > 20,
        "the whole table is granted: {commands:?}"
    );
    for command in commands {
        let rubbish = json!({ "request": { "no_such_field": 1 }, "channel": 1 });
        let answer = window.invoke(&command, rubbish).await?;
        let refusal = answer["err"].as_str().unwrap_or_default();
        assert!(
            refusal.contains("invalid args"),
            "`{command}` must exist and refuse what it does not know, it answered {answer}"
        );
    }
    Ok(())
}
