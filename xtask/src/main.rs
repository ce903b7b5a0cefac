//! The only task runner. `cargo xtask` alone says what there is.
#![expect(
    clippy::print_stdout,
    reason = "a chore talks to the person who started it"
)]

mod bench;
mod cargo;
mod errors_doc;
mod figures;
mod fuzz;
mod headless;
mod left_out;
mod mutants;
mod package;
mod packages;
#[cfg(test)]
mod promises;
mod run;
mod screenshots;
mod setup;
mod sh;
mod sheet;
mod soak;
mod test;
mod tidy;
mod tools;
mod ui;

use anyhow::{Result, bail};

const USAGE: &str = "cargo xtask COMMAND

  run [--dev]      sets up what is missing, builds the app, registers its links and opens it
  test             sets up what is missing and passes every test
  keyboard         walks every journey once more, without a mouse
  soak [WORDS]     kills, readings that go wrong, and seeds: --kills N --window-kills N --readings N
                   --seeds N --seed N, and --seconds N when the seeds are to end by then
  fuzz [WORDS]     tries what reads text from outside: --for 60s each, --guided by libFuzzer, NAME
  mutants [NAME]   tells small lies in copies of the rules; the rules' tests must find them out
  setup            only sets up what is missing, for both
  tidy             formatting, lints, who may depend on whom, sizes, licences, documentation,
                   workflows
  ui [--dev]       builds the window into ui/dist
  screenshots DIR  walks every screen, light and dark, into PNGs, and fails when one is missing
  figures [--quick] [--json]
                   how fast the real window answers, scrolls and starts, and how that grows; --quick
                   leaves 500,000 rows out
  bench [--rounds N] [--quick] [--no-window] [--json]
                   figures beside floors and peers, against a simulator of its own, then `figures`;
                   --quick leaves the 500,000 accounts out, which take longer than all the rest
  bench sync --base-url URL --api-key-file F [--rounds N] [--no-peers] [--json]
                   reads every account of any server with each contender in turn
  errors-doc       writes docs/errors.md and docs/help/README.md from their tables
  package          makes the .deb and the .rpm; with --binary FILE, of a program that is built
  package --check  the same, then installs the .deb in a clean system in a directory, opens links
                   cold and warm, and takes it off again (needs root and debootstrap)
  package --twice  builds in two places and compares the packages byte by byte
";

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["run"] => run::run(run::Speed::Release),
        ["run", "--dev"] => run::run(run::Speed::Dev),
        ["test"] => test::test(),
        ["keyboard"] => test::without_mouse(),
        ["soak", words @ ..] => soak::soak(words),
        ["fuzz", words @ ..] => fuzz::fuzz(words),
        ["mutants", names @ ..] => mutants::mutants(names),
        ["setup"] => setup::setup(packages::For::Testing),
        ["tidy"] => tidy::tidy(),
        ["ui"] => ui::build(ui::Profile::Release),
        ["ui", "--dev"] => ui::build(ui::Profile::Dev),
        ["screenshots", directory] => screenshots::take(directory.as_ref()),
        ["figures", words @ ..] => figures::figures(words),
        ["bench", words @ ..] => bench::bench(words),
        // For itself: `bench` starts it.
        ["bench-ready"] => bench::ready(false),
        ["bench-ready", bench::WITH_MODULE] => bench::ready(true),
        ["errors-doc"] => errors_doc::write(),
        ["package", rest @ ..] => package::chore(rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("no such chore\n\n{USAGE}"),
    }
}
