//! One line of the log.

use leptos::prelude::*;
use wire::{LogLevel, LogLine};

use crate::parts::When;

/// When, how bad, what, and everything else that was noted.
#[component]
pub(super) fn Line(line: LogLine) -> impl IntoView {
    let LogLine {
        at,
        level,
        message,
        target,
        fields,
        ..
    } = line;
    view! {
        <li
            class="log__l"
            data-test="logs-line"
            data-level=level.map(LogLevel::as_str).unwrap_or("NONE")
        >
            <span class="log__t num">{at.map(|at| view! { <When at /> })}</span>
            <span class=level_class(level)>{level_word(level)}</span>
            <div class="log__m">
                <p class="selectable">{message}</p>
                <p class="small muted mono selectable">
                    {(!target.is_empty()).then(|| view! { <span class="log__f">{target}</span> })}
                    {fields
                        .into_iter()
                        .map(|(name, value)| {
                            view! {
                                <span class="log__f">
                                    <b>{name}</b>
                                    "="
                                    {value}
                                </span>
                            }
                        })
                        .collect_view()}
                </p>
            </div>
        </li>
    }
}

fn level_word(level: Option<LogLevel>) -> &'static str {
    match level {
        Some(LogLevel::Error) => "Error",
        Some(LogLevel::Warn) => "Warning",
        Some(LogLevel::Info) => "Info",
        Some(LogLevel::Debug) => "Detail",
        Some(LogLevel::Trace) => "Trace",
        None => "Unknown",
    }
}

fn level_class(level: Option<LogLevel>) -> &'static str {
    match level {
        Some(LogLevel::Error) => "tag tag--bad",
        Some(LogLevel::Warn) => "tag tag--warn",
        _ => "tag",
    }
}
