//! How the integrations of each toolkit are.

use leptos::prelude::*;
use wire::ToolkitHealth;

use super::strip::open_list;
use super::{View, part};
use crate::desk::{Filter, use_desk};
use crate::parts::{Tile, keyed};
use crate::text;

/// So many toolkits are shown; those with most failures come first.
const SHOWN: usize = 10;

/// The table.
#[component]
pub(super) fn Health(view: View) -> impl IntoView {
    let toolkits = part(view, |view| view.toolkits.clone());
    let shown = Memo::new(move |_| {
        toolkits.with(|all| all.iter().take(SHOWN).cloned().collect::<Vec<_>>())
    });
    let more = Memo::new(move |_| toolkits.with(Vec::len).saturating_sub(SHOWN));
    view! {
        <section class="panel" aria-labelledby="overview-health">
            <div class="panel__h">
                <h2 id="overview-health">"Health by toolkit"</h2>
            </div>
            <table class="mini">
                <thead>
                    <tr>
                        <th scope="col">"Toolkit"</th>
                        <th scope="col" class="num">
                            "Failing"
                        </th>
                        <th scope="col" class="num">
                            "Active"
                        </th>
                        <th scope="col" class="num">
                            "All"
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {keyed(
                        shown,
                        |toolkit| toolkit.toolkit.clone(),
                        |toolkit| view! { <Line toolkit /> },
                    )}
                </tbody>
            </table>
            {move || {
                let more = more.get();
                (more > 0)
                    .then(|| {
                        view! {
                            <p class="panel__p muted small">
                                {format!(
                                    "{more} more with fewer failures; choose one in the list.",
                                )}
                            </p>
                        }
                    })
            }}
        </section>
    }
}

/// A toolkit's line.
#[component]
fn Line(toolkit: ToolkitHealth) -> impl IntoView {
    let desk = use_desk();
    let filter = Filter {
        toolkit: Some(toolkit.toolkit.clone()),
        ..Filter::default()
    };
    view! {
        <tr data-test="overview-toolkit" data-id=toolkit.toolkit.to_string()>
            <td>
                <span class="cell-flex">
                    <Tile name=&toolkit.name />
                    <button
                        type="button"
                        class="link trunc"
                        on:click=move |_| open_list(desk, filter.clone())
                    >
                        {toolkit.name.clone()}
                    </button>
                </span>
            </td>
            <td class="num">{text::count(toolkit.failing)}</td>
            <td class="num">{text::count(toolkit.working)}</td>
            <td class="num">{text::count(toolkit.all)}</td>
        </tr>
    }
}
