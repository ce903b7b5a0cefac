//! The whole core: reads the project as the app does: typed, stored durably, listed.

use std::time::Instant;

use super::{Taken, Target};
use crate::desk::Desk;
use crate::{Error, usage};

pub(super) async fn read(target: &Target) -> Result<Taken, Error> {
    let home = tempfile::tempdir()?;
    let mut desk = Desk::open(home.path()).await;
    let (started, cpu) = (Instant::now(), usage::cpu_ms());
    desk.use_key(&target.base_url, target.key()?).await?;
    desk.read().await?;
    let took = (started.elapsed(), usage::cpu_ms() - cpu);
    Ok(Taken {
        took: Some(took),
        ..Taken::default()
    })
}
