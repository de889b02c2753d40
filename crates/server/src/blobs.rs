//! Where the contents of blobs are: a folder, or a store that speaks S3. Which blobs there are, and who may read
//! them, the [storage](crate::storage) knows.

use std::{fmt, path::Path as Folder, sync::Arc};

use axum::body::Bytes;
use cairn_protocol::BlobPurpose;
use object_store::{
    ObjectStore, ObjectStoreExt, PutPayload, aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory,
    path::Path, prefix::PrefixStore,
};

use crate::storage::{BlobName, BlobState, Error, Id, Outcome, Storage, Time};

/// How many contents are removed at a time.
const ROUND: u64 = 100;

/// A name that no blob has: there is no content with this hash.
const NOBODYS: BlobName = BlobName { space: [0; 16], name: [0; 32] };

/// The contents of blobs, by space and name.
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Kept in memory, for tests.
    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Kept in a folder, which is made when it is not there. [`Error::Unusable`]: it cannot be.
    pub fn folder(folder: &Folder) -> Result<Self, Error> {
        let unusable = |error: &dyn fmt::Display| Error::Unusable(format!("{}: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(|error| unusable(&error))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| unusable(&error))?;
        Ok(Self(Arc::new(store.with_automatic_cleanup(true).with_fsync(true))))
    }

    /// Kept in a bucket: `s3://BUCKET` or `s3://BUCKET/PREFIX`. Keys, region and endpoint are in the environment, as
    /// other programs have them: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`;
    /// `AWS_ALLOW_HTTP=true` for an endpoint without encryption. [`Error::Unusable`] says what is missing. Nobody is
    /// asked yet: see [`Blobs::ready`].
    pub fn bucket(url: &str) -> Result<Self, Error> {
        // Needed before the first connection; that it was done before is no error.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unusable = |error: &dyn fmt::Display| Error::Unusable(format!("{url}: {error}"));
        let rest = url.strip_prefix("s3://").ok_or_else(|| unusable(&"not an s3:// URL"))?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(unusable(&"names no bucket"));
        }
        let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build();
        let store = store.map_err(|error| unusable(&error))?;
        let prefix = Path::parse(prefix.trim_end_matches('/')).map_err(|error| unusable(&error))?;
        Ok(Self(Arc::new(PrefixStore::new(store, prefix))))
    }

    /// Writes a content. Again is no error: what has the same name has the same bytes.
    pub async fn put(&self, blob: BlobName, octets: Bytes) -> Result<(), Error> {
        self.0.put(&path(blob), PutPayload::from(octets)).await.map(drop).map_err(failed)
    }

    /// A content. [`Error::NotFound`].
    pub async fn get(&self, blob: BlobName) -> Result<Bytes, Error> {
        self.0.get(&path(blob)).await.map_err(failed)?.bytes().await.map_err(failed)
    }

    /// Removes a content. That it is not there is no error.
    pub async fn remove(&self, blob: BlobName) -> Result<(), Error> {
        match self.0.delete(&path(blob)).await.map_err(failed) {
            Err(Error::NotFound) => Ok(()),
            done => done,
        }
    }

    /// Fails when the store cannot be read at this moment. Writes nothing, for it is asked often: see [`Blobs::probe`].
    pub async fn ready(&self) -> Result<(), Error> {
        match self.get(NOBODYS).await {
            Ok(_) | Err(Error::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Fails when contents cannot be written, read and removed at this moment: does each of it to one that is nobody's.
    pub async fn probe(&self) -> Result<(), Error> {
        self.put(NOBODYS, Bytes::from_static(b"probe")).await?;
        self.get(NOBODYS).await?;
        self.remove(NOBODYS).await
    }
}

impl fmt::Debug for Blobs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Blobs").field(&self.0.to_string()).finish()
    }
}

/// A blob to be kept.
#[derive(Debug, Clone)]
pub struct NewBlob {
    /// Where, and by which name.
    pub blob: BlobName,
    /// What it is a piece of.
    pub purpose: BlobPurpose,
    /// Its content.
    pub octets: Bytes,
}

/// Keeps a blob of a space: makes room, writes the content, and only then lets it be read. Fails as
/// [`Storage::begin_blob`] and [`Storage::finish_blob`]; a content that has no place any more is not left behind.
pub async fn keep(
    storage: &dyn Storage,
    blobs: &Blobs,
    account: Id,
    new: NewBlob,
    now: Time,
) -> Result<Outcome, Error> {
    let NewBlob { blob, purpose, octets } = new;
    match storage.begin_blob(account, blob, purpose, octets.len() as u64, now).await? {
        BlobState::Kept => Ok(Outcome::Same),
        BlobState::Wanted => {
            blobs.put(blob, octets).await?;
            match storage.finish_blob(blob).await {
                Ok(()) => Ok(Outcome::New),
                Err(error) => {
                    if matches!(error, Error::NotFound) {
                        // The space went while it was written.
                        blobs.remove(blob).await?;
                    }
                    Err(error)
                }
            }
        }
    }
}

/// Removes what nobody may read any more. What cannot be removed now is tried again later.
pub async fn sweep(storage: &dyn Storage, blobs: &Blobs, now: Time) -> Result<(), Error> {
    while sweep_some(storage, blobs, now).await? {}
    Ok(())
}

/// One round of [`sweep`]. Whether there was anything to remove.
pub(crate) async fn sweep_some(storage: &dyn Storage, blobs: &Blobs, now: Time) -> Result<bool, Error> {
    let doomed = storage.claim_doomed(ROUND, now).await?;
    if doomed.is_empty() {
        return Ok(false);
    }
    for blob in &doomed {
        blobs.remove(*blob).await?;
    }
    storage.forget_doomed(doomed).await?;
    Ok(true)
}

fn path(blob: BlobName) -> Path {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Path::from_iter([hex(&blob.space), hex(&blob.name)])
}

fn failed(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound,
        error => Error::Blobs(Box::new(error)),
    }
}
