//! The project's other settings, each with its effect in words, changed one at a
//! time.

use leptos::prelude::*;
use wire::{ProjectSettingsView, SetProjectSetting, SettingView, ShowProjectSettings};

use crate::act::Errand;
use crate::bridge;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{Ago, FaultNote, Gate, Icon, ReasonField, Spinner, WhyOff};
use crate::reading::Reading;
use crate::text;

/// The settings. The view reads Composio itself, so it follows what was changed elsewhere only.
fn reading(desk: Desk) -> Reading<(), ProjectSettingsView> {
    let moved = Memo::new(move |_| desk.console.project.with(|project| project.moved_at));
    let tick = RwSignal::new(0_u32);
    Effect::new(move |before: Option<_>| {
        let now = moved.get();
        if before.is_some_and(|before| before != now) {
            tick.update(|tick| *tick = tick.wrapping_add(1));
        }
        now
    });
    Reading::new(Signal::derive(|| Some(())), tick.into(), |()| {
        Box::pin(bridge::call(ShowProjectSettings {}))
    })
}

/// The section.
#[component]
pub(super) fn Project() -> impl IntoView {
    let reading = reading(use_desk());
    let again = reading.again();
    view! {
        <div class="set__sec" data-test="project-settings">
                <div>
                    <h2>"Project settings"</h2>
                    <p class="muted">
                        "These hold for the whole project at Composio and for everybody who uses it. "
                        {move || {
                            reading
                                .current()
                                .map(|view| {
                                    view! {
                                        "Read from Composio "
                                        <Ago at=view.read_at />
                                        "."
                                    }
                                })
                        }}
                    </p>
                </div>
                <WhyOff what="change the project's settings" />
                {move || {
                    reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })
                }}
                // One that did not change keeps what is chosen and typed in it.
                <For
                    each=move || reading.current().map(|view| view.settings).unwrap_or_default()
                    key=|it| (it.api_name.clone(), it.value.clone(), it.effect.clone())
                    let(setting)
                >
                    <Setting setting reading />
                </For>
                {move || {
                    let unknown = reading.current().map(|view| view.unknown).unwrap_or_default();
                    (!unknown.is_empty())
                        .then(|| {
                            view! {
                                <p class="muted small">
                                    {format!(
                                        "Composio also tells of {}, which this version does not know and leaves alone.",
                                        unknown.join(", "),
                                    )}
                                </p>
                            }
                        })
                }}
        </div>
    }
}

/// One setting. Choosing another value shows what it means before it is sent.
#[component]
fn Setting(setting: SettingView, reading: Reading<(), ProjectSettingsView>) -> impl IntoView {
    let gate = Gate::admin_remote(use_desk());
    let errand = Errand::new();
    let chosen = RwSignal::new(setting.value.clone());
    let which = setting.setting;
    let was = StoredValue::new(setting.value.clone());
    let differs = move || chosen.with(|chosen| was.with_value(|was| chosen.trim() != was));
    let reason = RwSignal::new(String::new());
    let choices = StoredValue::new(setting.choices.clone());
    let preview = move || {
        if !differs() {
            return None;
        }
        let told = chosen.with(|chosen| {
            choices.with_value(|choices| {
                let choice = choices.iter().find(|choice| choice.value == *chosen);
                choice.map(|choice| choice.effect.clone())
            })
        });
        Some(told.unwrap_or_else(|| "It holds from the next sign-in page on.".to_owned()))
    };
    let id = format!("setting-{}", setting.api_name);
    let own = StoredValue::new(format!("#{id}"));
    // The buttons go, and the control that they are about is what is left.
    let refocus = move || {
        if let Some(own) = own.try_get_value() {
            dom::focus_if_free(own);
        }
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !untrack(differs) || gate.is_shut() {
            return;
        }
        let ask = SetProjectSetting {
            setting: which,
            from: was.get_value(),
            to: chosen.get_untracked().trim().to_owned(),
            reason: reason.get_untracked().trim().to_owned(),
        };
        errand.run_as_admin(gate, ask, move |view| {
            let _ = reading.value.try_set(Some(((), view)));
            refocus();
        });
    };
    let reason_id = StoredValue::new(format!("{id}-reason"));
    let title = setting.title.clone();
    view! {
        <form class="setrow" on:submit=send data-test="setting" data-id=setting.api_name.clone()>
            <div class="grow">
                <h3>
                    <label for=id.clone()>{title}</label>
                </h3>
                <p class="muted" data-test="setting-effect">
                    {setting.effect.clone()}
                </p>
                {move || {
                    preview()
                        .map(|words| {
                            view! {
                                <p data-test="setting-preview">
                                    <strong>"After the change: "</strong>
                                    {words}
                                </p>
                            }
                        })
                }}
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <Show when=differs>
                    <ReasonField id=reason_id.get_value() test="setting-reason" reason />
                </Show>
                <div class="btns">
                    <Show when=differs>
                        <button
                            type="submit"
                            class="btn btn--primary"
                            class:is-busy=move || errand.busy.get()
                            aria-disabled=move || gate.is_off().to_string()
                            title=move || gate.off()
                            data-test="setting-save"
                        >
                            <Show when=move || errand.busy.get()>
                                <Spinner />
                            </Show>
                            "Change for the whole project"
                        </button>
                        <button
                            type="button"
                            class="btn"
                            data-test="setting-keep"
                            on:click=move |_| {
                                chosen.set(was.get_value());
                                refocus();
                            }
                        >
                            "Keep it"
                        </button>
                    </Show>
                </div>
                <p class="small muted">
                    <code>{setting.api_name.clone()}</code>
                </p>
            </div>
            <Control setting=setting.clone() id chosen gate />
        </form>
    }
}

#[component]
fn Control(
    setting: SettingView,
    id: String,
    chosen: RwSignal<String>,
    gate: Gate,
) -> impl IntoView {
    if setting.choices.is_empty() {
        return view! {
            <input
                class="input"
                id=id
                autocomplete="off"
                spellcheck="false"
                maxlength="500"
                placeholder="None"
                data-test="setting-value"
                readonly=move || gate.is_off()
                aria-disabled=move || gate.is_off().to_string()
                title=move || gate.off()
                prop:value=move || chosen.get()
                on:input=move |event| chosen.set(event_target_value(&event))
            />
        }
        .into_any();
    }
    view! {
        <span class="selectbox">
        <select
            class="select"
            id=id
            data-test="setting-value"
            disabled=move || gate.is_off()
            aria-disabled=move || gate.is_off().to_string()
            title=move || gate.off()
            prop:value=move || chosen.get()
            on:change=move |event| chosen.set(event_target_value(&event))
        >
            {setting
                .choices
                .into_iter()
                .map(|choice| {
                    let selected = choice.value == setting.value;
                    view! {
                        <option value=choice.value selected=selected>
                            {text::capital(&choice.label)}
                        </option>
                    }
                })
                .collect_view()}
        </select>
        <Icon name="down" />
        </span>
    }
    .into_any()
}
