//! The one file that knows the shell: it names `window.__TAURI_INTERNALS__` and
//! nobody else does. A call is typed by the command table; a push is an [`Event`].

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use domain::Role;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wire::{Code, Command, Event, Fault};

use crate::parts::Permit;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = invoke, catch)]
    async fn invoke(command: &str, args: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = transformCallback)]
    fn transform_callback(callback: &JsValue, once: bool) -> u32;
}

#[derive(Serialize)]
struct Request<'a, C> {
    request: &'a C,
}

#[derive(Serialize)]
struct Subscription {
    channel: String,
}

/// A reply as it came. Sending and waiting know nothing of its type, so that they are in the
/// module once and not once for every command.
pub(crate) struct Reply {
    command: &'static str,
    value: JsValue,
}

impl Reply {
    /// What it says.
    ///
    /// # Errors
    /// A [`Fault`] with [`Code::Internal`] when it is something else.
    pub(crate) fn read<R: DeserializeOwned>(self) -> Result<R, Fault> {
        serde_wasm_bindgen::from_value(self.value)
            .map_err(|error| internal(format!("the reply to {}: {error}", self.command)))
    }
}

/// A reply that is still out.
pub(crate) type Asked = Pin<Box<dyn Future<Output = Result<Reply, Fault>>>>;

/// Asks the core for what everybody may do.
///
/// # Errors
/// The core's [`Fault`]; anything that is none becomes one with [`Code::Internal`].
pub(crate) fn ask<C>(command: &C) -> Asked
where
    C: Command + Serialize,
{
    const {
        assert!(
            matches!(C::ROLE, Role::Support),
            "this command is an admin's: send it with `call_as_admin` or `run_as_admin`, from a \
             control with a `Gate::admin`, and name that control in ui/admin-controls.txt"
        );
    }
    send(C::NAME, to_js(&Request { request: command }))
}

/// Asks the core for what only an admin may do. The permit comes from a gate, and a gate
/// shows on its control why it is off for everybody else.
///
/// # Errors
/// The same.
pub(crate) fn ask_as_admin<C>(_: Permit, command: &C) -> Asked
where
    C: Command + Serialize,
{
    const {
        assert!(
            matches!(C::ROLE, Role::Admin),
            "everybody may do this: `call` it"
        );
    }
    send(C::NAME, to_js(&Request { request: command }))
}

/// [`ask`], and reads the reply.
///
/// # Errors
/// The same.
pub(crate) async fn call<C>(command: C) -> Result<C::Reply, Fault>
where
    C: Command + Serialize,
    C::Reply: DeserializeOwned,
{
    ask(&command).await?.read()
}

/// [`ask_as_admin`], and reads the reply.
///
/// # Errors
/// The same.
pub(crate) async fn call_as_admin<C>(permit: Permit, command: C) -> Result<C::Reply, Fault>
where
    C: Command + Serialize,
    C::Reply: DeserializeOwned,
{
    ask_as_admin(permit, &command).await?.read()
}

fn send(command: &'static str, args: Result<JsValue, Fault>) -> Asked {
    Box::pin(async move {
        let value = invoke(command, args?).await.map_err(|it| into_fault(&it))?;
        Ok(Reply { command, value })
    })
}

/// Takes in what the core says from now on, in the order in which it said it. The
/// subscription lives as long as the window.
///
/// # Errors
/// A [`Fault`] when the core could not be reached.
pub(crate) async fn subscribe(
    mut on_event: impl FnMut(Result<Event, Fault>) + 'static,
) -> Result<(), Fault> {
    let order = Rc::new(RefCell::new(Order::default()));
    let callback = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
        let ready = order.borrow_mut().take(&message);
        for event in ready {
            // One that is not understood is told, not dropped: what is shown is stale.
            on_event(
                serde_wasm_bindgen::from_value(event)
                    .map_err(|error| internal(format!("an event: {error}"))),
            );
        }
    });
    let id = transform_callback(callback.as_ref(), false);
    callback.forget();
    let args = to_js(&Subscription {
        channel: format!("__CHANNEL__:{id}"),
    })?;
    invoke("subscribe", args)
        .await
        .map_err(|it| into_fault(&it))?;
    Ok(())
}

/// Puts the channel's messages back into order: large ones take another road and
/// may be overtaken.
#[derive(Default)]
struct Order {
    next: u32,
    early: BTreeMap<u32, JsValue>,
}

impl Order {
    fn take(&mut self, message: &JsValue) -> Vec<JsValue> {
        let get = |key: &str| {
            js_sys::Reflect::get(message, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
        };
        if get("end").is_truthy() {
            return Vec::new();
        }
        let Some(index) = as_index(&get("index")) else {
            return Vec::new();
        };
        self.early.insert(index, get("message"));
        let mut ready = Vec::new();
        while let Some(message) = self.early.remove(&self.next) {
            self.next += 1;
            ready.push(message);
        }
        ready
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a whole number that fits"
)]
fn as_index(value: &JsValue) -> Option<u32> {
    let number = value.as_f64()?;
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    fits.then_some(number as u32)
}

fn to_js(value: &impl Serialize) -> Result<JsValue, Fault> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| internal(error.to_string()))
}

fn into_fault(rejection: &JsValue) -> Fault {
    serde_wasm_bindgen::from_value(rejection.clone()).unwrap_or_else(|_| {
        internal(
            rejection
                .as_string()
                .unwrap_or_else(|| format!("{rejection:?}")),
        )
    })
}

fn internal(details: String) -> Fault {
    Fault::new(
        Code::Internal,
        "The window and the core did not understand each other. Nothing is known to have changed.",
    )
    .with_details(details)
}
