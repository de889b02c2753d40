//! PostgreSQL 15 or newer, for any number of instances.

mod connection;
mod listening;
mod migration;
mod tls;

use super::{
    contract::Answer,
    error::Error,
    shape::Limits,
    sql::{Database, Mode, Work, WorkOnce},
    wakeups::{News, Wakeups},
};
use connection::attempt;
use deadpool_postgres::{Client, Manager, ManagerConfig, Pool, PoolError, RecyclingMethod};
use tokio::task::JoinHandle;
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
    error::SqlState,
};

/// The oldest version there is a test for.
const OLDEST: i32 = 150_000;

/// Connections of an instance, beside the one that listens.
const CONNECTIONS: usize = 16;

/// How often a transaction is tried that others were in the way of.
const ATTEMPTS: u32 = 10;

/// Transactions on a PostgreSQL database.
#[derive(Debug)]
pub struct Postgres {
    pool: Pool,
    limits: Limits,
    news: News,
    listening: JoinHandle<()>,
}

impl Postgres {
    /// Connects to an existing database and brings its tables to this version; several instances may do so at a time.
    ///
    /// `url`: `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, or words like `host=… dbname=…`. With `sslmode=require`
    /// the connection is encrypted and the server's certificate must be one that this machine trusts; otherwise it is
    /// not encrypted.
    ///
    /// [`Error::Unusable`] says what is wrong: the URL, the host, who may connect, the database that is not there,
    /// its version. Nothing is made then.
    pub async fn connect(url: &str, limits: Limits) -> Result<Self, Error> {
        let (config, pool, mut client) = reach(url).await?;
        migration::apply(&mut client).await?;
        Self::listen(config, pool, limits).await
    }

    /// Connects to a database that a server was started on before, and makes nothing there. As [`Postgres::connect`]; and
    /// [`Error::Unusable`] also where there are no tables of a server, or older ones; [`Error::NewerVersion`].
    pub async fn connect_existing(url: &str, limits: Limits) -> Result<Self, Error> {
        let (config, pool, client) = reach(url).await?;
        migration::require(&client, config.get_dbname().unwrap_or_default()).await?;
        Self::listen(config, pool, limits).await
    }

    async fn listen(config: Config, pool: Pool, limits: Limits) -> Result<Self, Error> {
        let news = News::new();
        let listening = listening::start(config, news.clone()).await?;
        Ok(Self { pool, limits, news, listening })
    }

    async fn client(&self) -> Result<Client, Error> {
        self.pool.get().await.map_err(|error| Error::Database(Box::new(error)))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Database for Postgres {
    fn run<T: Send + 'static>(&self, mode: Mode, work: Work<T>) -> Answer<'_, T> {
        Box::pin(async move {
            let mut client = self.client().await?;
            let mut tried = 0;
            loop {
                tried += 1;
                let done = attempt(&mut client, mode, self.limits, |transaction| work(transaction)).await;
                match done {
                    Ok(output) => return Ok(output),
                    Err(error) if tried < ATTEMPTS && met_another(&error) => {}
                    Err(error) => return Err(error),
                }
            }
        })
    }

    fn run_once<T: Send + 'static>(&self, mode: Mode, work: WorkOnce<T>) -> Answer<'_, T> {
        Box::pin(async move { attempt(&mut self.client().await?, mode, self.limits, work).await })
    }

    fn subscribe(&self) -> Wakeups {
        self.news.subscribe()
    }
}

/// Whether the transaction failed because of another, and may do better when it is run again: they waited for each
/// other, or the other one made or removed what this one was about to.
fn met_another(error: &Error) -> bool {
    const MET: [SqlState; 4] = [
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::UNIQUE_VIOLATION,
        SqlState::FOREIGN_KEY_VIOLATION,
    ];
    let Error::Database(source) = error else { return false };
    let code = source.downcast_ref::<tokio_postgres::Error>().and_then(tokio_postgres::Error::code);
    code.is_some_and(|code| MET.contains(code))
}

/// The first connection, to a database that will do.
async fn reach(url: &str) -> Result<(Config, Pool, Client), Error> {
    let config = parse(url)?;
    let pool = pool(&config)?;
    let client = pool.get().await.map_err(|error| explain(&config, error))?;
    check_version(&client).await?;
    Ok((config, pool, client))
}

fn parse(url: &str) -> Result<Config, Error> {
    let config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
        // Without the URL, which may have a password in it.
        Error::Unusable(format!("the database URL is not one of PostgreSQL: {error}"))
    })?;
    if config.get_hosts().is_empty() {
        return Err(Error::Unusable("the database URL names no host".to_owned()));
    }
    if config.get_dbname().is_none_or(str::is_empty) {
        return Err(Error::Unusable("the database URL names no database".to_owned()));
    }
    Ok(config)
}

fn pool(config: &Config) -> Result<Pool, Error> {
    let how = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = if config.get_ssl_mode() == SslMode::Require {
        Manager::from_config(config.clone(), tls::connector()?, how)
    } else {
        Manager::from_config(config.clone(), tokio_postgres::NoTls, how)
    };
    let pool = Pool::builder(manager).max_size(CONNECTIONS).build();
    pool.map_err(|error| Error::Unusable(error.to_string()))
}

/// The first connection fails for a reason that the operator can do something about.
fn explain(config: &Config, error: PoolError) -> Error {
    let name = config.get_dbname().unwrap_or_default();
    let hosts: Vec<String> = config.get_hosts().iter().map(host).collect();
    let at = hosts.join(", ");
    let PoolError::Backend(error) = error else {
        return Error::Unusable(format!("PostgreSQL at {at}: {error}"));
    };
    let code = error.code();
    Error::Unusable(if code == Some(&SqlState::INVALID_CATALOG_NAME) {
        format!(
            "PostgreSQL at {at} has no database \"{name}\"; make it first, with createdb or CREATE DATABASE"
        )
    } else if let Some(answer) = error.as_db_error() {
        format!("PostgreSQL at {at} says: {}", answer.message())
    } else {
        let reason = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        format!("PostgreSQL at {at} cannot be reached: {reason}")
    })
}

fn host(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    }
}

async fn check_version(client: &Client) -> Result<(), Error> {
    let row = client.query_one("SELECT current_setting('server_version_num')::int", &[]).await?;
    let version: i32 = row.try_get(0)?;
    if version >= OLDEST {
        return Ok(());
    }
    Err(Error::Unusable(format!(
        "PostgreSQL has version {}, and 15 is the oldest that will do",
        version / 10_000
    )))
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Error::Database(Box::new(error))
    }
}
