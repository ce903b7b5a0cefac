//! A power cut under the whole app: the core starts over a file whose log was cut anywhere.

use super::{trouble, worked};

/// The log as it lies on the disk: a head, then frames of one page each.
const HEAD: usize = 32;
const FRAME: usize = 24 + 4_096;
/// How many places are tried, over the whole log.
const CUTS: usize = 24;

#[test]
fn a_core_starts_over_a_log_that_was_cut_anywhere_and_reads_the_rest_anew() {
    let rig = worked();
    let file = rig.database().unwrap();
    let log = file.with_extension("db-wal");
    let (facts, whole) = rig
        .live(async |life| {
            life.synced().await;
            let facts = std::fs::read(&file).unwrap();
            for user in ["ben", "cleo"] {
                life.connected(&rig, user).await;
            }
            assert_eq!(
                std::fs::read(&file).unwrap(),
                facts,
                "nothing is folded in yet"
            );
            (facts, std::fs::read(&log).unwrap())
        })
        .unwrap();
    let frames = (whole.len() - HEAD) / FRAME;
    assert!(frames > CUTS, "{frames} frames");
    for cut in 0..=CUTS {
        // At a border and in the middle of a frame by turns.
        let end = HEAD + frames * cut / CUTS * FRAME + cut % 2 * (FRAME / 2);
        let end = end.min(whole.len());
        std::fs::write(&file, &facts).unwrap();
        std::fs::write(&log, &whole[..end]).unwrap();
        let _made_anew = std::fs::remove_file(file.with_extension("db-shm"));
        rig.live(async |life| {
            assert_eq!(trouble(life), None, "cut at {end}");
            assert!(life.sync().await.fault.is_none(), "cut at {end}");
            // What was sent is more than such a file knows, since a power cut takes
            // nothing away that was answered. What is promised of any file is this.
            let broken = crate::checker::broken(&rig, false).await;
            let broken: Vec<_> = broken
                .iter()
                .filter(|rule| {
                    ["I3 active", "I5 the audit list", "I8", "I10"]
                        .iter()
                        .any(|start| rule.starts_with(start))
                })
                .collect();
            assert!(broken.is_empty(), "cut at {end}: {broken:?}");
        })
        .unwrap();
        for user in ["jane", "ben", "cleo"] {
            assert_eq!(
                rig.remote(user).len(),
                1,
                "cut at {end}: {user}'s account stays"
            );
        }
    }
    println!("{} cuts of a log of {frames} frames", CUTS + 1);
}
