//! The simulator as a program.

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use simulator::{
    Config, Consent, Initiate, MaskingEra, RateLimit, Scenario, Simulator, parse_duration,
};

/// A stand-in for the Composio API on loopback.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until SIGTERM, SIGINT or the end of --for.
    Serve(Box<Serve>),
}

#[derive(Debug, Args)]
struct Serve {
    /// Where to listen; loopback only. Port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// demo, empty or fleet.
    #[arg(long, default_value = "demo")]
    scenario: Scenario,
    /// How many tenants, at most 500000 and one per integration; 0 is the scenario's own number.
    #[arg(long, default_value_t = 0)]
    tenants: usize,
    /// How many integrations, at most 500000; 0 is the scenario's own number.
    #[arg(long, default_value_t = 0)]
    integrations: usize,
    /// The same seed gives the same world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Key of the main project.
    #[arg(long)]
    api_key: Option<String>,
    /// Delay of every API answer, such as 50ms.
    #[arg(long, default_value = "0ms", value_parser = parse_duration)]
    latency: Duration,
    /// plain, redacted, four or managed_redacted.
    #[arg(long, default_value = "managed_redacted")]
    masking_era: MaskingEra,
    /// retired or allowed.
    #[arg(long, default_value = "retired")]
    initiate: Initiate,
    /// Requests per window, such as 2000/60s.
    #[arg(long, default_value = "10000/60s")]
    rate_limit: RateLimit,
    /// manual, or allow-after-polls=N.
    #[arg(long, default_value = "manual")]
    consent: Consent,
    /// Serve the /_sim routes.
    #[arg(long)]
    control: bool,
    /// How long to serve, such as 600s; absent is until a signal.
    #[arg(long = "for", value_parser = parse_duration)]
    span: Option<Duration>,
}

impl Serve {
    fn config(&self) -> Config {
        let own = Config::default();
        Config {
            listen: self.listen,
            scenario: self.scenario,
            tenants: self.tenants,
            integrations: self.integrations,
            seed: self.seed,
            api_key: self.api_key.clone().unwrap_or(own.api_key),
            latency: self.latency,
            masking_era: self.masking_era,
            initiate: self.initiate,
            rate_limit: self.rate_limit,
            consent: self.consent,
            control: self.control,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let Command::Serve(serve) = Cli::parse().command;
    let config = serve.config();
    if let Err(text) = config.check() {
        // As clap refuses: the message on stderr, and status 2.
        Cli::command()
            .error(ErrorKind::ValueValidation, text)
            .exit();
    }
    match run(config, serve.span).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _written = writeln!(std::io::stderr(), "simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config, span: Option<Duration>) -> std::io::Result<()> {
    let signals = Signals::new()?;
    let running = Simulator::start(config).await?;
    let mut out = std::io::stdout();
    writeln!(out, "simulator listening on {}", running.base_url())?;
    out.flush()?;
    match span {
        Some(span) => {
            let _over = tokio::time::timeout(span, signals.any()).await;
        }
        None => signals.any().await,
    }
    running.shutdown().await;
    Ok(())
}

/// SIGTERM and SIGINT, watched from before the first line is written.
#[cfg(unix)]
struct Signals {
    term: tokio::signal::unix::Signal,
    int: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            int: signal(SignalKind::interrupt())?,
        })
    }

    async fn any(mut self) {
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.int.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn any(self) {
        let _pressed = tokio::signal::ctrl_c().await;
    }
}
