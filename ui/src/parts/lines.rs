//! Lists whose lines change places under a person's hands.

use std::hash::Hash;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::dom;

/// Such lists.
const LISTS: &str = "tbody, .notes, .sibs, .causes, .pane__f, .set__sec, .pick, .menu__l";
/// Their lines, each with what it stands for.
const NAMES: [&str; 2] = ["data-id", "data-key"];
/// What takes the focus in a line.
const CONTROLS: &str = "button, a[href], [tabindex]";

/// A line for each item, drawn by `line` again whenever the item changed. It stays with its item,
/// wherever that goes in the list: with the focus on it, or under a press, it becomes no other's.
pub(crate) fn keyed<T, K, V>(
    items: Memo<Vec<T>>,
    key: fn(&T) -> K,
    line: impl Fn(T) -> V + Clone + Send + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let keys = Memo::new(move |_| items.with(|all| all.iter().map(key).collect::<Vec<K>>()));
    view! {
        <For
            each=move || in_order(keys.get())
            key=Clone::clone
            children=move |(_, of): (usize, K)| {
                let line = line.clone();
                let shown = Memo::new(move |_| {
                    items.with(|all| all.iter().find(|item| key(item) == of).cloned())
                });
                move || shown.get().map(&line)
            }
        />
    }
}

/// The items with their places, both of which are the key of a line: one that moves is made anew,
/// so that the element under a press is no other line's. By the items alone the list would move
/// its elements, and tachys leaves one where it was that moves as far as others came in before it,
/// also when a third passes it. The focus is given to the new line of what had it.
pub(crate) fn in_order<T>(items: Vec<T>) -> Vec<(usize, T)> {
    if let Some(spot) = dom::focused().and_then(|held| Spot::of(&held)) {
        // When the list is made, and before another key is struck.
        spawn_local(async move {
            if dom::is_focus_free() {
                spot.take();
            }
        });
    }
    items.into_iter().enumerate().collect()
}

/// Where in a list the focus is.
struct Spot {
    list: Element,
    line: String,
    control: usize,
}

impl Spot {
    fn of(held: &HtmlElement) -> Option<Self> {
        let list = held.closest(LISTS).ok()??;
        let named = NAMES.map(|name| format!("[{name}]")).join(", ");
        let line = held.closest(&named).ok()?;
        let line = line.filter(|line| list.contains(Some(line)));
        let (line, css) = match line {
            Some(line) => {
                let css = |name| Some(format!("[{name}={:?}]", line.get_attribute(name)?));
                let css = NAMES.into_iter().find_map(css)?;
                (line, css)
            }
            None => {
                let test = held.get_attribute("data-test")?;
                (held.clone().into(), format!("[data-test={test:?}]"))
            }
        };
        let control = controls(&line)
            .iter()
            .position(|it| it.is_same_node(Some(held)))?;
        Some(Self {
            list,
            line: css,
            control,
        })
    }

    fn take(&self) {
        if let Ok(Some(line)) = self.list.query_selector(&self.line)
            && let Some(control) = controls(&line).get(self.control)
        {
            dom::focus(control);
        }
    }
}

/// The line itself and what is in it.
fn controls(line: &Element) -> Vec<HtmlElement> {
    let inside = line.query_selector_all(CONTROLS).ok();
    let inside = inside
        .iter()
        .flat_map(|all| (0..all.length()).map(|at| all.item(at)));
    std::iter::once(line.clone().dyn_into().ok())
        .chain(inside.map(|it| it?.dyn_into().ok()))
        .flatten()
        .collect()
}
