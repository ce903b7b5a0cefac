//! The command table as Tauri functions. No bodies here: each hands its request to the core and
//! the core's answer back.

use app::App;
use tauri::{Runtime, State, ipc::Invoke};
use wire::Fault;

macro_rules! functions {
    ($($name:ident($request:ident) -> $reply:ident, $role:ident;)*) => {
        $(
            #[tauri::command]
            async fn $name(
                app: State<'_, App>,
                request: wire::$request,
            ) -> Result<wire::$reply, Fault> {
                app.run(request).await
            }
        )*

        /// Answers every row of the table, and `subscribe`.
        pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![crate::events::subscribe, $($name),*]
        }
    };
}
wire::with_commands!(functions);
