//! A power cut: the file and its write-ahead log as they lie on the disk, with the log cut
//! anywhere or spoilt anywhere. What was committed before the cut is there to the last
//! row, and nothing after it.

use std::path::PathBuf;

use crate::durability::{everything, whole};
use crate::fixtures::Home;

/// The log as it lies on the disk: a head, then frames of one page each.
const HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
const FRAME: usize = FRAME_HEAD + 4_096;

/// A file and its log, and how long the log was when each change in it was answered.
struct Disk {
    file: Vec<u8>,
    log: Vec<u8>,
    /// Changes that are in the file: folded in, so that no cut of the log may touch them.
    folded: usize,
    answered: Vec<usize>,
}

impl Disk {
    /// So many changes folded into the file, and then so many that are in the log only.
    async fn written(folded: usize, logged: usize) -> Self {
        let home = Home::in_memory();
        let store = home.open().await;
        for n in 1..=folded {
            store.settle(&everything(n)).await.unwrap();
        }
        store.close().await;
        let file = std::fs::read(home.file()).unwrap();
        let store = home.open().await;
        let mut answered = Vec::new();
        for n in folded + 1..=folded + logged {
            store.settle(&everything(n)).await.unwrap();
            answered.push(std::fs::read(log_of(&home)).unwrap().len());
        }
        assert_eq!(
            std::fs::read(home.file()).unwrap(),
            file,
            "nothing is folded in yet"
        );
        Self {
            log: std::fs::read(log_of(&home)).unwrap(),
            file,
            folded,
            answered,
        }
    }

    /// The same, and after them so many whose frames lie over the first ones: the log
    /// begins anew when all of it is folded in, and what lay behind stays there.
    async fn begun_anew(before: usize, after: usize) -> Self {
        let home = Home::in_memory();
        let store = home.open().await;
        for n in 1..=before {
            store.settle(&everything(n)).await.unwrap();
        }
        let mut raw = home.raw().await;
        sqlx::raw_sql("PRAGMA wal_checkpoint(RESTART)")
            .execute(&mut raw)
            .await
            .unwrap();
        let file = std::fs::read(home.file()).unwrap();
        let old = std::fs::read(log_of(&home)).unwrap();
        let mut answered = Vec::new();
        for n in before + 1..=before + after {
            store.settle(&everything(n)).await.unwrap();
            let log = std::fs::read(log_of(&home)).unwrap();
            let same = old.iter().rev().zip(log.iter().rev());
            let kept = same.take_while(|(old, new)| old == new).count();
            // Whole frames only: two ends may be alike by chance.
            answered.push(log.len() - kept / FRAME * FRAME);
        }
        let log = std::fs::read(log_of(&home)).unwrap();
        assert_eq!(log.len(), old.len(), "it lies over the old one");
        assert_eq!(std::fs::read(home.file()).unwrap(), file);
        Self {
            file,
            log,
            folded: before,
            answered,
        }
    }

    /// How many changes must be there when so much of the log is good.
    fn promised(&self, good: usize) -> usize {
        let logged = self.answered.iter().filter(|end| **end <= good).count();
        self.folded + logged
    }

    /// How many are there with this log, each of them whole and in the audit list. Then
    /// one more is written: it is a store to go on with.
    async fn opened_with(&self, log: &[u8]) -> usize {
        let home = Home::in_memory();
        std::fs::create_dir_all(home.file().parent().unwrap()).unwrap();
        std::fs::write(home.file(), &self.file).unwrap();
        std::fs::write(log_of(&home), log).unwrap();
        let store = home.open().await;
        let rows = whole(&store).await;
        store.settle(&everything(10_000)).await.unwrap();
        assert_eq!(whole(&store).await, rows + 1);
        store.close().await;
        rows
    }

    async fn cut(&self, end: usize) {
        let told = self.opened_with(&self.log[..end]).await;
        assert_eq!(told, self.promised(end), "cut at byte {end}");
    }

    async fn spoil(&self, at: usize) {
        let mut log = self.log.clone();
        log[at] ^= 0xff;
        let good = HEAD + at.saturating_sub(HEAD) / FRAME * FRAME;
        let good = if at < HEAD { 0 } else { good };
        let told = self.opened_with(&log).await;
        assert_eq!(told, self.promised(good), "spoilt at byte {at}");
    }

    /// Where each frame begins, and where the last one ends.
    fn borders(&self) -> impl Iterator<Item = usize> {
        (HEAD..=self.log.len()).step_by(FRAME)
    }
}

fn log_of(home: &Home) -> PathBuf {
    home.file().with_extension("db-wal")
}

#[tokio::test]
async fn a_log_that_is_cut_anywhere_holds_what_was_answered_before_the_cut() {
    let disk = Disk::written(3, 7).await;
    let mut cuts: Vec<usize> = vec![0, 1, HEAD - 1];
    for border in disk.borders() {
        // At the border, in the head of the next frame, in its page, and one byte short.
        for inside in [0, FRAME_HEAD / 2, FRAME_HEAD + 2_000, FRAME - 1] {
            cuts.extend(Some(border + inside).filter(|end| *end <= disk.log.len()));
        }
    }
    println!(
        "{} cuts of a log of {} frames",
        cuts.len(),
        disk.log.len() / FRAME
    );
    assert!(cuts.len() >= 500, "{} cuts", cuts.len());
    for end in cuts {
        disk.cut(end).await;
    }
}

#[tokio::test]
async fn a_log_with_one_spoilt_byte_holds_what_was_answered_before_it() {
    let disk = Disk::written(2, 4).await;
    disk.spoil(9).await;
    for border in disk.borders().filter(|border| *border < disk.log.len()) {
        disk.spoil(border + 3).await;
        disk.spoil(border + FRAME_HEAD + 1_000).await;
    }
}

#[tokio::test]
async fn a_log_that_began_anew_never_brings_back_what_lay_in_it_before() {
    let disk = Disk::begun_anew(6, 2).await;
    assert_eq!(disk.promised(disk.log.len()), 8);
    for border in disk.borders() {
        disk.cut(border).await;
    }
}
