//! The process that is searched: a core with its log as the program writes it, but of
//! everything that anybody says, and ended without being closed.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use app::{LogFiles, LogLimits, LogWriter, Timestamp};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use vault::{Double, Vault};

use crate::access::typed;
use crate::canary::TOKENS;
use crate::desk::Desk;

use super::record::{PLACE, Record};
use super::{commands, weather};

/// The key of the project.
const KEY: &str = "ak_sim_CANARYkey7d1c9e40b6f2";
/// A key that was pasted where none belongs.
pub(crate) const SLIP: &str = "ak_CANARYslip5a0e93d7c412";
/// The admin passphrase.
pub(crate) const PASSPHRASE: &str = "CANARYwords correct horse";

struct Events(LogFiles);

impl<'a> MakeWriter<'a> for Events {
    type Writer = LogWriter<'a>;

    fn make_writer(&'a self) -> Self::Writer {
        self.0.writer()
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

/// Everything of ours and of the client's network is written, and none of it is put away
/// before the search.
fn write_all(home: &Path) {
    let limits = LogLimits {
        file: 64 * 1024 * 1024,
        total: 1024 * 1024 * 1024,
        days: 14,
    };
    let files = LogFiles::open(&home.join("logs"), limits, now).unwrap();
    let ours = "trace,simulator=off,axum=off,sqlx=debug";
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(EnvFilter::new(ours))
        .with_writer(Events(files))
        .init();
}

#[tokio::test]
#[ignore = "is started by another test, which searches what it leaves"]
async fn a_core_that_is_searched() {
    let Some(place) = std::env::var_os(PLACE).map(PathBuf::from) else {
        return;
    };
    std::panic::set_hook(Box::new(app::last_words));
    let mut record = Record::new(&place);
    for (kind, secret) in [("key", KEY), ("key", SLIP), ("passphrase", PASSPHRASE)] {
        record.secret(kind, secret);
    }
    for begin in TOKENS {
        record.secret("token", begin);
    }
    let config = simulator::Config {
        api_key: KEY.into(),
        masking_era: simulator::MaskingEra::Plain,
        ..Default::default()
    };
    let keyring = Double::default();
    let desk = Desk::bare(config, Vault::Double(keyring.clone())).await;
    write_all(desk.home.path());
    desk.save_key().await.unwrap();
    desk.synced().await;
    let ask = wire::SetPassphrase {
        current: None,
        passphrase: typed(PASSPHRASE),
    };
    desk.app.run(ask).await.unwrap();

    commands::run(&desk, &mut record).await;
    record.handed_out(&desk);
    weather::run(&desk, &keyring, &mut record).await;
    record.handed_out(&desk);
    // As a process leaves its files that is killed: nothing is closed, nothing is removed.
    std::mem::forget(desk);
}
