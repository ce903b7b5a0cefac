//! How the window looks and listens.

use leptos::prelude::*;
use wire::{Appearance, Density, SetTheme, Theme, Zoom};

use super::SectionHead;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::looks::use_looks;
use crate::parts::FaultNote;
use crate::screens::frame::SingleKeys;

/// The section.
#[component]
pub(crate) fn AppearanceSection() -> impl IntoView {
    let errand = Errand::new();
    view! {
        <SectionHead name="Appearance" about="For you on this computer, in every project." />
        {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
        <Themes errand />
        <Rows errand />
        <Size errand />
        <SingleKeys />
    }
}

#[component]
fn Themes(errand: Errand) -> impl IntoView {
    let desk = use_desk();
    let theme = Memo::new(move |_| {
        desk.console
            .frame
            .with(|frame| frame.as_ref().map_or(Theme::System, |frame| frame.theme))
    });
    view! {
        <Choice name="Theme">
            {[
                (Theme::System, "Like the desktop", "appearance-system"),
                (Theme::Light, "Light", "appearance-light"),
                (Theme::Dark, "Dark", "appearance-dark"),
            ]
                .map(|(value, name, test)| {
                    view! {
                        <button
                            type="button"
                            aria-pressed=move || (theme.get() == value).to_string()
                            data-test=test
                            on:click=move |_| errand.run(SetTheme { theme: value }, |_| {})
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </Choice>
    }
}

fn look() -> Memo<Appearance> {
    let desk = use_desk();
    Memo::new(move |_| desk.console.appearance())
}

#[component]
fn Rows(errand: Errand) -> impl IntoView {
    let (now, looks) = (look(), use_looks());
    view! {
        <Choice name="Rows">
            {Density::ALL
                .map(|density| {
                    view! {
                        <button
                            type="button"
                            aria-pressed=move || (now.get().density == density).to_string()
                            data-test="density"
                            data-id=density.as_str()
                            on:click=move |_| {
                                looks.choose(errand, |before| Appearance { density, ..before }, || {});
                            }
                        >
                            {match density {
                                Density::Compact => "Compact",
                                Density::Normal => "Normal",
                                Density::Roomy => "Roomy",
                            }}
                        </button>
                    }
                })
                .collect_view()}
        </Choice>
    }
}

#[component]
fn Size(errand: Errand) -> impl IntoView {
    let (now, looks) = (look(), use_looks());
    let percent = view! {
        <span class="num muted" role="status" data-test="zoom">
            {move || format!("{} %", now.get().zoom.percent())}
        </span>
    };
    view! {
        <Choice name="Size" beside=percent.into_any()>
            {[
                ("Smaller", "zoom-smaller", Zoom::smaller as fn(Zoom) -> Zoom),
                ("Normal size", "zoom-normal", |_| Zoom::default()),
                ("Larger", "zoom-larger", Zoom::larger),
            ]
                .map(|(name, test, step)| {
                    view! {
                        <button
                            type="button"
                            data-test=test
                            on:click=move |_| {
                                let other = |before: Appearance| Appearance {
                                    zoom: step(before.zoom),
                                    ..before
                                };
                                looks.choose(errand, other, || {});
                            }
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </Choice>
    }
}

#[component]
fn Choice(
    name: &'static str,
    children: Children,
    /// What stands beside it and is no choice.
    #[prop(optional)]
    beside: Option<AnyView>,
) -> impl IntoView {
    view! {
        <div class="field">
            <span class="label">{name}</span>
            <div class="cell-flex">
                <div class="seg" role="group" aria-label=name>
                    {children()}
                </div>
                {beside}
            </div>
        </div>
    }
}
