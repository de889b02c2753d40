//! A store of contents that fails. What is done in the database is done all the same.

use std::{fs, path::PathBuf, sync::Arc};

use cairn_server::blobs::Blobs;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    backend::Backend,
    call::Call,
    person::{Person, Space},
    world::World,
};

/// A server whose contents are in a folder that a test can break.
async fn world() -> (World, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut opened = Backend::Memory.open().await.unwrap();
    opened.blobs = Arc::new(Blobs::folder(folder.path()).unwrap());
    (World::over(opened, false), folder)
}

/// Keeps a blob, and gives its name.
async fn keep(person: &Person, space: Uuid, purpose: &str, octets: &'static str) -> String {
    let name = blake3::hash(octets.as_bytes()).to_hex().to_string();
    let path = format!("/v1/spaces/{space}/blobs/{name}?purpose={purpose}");
    person.send(Call::put(path).octets(octets)).await.expect(201);
    name
}

/// A content that cannot be removed: where it was, there is a folder.
struct Stuck(PathBuf);

impl Stuck {
    fn new(folder: &TempDir, space: Uuid, name: &str) -> Self {
        let path = folder.path().join(space.simple().to_string()).join(name);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// It is a content again, and goes when it is tried again.
    async fn goes_later(self, world: &World) {
        world.server.housekeep().await.expect("nobody tries it yet");
        world.later(11 * 60_000);
        world.server.housekeep().await.expect_err("it is tried, and fails");
        fs::remove_dir(&self.0).unwrap();
        fs::write(&self.0, "content").unwrap();
        world.later(11 * 60_000);
        world.server.housekeep().await.unwrap();
        assert!(!self.0.exists());
    }
}

#[tokio::test]
async fn who_leaves_has_left() {
    let (world, folder) = world().await;
    let person = world.person().await;
    let space = person.create_mentorship().await;
    let stuck = Stuck::new(&folder, space.id, &keep(&person, space.id, "attachment", "hers").await);
    person.send(Call::post(format!("/v1/spaces/{}/leave", space.id))).await.expect(204);
    person.send(Call::get(format!("/v1/spaces/{}/log", space.id))).await.expect(404);
    stuck.goes_later(&world).await;
}

#[tokio::test]
async fn who_is_deleted_is_gone() {
    let (world, folder) = world().await;
    let person = world.person().await;
    let stuck = Stuck::new(&folder, person.id(), &keep(&person, person.id(), "attachment", "hers").await);
    person.send(Call::delete("/v1/account")).await.expect(204);
    person.send(Call::get("/v1/account")).await.expect(401);
    stuck.goes_later(&world).await;
}

/// The third, after which nothing of the first is needed.
#[tokio::test]
async fn a_snapshot_is_kept() {
    let (world, folder) = world().await;
    let person = world.person().await;
    let mut space = person.create_mentorship().await;
    let snapshot = async |space: &mut Space, content: &'static str| {
        person.push(space, b"an entry").await;
        let name = keep(&person, space.id, "snapshot", content).await;
        let call = Call::put(format!("/v1/spaces/{}/snapshot", space.id));
        let call = call.octets(person.snapshot(space).as_bytes()).header("cairn-blobs", name.as_str());
        person.send(call).await.expect(201);
        name
    };
    let first = snapshot(&mut space, "first").await;
    snapshot(&mut space, "second").await;
    let stuck = Stuck::new(&folder, space.id, &first);
    snapshot(&mut space, "third").await;
    stuck.goes_later(&world).await;
}

/// That it can be read and not written is no store to work with.
#[tokio::test]
async fn a_store_that_cannot_be_written_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path()).unwrap();
    blobs.probe().await.unwrap();
    fs::write(folder.path().join("0".repeat(32)), "in the way").unwrap();
    let error = blobs.probe().await.unwrap_err().to_string();
    assert!(error.starts_with("the store of attachments failed"), "{error}");
}
