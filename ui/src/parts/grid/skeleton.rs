//! What stands where rows will be.

use leptos::prelude::*;

use crate::dom;

/// Rows to come, after 200 ms; the same geometry as the rows. A column that has no room is
/// left out by the stylesheet, as it is of the rows.
#[component]
pub(crate) fn Skeleton(columns: usize) -> impl IntoView {
    let late = RwSignal::new(false);
    dom::after(200, move || {
        let _ = late.try_set(true);
    });
    view! {
        <Show when=move || late.get()>
            <div class="grid__skeleton" aria-hidden="true" data-test="skeleton">
                {(0..14)
                    .map(|row| {
                        view! {
                            <div class="row">
                                {(0..columns)
                                    .map(|cell| {
                                        let width = 45 + (row * 17 + cell * 29) % 45;
                                        view! {
                                            <span>
                                                <span
                                                    class="sk"
                                                    style:width=format!("{width}%")
                                                ></span>
                                            </span>
                                        }
                                    })
                                    .collect_view()}
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
        </Show>
    }
}
