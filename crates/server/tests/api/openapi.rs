//! What the server says of itself is what it does, and docs/openapi.json is what it says.

use std::{collections::BTreeSet, fs, path::Path};

use axum::http::Method;
use cairn_server::Description;
use utoipa::OpenApi;

use crate::{backend::Backend, call::Call, matrix, world::World};

#[test]
fn the_description_in_the_documentation_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let now = Description::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("CAIRN_WRITE_OPENAPI").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == now,
        "docs/openapi.json is not what the server says; CAIRN_WRITE_OPENAPI=1 cargo test -p cairn-server --test api openapi"
    );
}

#[test]
fn whatever_the_description_refers_to_is_in_it() {
    let description = serde_json::to_value(Description::openapi()).unwrap();
    let text = description.to_string();
    let names = text.split("\"#/components/").skip(1).map(|rest| rest.split('"').next().unwrap());
    let missing: Vec<_> =
        names.filter(|name| description.pointer(&format!("/components/{name}")).is_none()).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_endpoint_is_described_and_in_the_matrix() {
    let description = serde_json::to_value(Description::openapi()).unwrap();
    let mut described = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            described.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    let tested: BTreeSet<_> = matrix::ENDPOINTS.iter().map(|endpoint| endpoint.name.to_owned()).collect();
    assert_eq!(described, tested);
}

#[tokio::test]
async fn every_path_that_is_described_is_there() {
    let world = World::new(Backend::Memory).await.unwrap();
    let person = world.person().await;
    let description: serde_json::Value = world.send(Call::get("/v1/openapi.json")).await.expect(200).json();
    for path in description["paths"].as_object().unwrap().keys() {
        // A method that no path has: what is there says so, what is not there says that.
        let asked = path.replace(['{', '}'], "");
        let method = Method::from_bytes(b"BREW").unwrap();
        person.send(Call::new(method, asked)).await.expect(405);
    }
}
