//! What the customer will be asked for, in plain words, and what is filled in first.

use domain::scopes::{Weight, plain};
use leptos::prelude::*;
use wire::{AuthConfigChoice, FieldView};

use super::Choice;

/// The scopes of the auth config that is chosen.
#[component]
pub(super) fn Scopes(choice: Choice) -> impl IntoView {
    let shown = Memo::new(move |_| {
        choice.config.with(|config| {
            config
                .as_ref()
                .filter(|it| it.scheme.starts_with("OAUTH"))
                .cloned()
        })
    });
    move || shown.with(|config| config.as_ref().map(scopes))
}

fn scopes(config: &AuthConfigChoice) -> impl IntoView + use<> {
    let raw = config.scopes.join(" · ");
    let body = if config.scopes.is_empty() {
        view! {
            <p class="muted">
                "Composio does not say which scopes this auth config asks for. The consent page names them."
            </p>
        }
        .into_any()
    } else {
        view! {
            <dl class="kv">{config.scopes.iter().map(|scope| line(scope)).collect_view()}</dl>
            <details class="small muted">
                <summary>"Raw scopes"</summary>
                <p>
                    <code class="wrap selectable">{raw}</code>
                </p>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="sect" data-test="connect-scopes">
            <h3>"Customer will be asked for"</h3>
            {body}
        </section>
    }
}

fn line(scope: &str) -> impl IntoView + use<> {
    let Some(told) = plain(scope) else {
        return view! {
            <dt>"Other"</dt>
            <dd>
                <code class="wrap">{scope.to_owned()}</code>
            </dd>
        }
        .into_any();
    };
    let mark = match told.weight {
        Weight::Plain => None,
        Weight::Sensitive => Some(("tag", "Sensitive")),
        Weight::Restricted => Some(("tag tag--warn", "Restricted")),
    };
    view! {
        <dt>{told.area}</dt>
        <dd title=scope.to_owned()>
            {told.allows} {mark.map(|(class, word)| view! { <span class=class>{word}</span> })}
        </dd>
    }
    .into_any()
}

/// The form of the fields that the auth config expects.
#[component]
pub(super) fn Fields(choice: Choice) -> impl IntoView {
    let fields = Memo::new(move |_| {
        choice.config.with(|config| {
            config
                .as_ref()
                .map(|it| it.fields.clone())
                .unwrap_or_default()
        })
    });
    // What was typed for one auth config is not meant for another, though that asks for the same;
    // whoever comes back to it finds it again.
    Effect::new(move |_| {
        let Some(config) = choice.config.get() else {
            return;
        };
        let of = Some(config.id);
        if choice.filled_for.with_untracked(|held| *held == of) {
            return;
        }
        choice.filled_for.set(of);
        let defaults = config.fields.into_iter();
        let filled = defaults.filter_map(|field| Some((field.name, field.default?)));
        choice.filled.set(filled.collect());
    });
    move || {
        let fields = fields.get();
        (!fields.is_empty()).then(|| {
            view! {
                <section class="sect" data-test="connect-fields">
                    <h3>"Filled in for the customer"</h3>
                    <p class="small muted">
                        "What is left empty is asked on the sign-in page. Nothing of it is kept here."
                    </p>
                    {fields
                        .into_iter()
                        .map(|field| view! { <Field choice field /> })
                        .collect_view()}
                </section>
            }
        })
    }
}

#[component]
fn Field(choice: Choice, field: FieldView) -> impl IntoView {
    let id = format!("field-{}", field.name);
    let hint = format!("{id}-hint");
    let (shown, typed) = (field.name.clone(), field.name.clone());
    let kind = match (field.secret, field.kind.as_deref()) {
        (true, _) => "password",
        (false, Some("number" | "integer")) => "number",
        (false, _) => "text",
    };
    let needed = if field.required {
        "Needed. "
    } else {
        "Optional. "
    };
    let words = field.description.unwrap_or_default();
    view! {
        <div class="field">
            <label for=id.clone()>{field.label}</label>
            <input
                class="input"
                id=id
                type=kind
                autocomplete="off"
                spellcheck="false"
                aria-describedby=hint.clone()
                data-test="connect-field"
                data-id=field.name
                prop:value=move || {
                    choice.filled.with(|filled| filled.get(&shown).cloned().unwrap_or_default())
                }
                on:input=move |event| {
                    let value = event_target_value(&event);
                    choice.filled.update(|filled| {
                        filled.insert(typed.clone(), value);
                    });
                }
            />
            <p class="hint" id=hint>
                {needed}
                {words}
            </p>
        </div>
    }
}
