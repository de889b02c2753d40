//! The commands of `cairn-server`.

mod accounts;
mod doctor;
mod invite;
mod link;
mod place;
mod serve;
mod transfer;

use std::{io::Write, path::PathBuf, process::ExitCode};

use cairn_protocol::Device;
use clap::{Args, Parser, Subcommand};
use uuid::Uuid;

/// The Cairn program server. It keeps and routes what it cannot read.
#[derive(Debug, Parser)]
#[command(name = "cairn-server", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(serve::Serve),
    /// Print a link with which one person can make an account.
    Invite {
        #[command(flatten)]
        place: Place,
        /// For how many days the link is good, 1 to 14.
        #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u64).range(1..=14))]
        days: u64,
    },
    /// List the accounts, with their number of devices and the room they take.
    Accounts {
        #[command(flatten)]
        place: Place,
    },
    /// List the devices of an account, or end the sessions of one. Only the account's owner can revoke a device, in the app.
    Devices {
        #[command(flatten)]
        place: Place,
        /// The account's id, as `accounts` lists it.
        account: Uuid,
        /// End all sessions of this device; it has to sign in anew.
        #[arg(long, value_name = "DEVICE")]
        end_sessions: Option<Device>,
    },
    /// Write everything the database holds to a file.
    Export {
        #[command(flatten)]
        place: Place,
        /// The file to make; it must not exist.
        file: PathBuf,
    },
    /// Read a file of `export` into an empty database.
    Import {
        #[command(flatten)]
        place: Place,
        /// The file to read.
        file: PathBuf,
    },
    /// Look at everything that can be wrong, and say what to do.
    Doctor {
        #[command(flatten)]
        place: Place,
        /// The certificate the server is started with, if it is not its own.
        #[arg(long, env = "CAIRN_CERTIFICATE", value_name = "FILE")]
        certificate: Option<PathBuf>,
    },
}

/// Where a server's things are.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The folder for the database, the certificate and attachments.
    #[arg(long, env = "CAIRN_DATA", value_name = "DIR")]
    data: PathBuf,
    /// A PostgreSQL database, postgres://USER:PASSWORD@HOST/NAME; left out, a file in the data folder.
    #[arg(long, env = "CAIRN_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// An S3-compatible store for attachments, s3://BUCKET[/PREFIX]; left out, a folder in the data folder.
    #[arg(long, env = "CAIRN_BLOBS", value_name = "URL")]
    blobs: Option<String>,
}

/// Runs a command and says what went wrong, if something did.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.to_string()),
    };
    // Everything that speaks TLS takes the same cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let done = runtime.block_on(async {
        match arguments.command {
            Command::Serve(serve) => serve.run().await,
            Command::Invite { place, days } => invite::run(&place, days).await,
            Command::Accounts { place } => accounts::list(&place).await,
            Command::Devices { place, account, end_sessions: None } => {
                accounts::devices(&place, account).await
            }
            Command::Devices { place, account, end_sessions: Some(device) } => {
                accounts::end_sessions(&place, account, device).await
            }
            Command::Export { place, file } => transfer::export(&place, &file).await,
            Command::Import { place, file } => transfer::import(&place, &file).await,
            Command::Doctor { place, certificate } => doctor::run(&place, certificate).await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Trouble(words)) => failed(&words),
    }
}

/// What the operator is told, and can do something about.
#[derive(Debug)]
struct Trouble(String);

impl<E: std::error::Error> From<E> for Trouble {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let more = cause.to_string();
            if !words.contains(&more) {
                words = format!("{words}: {more}");
            }
            source = cause.source();
        }
        Self(words)
    }
}

/// A line for whoever typed the command.
fn say(line: impl AsRef<str>) {
    // Where nobody listens any more, there is nobody to tell.
    let _ = writeln!(std::io::stdout().lock(), "{}", line.as_ref());
}

fn failed(words: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr().lock(), "cairn-server: {words}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// As docs/server.md says. The variable is the option's name, so that nobody has to look it up.
    #[test]
    fn every_option_of_serve_has_a_variable() {
        let command = Arguments::command();
        let serve = command.find_subcommand("serve").unwrap();
        let shown = serve.get_arguments().filter(|it| !it.is_hide_set() && it.get_id() != "help");
        let mut count = 0;
        for argument in shown {
            let option = argument.get_long().unwrap();
            let expected = format!("CAIRN_{}", option.to_uppercase().replace('-', "_"));
            assert_eq!(argument.get_env().and_then(|it| it.to_str()), Some(&*expected), "--{option}");
            count += 1;
        }
        assert!(count > 8, "{count}");
    }
}
