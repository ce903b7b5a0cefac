//! What narrows the audit list beside the text: who, what, how it came out, when.

use domain::Timestamp;
use leptos::prelude::*;
use wire::{AuditFamily, AuditKindName, AuditResult, AuditSearch};

use crate::desk::use_desk;
use crate::parts::Icon;

const FAMILIES: [(&str, &str, AuditFamily); 8] = [
    ("signing_in", "Signing in", AuditFamily::SigningIn),
    ("switching", "Enable and disable", AuditFamily::Switching),
    ("ending", "Disconnect and remove", AuditFamily::Ending),
    ("tenants", "Tenants", AuditFamily::Tenants),
    ("settings", "Project settings", AuditFamily::Settings),
    ("auth_configs", "Auth configs", AuditFamily::AuthConfigs),
    ("access", "Keys and roles", AuditFamily::Access),
    ("other", "Other", AuditFamily::Other),
];
const KINDS: [(&str, &str, AuditKindName); 3] = [
    ("intent", "Before a change", AuditKindName::Intent),
    ("outcome", "What came of it", AuditKindName::Outcome),
    ("observed", "Only seen", AuditKindName::Observed),
];
const RESULTS: [(&str, &str, AuditResult); 4] = [
    ("done", "Done", AuditResult::Done),
    ("failed", "Failed or refused", AuditResult::Failed),
    ("unknown", "Unknown", AuditResult::Unknown),
    ("cancelled", "Cancelled", AuditResult::Cancelled),
];
const HOUR: i64 = 3_600_000;
const TIMES: [(&str, &str, i64); 4] = [
    ("hour", "Last hour", HOUR),
    ("day", "Last 24 hours", 24 * HOUR),
    ("week", "Last 7 days", 7 * 24 * HOUR),
    ("month", "Last 30 days", 30 * 24 * HOUR),
];

/// What a box stands for.
fn found<T: Copy>(all: &[(&str, &str, T)], value: &str) -> Option<T> {
    let chosen = all.iter().find(|(name, _, _)| *name == value);
    chosen.map(|(_, _, found)| *found)
}

/// What a box offers.
fn words<T>(all: &[(&str, &str, T)]) -> Signal<Vec<(String, String)>> {
    let pair = |(value, label, _): &(&str, &str, T)| ((*value).to_owned(), (*label).to_owned());
    Signal::stored(all.iter().map(pair).collect())
}

/// The boxes.
#[component]
pub(super) fn Filters(
    search: RwSignal<AuditSearch>,
    actors: RwSignal<Vec<String>>,
) -> impl IntoView {
    let desk = use_desk();
    let people = Signal::derive(move || {
        let all = actors.get().into_iter();
        all.map(|name| (name.clone(), name)).collect()
    });
    let put = move |change: fn(&mut AuditSearch, &str, Timestamp)| {
        Callback::new(move |value: String| {
            let now = desk.now.get_untracked();
            search.update(|search| change(search, &value, now));
        })
    };
    let by_actor = put(|it, value, _| it.actor = (!value.is_empty()).then(|| value.to_owned()));
    let by_family = put(|it, value, _| it.family = found(&FAMILIES, value));
    let by_result = put(|it, value, _| it.result = found(&RESULTS, value));
    let by_kind = put(|it, value, _| it.kind = found(&KINDS, value));
    let by_time = put(|it, value, now| {
        it.from = found(&TIMES, value).map(|millis| now.plus_millis(-millis));
    });
    let (families, results) = (words(&FAMILIES), words(&RESULTS));
    let (kinds, times) = (words(&KINDS), words(&TIMES));
    view! {
        <div class="toolbar toolbar--filters" role="group" aria-label="Filters">
            <Choice label="Who" all="Anyone" options=people test="audit-actor" search put=by_actor />
            <Choice label="What" all="Everything" options=families test="audit-family" search put=by_family />
            <Choice label="Result" all="Any result" options=results test="audit-result" search put=by_result />
            <Choice label="Kind" all="Any kind" options=kinds test="audit-kind" search put=by_kind />
            <Choice label="When" all="Any time" options=times test="audit-time" search put=by_time />
        </div>
    }
}

/// One box. Cleared with the whole search.
#[component]
fn Choice(
    label: &'static str,
    all: &'static str,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    test: &'static str,
    search: RwSignal<AuditSearch>,
    put: Callback<String>,
) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| {
        if search.with(|search| *search == AuditSearch::default()) {
            chosen.set(String::new());
        }
    });
    view! {
        <span class="selectbox">
            <select
                class="select select--sm"
                aria-label=label
                data-test=test
                prop:value=move || chosen.get()
                on:change=move |event| {
                    let value = event_target_value(&event);
                    chosen.set(value.clone());
                    put.run(value);
                }
            >
                <option value="">{all}</option>
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(value, label)| {
                            let mine = value.clone();
                            view! {
                                <option
                                    value=value
                                    selected=move || chosen.with(|chosen| *chosen == mine)
                                >
                                    {label}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
            <Icon name="down" />
        </span>
    }
}
