//! The endpoints, as people use and abuse them. A person is an object here: `mentor`, `mentee`, `outsider`, or nobody.

#![expect(clippy::unwrap_used, reason = "a test that fails here says where")]

mod backend;
mod call;
mod contents;
mod life;
mod limits;
mod matrix;
mod matrix_scene;
mod openapi;
mod person;
mod postgres;
mod process;
mod races;
mod refusals;
mod waiting;
mod wire;
mod world;
