//! News of the other instances, and of this one: both come by `NOTIFY`, after the commit.

use super::{
    super::{
        error::Error,
        shape::Id,
        wakeups::{News, Wake},
    },
    Config, JoinHandle, SslMode, tls,
};
use std::{future::poll_fn, pin::pin, time::Duration};
use tokio::sync::oneshot;
use tokio_postgres::{
    AsyncMessage, NoTls, Socket,
    tls::{MakeTlsConnect, TlsConnect},
};

/// The channel of all news. The payload is an id in hexadecimal digits.
pub(super) const CHANNEL: &str = "cairn";

/// Between two attempts to connect.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens until the task is aborted. Returns once it does.
pub(super) async fn start(config: Config, news: News) -> Result<JoinHandle<()>, Error> {
    if config.get_ssl_mode() == SslMode::Require {
        let tls = tls::connector()?;
        start_with(config, tls, news).await
    } else {
        start_with(config, NoTls, news).await
    }
}

async fn start_with<T>(config: Config, tls: T, news: News) -> Result<JoinHandle<()>, Error>
where
    T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
    T::Stream: Send + Sync,
    T::TlsConnect: Send + Sync,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let (ready, is_ready) = oneshot::channel();
    let task = tokio::spawn(async move {
        let mut ready = Some(ready);
        loop {
            if let Err(error) = listen(&config, tls.clone(), &news, &mut ready).await {
                tracing::warn!(%error, "no news from the database");
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
    is_ready.await.map_err(|_| Error::Unusable("nothing listens to the database".to_owned()))?;
    Ok(task)
}

/// Listens until the connection is lost.
async fn listen<T>(
    config: &Config,
    tls: T,
    news: &News,
    ready: &mut Option<oneshot::Sender<()>>,
) -> Result<(), tokio_postgres::Error>
where
    T: MakeTlsConnect<Socket>,
{
    let (client, mut connection) = config.connect(tls).await?;
    let sql = format!("LISTEN {CHANNEL}");
    let mut asked = pin!(client.batch_execute(&sql));
    let mut listens = false;
    loop {
        tokio::select! {
            done = &mut asked, if !listens => {
                done?;
                listens = true;
                // Whatever happened before was not heard.
                news.tell(Wake::All);
                ready.take().map(|ready| ready.send(()));
            }
            message = poll_fn(|context| connection.poll_message(context)) => match message {
                Some(Ok(AsyncMessage::Notification(heard))) => news.tell(wake(heard.payload())),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
                None => return Ok(()),
            },
        }
    }
}

/// What the id is made of in a notification.
pub(super) fn payload(id: &Id) -> String {
    format!("{:032x}", u128::from_be_bytes(*id))
}

fn wake(payload: &str) -> Wake {
    u128::from_str_radix(payload, 16).map_or(Wake::All, |number| Wake::One(number.to_be_bytes()))
}
