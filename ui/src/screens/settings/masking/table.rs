//! Per auth config: how tokens look, whether they can be read and why, and what a
//! switch changes.

use domain::TokenShape;
use leptos::prelude::*;
use wire::{MaskingView, RedactionLine};

use crate::parts::Status;
use crate::text;

/// The name of a shape. A shape is all that is ever shown of a token.
pub(super) const fn shape(shape: TokenShape) -> &'static str {
    match shape {
        TokenShape::Absent => "No token",
        TokenShape::Redacted => "REDACTED",
        TokenShape::Empty => "Empty",
        TokenShape::Masked => "First four and dots",
        TokenShape::MaskedLong => "First characters and dots",
        TokenShape::Malformed => "Malformed",
        TokenShape::Readable => "Readable",
    }
}

/// The table.
#[component]
pub(super) fn Lines(view: MaskingView) -> impl IntoView {
    let on = view.on;
    let all = view.integrations + view.untouched;
    view! {
        <table class="tbl" data-test="masking-lines">
            <thead>
                <tr>
                    <th scope="col">"Auth config"</th>
                    <th scope="col" class="num">
                        "Integrations"
                    </th>
                    <th scope="col" class="num">
                        "Tenants"
                    </th>
                    <th scope="col">"Tokens now"</th>
                    <th scope="col">"After the change"</th>
                </tr>
            </thead>
            <tbody>
                {view
                    .lines
                    .into_iter()
                    .map(|line| view! { <Line line on /> })
                    .collect_view()} <tr>
                    <td>"Tools and checks through Composio"</td>
                    <td class="num">{text::count(all)}</td>
                    <td class="num"></td>
                    <td class="muted nowrap">"Not needed"</td>
                    <td>
                        <Status class="st-active" label="Keep working" />
                    </td>
                </tr>
            </tbody>
        </table>
    }
}

#[component]
fn Line(line: RedactionLine, on: bool) -> impl IntoView {
    let changes = line.changes();
    let owner = if line.managed {
        "Composio’s app"
    } else {
        "Your own app"
    };
    let under = format!("{} · {owner}", line.toolkit_name);
    let sampled = match line.sample {
        Some(seen) => format!("An account read just now: {}", shape(seen)),
        None => "Not sampled; the same rule holds".to_owned(),
    };
    view! {
        <tr
            data-test="masking-line"
            data-id=line.auth_config.to_string()
            data-managed=line.managed.to_string()
            data-changes=changes.to_string()
        >
            <td>
                {line.name} <span class="small muted line">{under}</span>
                <span class="small muted line">{line.because}</span>
            </td>
            <td class="num">{text::count(line.integrations)}</td>
            <td class="num">{text::count(line.tenants)}</td>
            <td title=sampled>
                <code>{shape(line.now)}</code>
            </td>
            <td>
                {if !changes {
                    view! { <span class="muted">"No change"</span> }.into_any()
                } else if on {
                    view! { <Status class="st-active" label=shape(line.after) /> }.into_any()
                } else {
                    view! { <Status class="st-error" label=shape(line.after) /> }.into_any()
                }}
            </td>
        </tr>
    }
}
