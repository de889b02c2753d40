//! Where the contents of blobs are.

use std::sync::Arc;

use axum::body::Bytes;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, memory::InMemory, path::Path};

use crate::storage::{BlobName, Error, Storage};

/// The contents of blobs.
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Kept in memory, for tests.
    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Keeps a content.
    pub async fn put(&self, blob: BlobName, octets: Bytes) -> Result<(), Error> {
        self.0.put(&path(blob), PutPayload::from(octets)).await.map(|_| ()).map_err(failed)
    }

    /// A content.
    pub async fn get(&self, blob: BlobName) -> Result<Bytes, Error> {
        self.0.get(&path(blob)).await.map_err(failed)?.bytes().await.map_err(failed)
    }

    /// Fails when the store cannot be used.
    pub async fn ready(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// Removes what nobody may read any more.
pub async fn sweep(storage: &dyn Storage, blobs: &Blobs, now: u64) -> Result<(), Error> {
    loop {
        let doomed = storage.claim_doomed(100, now).await?;
        if doomed.is_empty() {
            return Ok(());
        }
        for blob in &doomed {
            blobs.0.delete(&path(*blob)).await.map_err(failed)?;
        }
        storage.forget_doomed(doomed).await?;
    }
}

fn path(blob: BlobName) -> Path {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Path::from(format!("{}/{}", hex(&blob.space), hex(&blob.name)))
}

fn failed(error: object_store::Error) -> Error {
    Error::Database(Box::new(error))
}
