//! What narrows the audit list beside the text: who, what, how it came out, when.

use domain::Timestamp;
use leptos::prelude::*;
use wire::{AuditFamily, AuditKindName, AuditResult, AuditSearch};

use crate::parts::{Options, SelectBox};

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

/// What narrows the list. How far back is a length of time: since when that is, is told only when
/// it is asked, or "the last hour" would begin earlier and earlier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sought {
    pub(super) search: AuditSearch,
    /// In milliseconds; `None` as far as the list goes.
    pub(super) within: Option<i64>,
}

impl Sought {
    /// What is asked for at this moment.
    pub(super) fn at(&self, now: Timestamp) -> AuditSearch {
        AuditSearch {
            from: self.within.map(|millis| now.plus_millis(-millis)),
            ..self.search.clone()
        }
    }
}

/// What a box stands for.
fn found<T: Copy>(all: &[(&str, &str, T)], value: &str) -> Option<T> {
    let chosen = all.iter().find(|(name, _, _)| *name == value);
    chosen.map(|(_, _, found)| *found)
}

/// What a box is to say.
fn name_of<T: PartialEq>(all: &[(&str, &str, T)], chosen: Option<&T>) -> String {
    let held = all.iter().find(|(_, _, it)| Some(it) == chosen);
    held.map_or_else(String::new, |(name, _, _)| (*name).to_owned())
}

/// What a box offers.
fn offered(all: &str, rest: impl Iterator<Item = (String, String)>) -> Options {
    let all = (String::new(), all.to_owned());
    std::iter::once(all).chain(rest).collect()
}

/// The same of one whose choices are known.
fn words<T>(all: &str, rest: &[(&str, &str, T)]) -> Signal<Options> {
    let pair = |(value, label, _): &(&str, &str, T)| ((*value).to_owned(), (*label).to_owned());
    Signal::stored(offered(all, rest.iter().map(pair)))
}

/// The boxes.
#[component]
pub(super) fn Filters(sought: RwSignal<Sought>, actors: RwSignal<Vec<String>>) -> impl IntoView {
    let people = Memo::new(move |_| {
        let mut named = actors.get();
        // Whoever is asked for may have done nothing in this list.
        let chosen = sought.with(|it| it.search.actor.clone());
        named.extend(chosen.filter(|chosen| !actors.with(|all| all.contains(chosen))));
        offered("Anyone", named.into_iter().map(|name| (name.clone(), name)))
    });
    let told = move |of: fn(&Sought) -> String| Signal::derive(move || sought.with(of));
    let put = move |change: fn(&mut Sought, &str)| {
        Callback::new(move |value: String| sought.update(|sought| change(sought, &value)))
    };
    view! {
        <div class="toolbar toolbar--filters" role="group" aria-label="Filters">
            <SelectBox
                label="Who"
                test="audit-actor"
                options=people
                chosen=told(|it| it.search.actor.clone().unwrap_or_default())
                on_choose=put(|it, value| {
                    it.search.actor = (!value.is_empty()).then(|| value.to_owned());
                })
            />
            <SelectBox
                label="What"
                test="audit-family"
                options=words("Everything", &FAMILIES)
                chosen=told(|it| name_of(&FAMILIES, it.search.family.as_ref()))
                on_choose=put(|it, value| it.search.family = found(&FAMILIES, value))
            />
            <SelectBox
                label="Result"
                test="audit-result"
                options=words("Any result", &RESULTS)
                chosen=told(|it| name_of(&RESULTS, it.search.result.as_ref()))
                on_choose=put(|it, value| it.search.result = found(&RESULTS, value))
            />
            <SelectBox
                label="Kind"
                test="audit-kind"
                options=words("Any kind", &KINDS)
                chosen=told(|it| name_of(&KINDS, it.search.kind.as_ref()))
                on_choose=put(|it, value| it.search.kind = found(&KINDS, value))
            />
            <SelectBox
                label="When"
                test="audit-time"
                options=words("Any time", &TIMES)
                chosen=told(|it| name_of(&TIMES, it.within.as_ref()))
                on_choose=put(|it, value| it.within = found(&TIMES, value))
            />
        </div>
    }
}
