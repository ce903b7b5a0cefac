//! Who is at the keyboard, and the appearance.

use leptos::prelude::*;
use wire::{LockAdmin, SetTheme, Theme};

use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Icon, Menu, close_menu, is_admin, unlock, unlock_label};
use crate::text;

/// Who is at the keyboard, and the small menu under the name.
#[component]
pub(super) fn Person() -> impl IntoView {
    let desk = use_desk();
    let open = RwSignal::new(false);
    let frame = desk.console.frame;
    let person = Memo::new(move |_| {
        frame.with(|frame| {
            frame
                .as_ref()
                .map(|frame| frame.person.clone())
                .unwrap_or_default()
        })
    });
    let version = Memo::new(move |_| {
        frame.with(|frame| {
            frame
                .as_ref()
                .map(|frame| frame.version.clone())
                .unwrap_or_default()
        })
    });
    let role = Memo::new(move |_| if is_admin(desk) { "Admin" } else { "Support" });
    view! {
        <div class="side__foot">
            <Menu
                label="You and appearance"
                class="side__person"
                test="person-menu"
                open=open
                up=true
                worded=true
                button=                    view! {
                        <span class="avatar" aria-hidden="true">
                            {move || text::initials(&person.get())}
                        </span>
                        <span class="grow">
                            <b class="trunc">{move || person.get()}</b>
                            <span data-test="person-role">{move || role.get()}</span>
                        </span>
                    }.into_any()
            >
                <p class="menu__h" role="presentation">"Switchboard " {move || version.get()}</p>
                <LockItem open />
                <hr />
                <p class="menu__h" role="presentation">"Appearance"</p>
                <ThemeChoice theme=Theme::System name="Like the desktop" test="theme-system" open />
                <ThemeChoice theme=Theme::Light name="Light" test="theme-light" open />
                <ThemeChoice theme=Theme::Dark name="Dark" test="theme-dark" open />
            </Menu>
        </div>
    }
}

/// The way to the other role.
#[component]
fn LockItem(open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let admin = Memo::new(move |_| is_admin(desk));
    view! {
        <button
            type="button"
            role="menuitem"
            data-test=move || if admin.get() { "person-lock" } else { "person-unlock" }
            on:click=move |_| {
                close_menu(open);
                if admin.get_untracked() {
                    errand.run(LockAdmin {}, |_| {});
                } else {
                    unlock(desk);
                }
            }
        >
            <Icon name="lock" />
            {move || if admin.get() { "Lock admin" } else { unlock_label(desk) }}
        </button>
    }
}

#[component]
fn ThemeChoice(
    theme: Theme,
    name: &'static str,
    test: &'static str,
    open: RwSignal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let chosen = move || {
        desk.console
            .frame
            .with(|frame| frame.as_ref().is_some_and(|frame| frame.theme == theme))
    };
    view! {
        <button
            type="button"
            role="menuitemradio"
            aria-checked=move || chosen().to_string()
            data-test=test
            on:click=move |_| {
                errand.run(SetTheme { theme }, |_| {});
                close_menu(open);
            }
        >
            <span class="check-slot">
                <Show when=chosen>
                    <Icon name="check" />
                </Show>
            </span>
            {name}
        </button>
    }
}
