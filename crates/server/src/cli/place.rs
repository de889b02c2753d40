//! Opening what a server keeps. What is mistyped is refused before anything is made.

use std::{path::Path, sync::Arc};

use super::{Place, Trouble};
use crate::{
    blobs::Blobs,
    storage::{Limits, Postgres, Sqlite, Storage},
};

/// The embedded database's file in the data folder.
const FILE: &str = "server.db";
/// The folder for attachments in the data folder.
const BLOBS: &str = "blobs";

/// What a server keeps, open.
pub(super) struct Opened {
    pub(super) storage: Arc<dyn Storage>,
    pub(super) blobs: Arc<Blobs>,
    /// The database, for people; without its password.
    pub(super) database: String,
    /// The store of attachments, for people.
    pub(super) store: String,
}

/// Which database is meant.
enum Database<'a> {
    File,
    Postgres(&'a str),
}

impl Place {
    /// Opens it, and makes what is missing: the data folder, and the file or the tables in it.
    pub(super) async fn open(&self) -> Result<Opened, Trouble> {
        let (database, bucket) = (self.database()?, self.bucket()?);
        let storage: Arc<dyn Storage> = match database {
            Database::File => Arc::new(Sqlite::open(&self.data, Limits::default())?),
            Database::Postgres(url) => Arc::new(Postgres::connect(url, Limits::default()).await?),
        };
        self.opened(storage, bucket)
    }

    /// Opens it if a server was started here before. A database that was meant to be another one is left as it is.
    pub(super) async fn open_existing(&self) -> Result<Opened, Trouble> {
        let (database, bucket) = (self.database()?, self.bucket()?);
        let storage: Arc<dyn Storage> = match database {
            Database::File if !self.data.join(FILE).is_file() => {
                return Err(Trouble(format!(
                    "{} holds no database: start a server on it first, or give the folder of one with --data",
                    self.data.display()
                )));
            }
            Database::File => Arc::new(Sqlite::open(&self.data, Limits::default())?),
            Database::Postgres(url) => Arc::new(Postgres::connect_existing(url, Limits::default()).await?),
        };
        self.opened(storage, bucket)
    }

    /// With the contents, whose folder is made where there is none.
    fn opened(&self, storage: Arc<dyn Storage>, bucket: Option<Blobs>) -> Result<Opened, Trouble> {
        make_folder(&self.data)?;
        let blobs = match bucket {
            Some(bucket) => bucket,
            None => Blobs::folder(&self.data.join(BLOBS))?,
        };
        Ok(Opened {
            storage,
            blobs: Arc::new(blobs),
            database: self.database_name(),
            store: self.store_name(),
        })
    }

    fn database(&self) -> Result<Database<'_>, Trouble> {
        let Some(url) = self.database.as_deref() else { return Ok(Database::File) };
        if ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            Ok(Database::Postgres(url))
        } else {
            Err(Trouble(
                "--database takes postgres://USER:PASSWORD@HOST/NAME; without it, the database is a file in the data \
                 folder. Nothing was made"
                    .to_owned(),
            ))
        }
    }

    /// Where the database is, without what lets one in.
    fn database_name(&self) -> String {
        match self.database.as_deref() {
            None => self.data.join(FILE).display().to_string(),
            Some(url) => {
                let rest = url.rsplit_once('@').map_or(url, |(_, rest)| rest);
                format!(
                    "postgres://{}",
                    rest.trim_start_matches("postgres://").trim_start_matches("postgresql://")
                )
            }
        }
    }

    /// A bucket by its address. Nobody is asked yet.
    fn bucket(&self) -> Result<Option<Blobs>, Trouble> {
        Ok(self.blobs.as_deref().map(Blobs::bucket).transpose()?)
    }

    fn store_name(&self) -> String {
        self.blobs.clone().unwrap_or_else(|| self.data.join(BLOBS).display().to_string())
    }
}

fn make_folder(data: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(data: &Path, database: &str) -> Place {
        Place { data: data.to_owned(), database: Some(database.to_owned()), blobs: None }
    }

    #[tokio::test]
    async fn a_mistyped_address_makes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        for url in
            ["postgre://localhost/cairn", "cairn.db", "sqlite:cairn.db", "", "postgres://127.0.0.1:1/cairn"]
        {
            assert!(place(&data, url).open().await.is_err(), "{url}");
            assert!(!data.exists(), "{url}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let shown = place(Path::new("data"), "postgresql://cairn:se@cret@db.example/cairn").database_name();
        assert_eq!(shown, "postgres://db.example/cairn");
    }
}
