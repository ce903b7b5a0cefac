//! The diagnostics in words. The whole text passes the fence once more at the end.

use std::fmt::Write;

use domain::Timestamp;
use wire::{LogLine, SyncPhase};

use super::facts::{Facts, ProjectFacts};
use crate::number::counted;
use crate::redact::redact;

/// Names shorter than this are words of the language too.
const SHORTEST_NAME: usize = 3;

pub(super) fn text(facts: &Facts) -> String {
    let mut out = String::new();
    head(&mut out, facts);
    app(&mut out, facts);
    if let Some(project) = &facts.project {
        self::project(&mut out, project);
    }
    faults(&mut out, facts);
    log(&mut out, facts);
    without_names(redact(&out), &facts.names)
}

/// Adds a line. Writing to a text cannot fail.
macro_rules! line {
    ($out:expr, $($words:tt)*) => {
        let _ = writeln!($out, $($words)*);
    };
}

fn head(out: &mut String, facts: &Facts) {
    line!(out, "Switchboard diagnostics, {}", time(facts.at));
    let names = match facts.tenant_ids {
        true => "Ids of tenants are in it.",
        false => "Names and ids of tenants are left out.",
    };
    line!(
        out,
        "Keys, tokens, links and e-mail addresses are left out. {names}"
    );
    if let Some((project, org)) = facts.project.as_ref().and_then(|it| it.ids.as_ref()) {
        let known = |id: &Option<String>| id.clone().unwrap_or_else(|| "not known".to_owned());
        line!(out, "\n@project_id {}", known(project));
        line!(out, "@org_id {}", known(org));
    }
}

fn app(out: &mut String, facts: &Facts) {
    line!(out, "\nApp");
    line!(out, "  version: {}", facts.version);
    line!(out, "  system: {}", facts.system.os);
    line!(out, "  webkit: {}", facts.system.webview);
    line!(out, "  display: {}", facts.system.display);
    let links = match facts.handles_links {
        true => "open this app",
        false => "do not open this app",
    };
    line!(out, "  links of our scheme: {links}");
    line!(out, "  role: {}, level {}", facts.role, facts.level);
    line!(out, "  detailed logs: {}", yes(facts.detailed));
    let trouble = facts.trouble.map_or("none", wire::Code::as_str);
    line!(out, "  trouble: {trouble}");
    line!(out, "\nData directory");
    line!(
        out,
        "  desk: {}, schema {}",
        size(facts.desk_bytes),
        schema(facts.desk_schema)
    );
    line!(
        out,
        "  projects: {}, {}",
        facts.workspaces,
        size(facts.workspace_bytes)
    );
    line!(out, "  log: {}", size(facts.log_bytes));
}

fn project(out: &mut String, project: &ProjectFacts) {
    line!(out, "\nProject");
    line!(out, "  host: {}", project.host);
    line!(
        out,
        "  demo: {}, production: {}",
        yes(project.demo),
        yes(project.production)
    );
    line!(out, "  API key: {}", project.key);
    line!(out, "  way back: {}", project.callback);
    line!(
        out,
        "  proxy: {}, added certificates: {}",
        project.proxy,
        project.certificates
    );
    line!(
        out,
        "  API generation: {}",
        project.generation.unwrap_or("not known")
    );
    let clock = project.clock_offset_seconds;
    let clock = clock.map_or_else(
        || "not known".to_owned(),
        |it| format!("{it} s ahead of ours"),
    );
    line!(out, "  Composio's clock: {clock}");
    let limit = project.limit;
    let limit = limit.map_or_else(
        || "not known".to_owned(),
        |(left, of)| format!("{left} of {of} left"),
    );
    line!(out, "  requests: {limit}");
    line!(out, "  schema: {}", schema(project.schema));
    sync(out, &project.sync);
    line!(
        out,
        "\nIntegrations: {} of {}",
        project.rows,
        counted(project.tenants, "tenant", "tenants")
    );
    for (state, count) in &project.states {
        line!(out, "  {state}: {count}");
    }
    line!(out, "  sign-ins open: {}", project.attempts_open);
    if !project.failing.is_empty() {
        line!(out, "\nNot working (state, user id, toolkit, account)");
        for row in &project.failing {
            line!(out, "  {row}");
        }
    }
}

fn sync(out: &mut String, sync: &wire::SyncView) {
    let phase = match sync.phase {
        SyncPhase::Idle => "idle",
        SyncPhase::Reading => "reading",
        SyncPhase::Stopped => "stopped",
        SyncPhase::Failed => "failed",
    };
    let last = sync.as_of().map_or_else(|| "never".to_owned(), time);
    line!(out, "  reading Composio: {phase}, last good {last}");
    if let Some(fault) = &sync.fault {
        line!(out, "  reading failed with: {}", fault.code.as_str());
    }
    if let Some(latency) = sync.latency_millis {
        line!(out, "  last answer took: {latency} ms");
    }
}

fn faults(out: &mut String, facts: &Facts) {
    line!(out, "\nLast faults, newest first");
    if facts.faults.is_empty() {
        line!(out, "  none since the app was started");
    }
    for told in &facts.faults {
        let request = told.reference.as_deref().unwrap_or("no request");
        line!(
            out,
            "  {} {} {} {request}",
            time(told.at),
            told.command,
            told.code.as_str()
        );
    }
}

fn log(out: &mut String, facts: &Facts) {
    line!(out, "\nLast lines of the log, newest first");
    match &facts.lines {
        Err(why) => {
            line!(out, "  not readable: {why}");
        }
        Ok(lines) if lines.is_empty() => {
            line!(out, "  none");
        }
        Ok(lines) => {
            for said in lines {
                line!(out, "  {}", log_line(said));
            }
        }
    }
}

fn log_line(line: &LogLine) -> String {
    let mut words = vec![
        line.at.map_or_else(|| "no time".to_owned(), time),
        line.level.map_or("-", wire::LogLevel::as_str).to_owned(),
        line.message.clone(),
    ];
    for (name, value) in &line.fields {
        words.push(format!("{name}={value}"));
    }
    words.join(" ").replace('\n', " ")
}

/// Takes out what names tenants, wherever it stands as a word.
fn without_names(text: String, names: &[String]) -> String {
    let mut text = text;
    for name in names {
        if name.chars().count() >= SHORTEST_NAME && text.contains(name.as_str()) {
            text = replace_words(&text, name);
        }
    }
    text
}

fn replace_words(text: &str, name: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, found) = rest.split_at(at);
        let after = &found[name.len()..];
        let inner = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        clean.push_str(before);
        let part = inner(clean.chars().last()) || inner(after.chars().next());
        clean.push_str(if part { name } else { "[tenant]" });
        rest = after;
    }
    clean.push_str(rest);
    clean
}

const fn yes(it: bool) -> &'static str {
    if it { "yes" } else { "no" }
}

fn schema(version: Option<i64>) -> String {
    version.map_or_else(|| "not known".to_owned(), |it| it.to_string())
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} bytes"),
        1024..=1_048_575 => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}

fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.millis())
        .unwrap_or_default()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::replace_words;

    #[test]
    fn a_name_goes_where_it_is_a_word_and_stays_where_it_is_part_of_one() {
        assert_eq!(
            replace_words("acme failed; acme-field acmelike acme", "acme"),
            "[tenant] failed; [tenant]-field acmelike [tenant]"
        );
    }
}
