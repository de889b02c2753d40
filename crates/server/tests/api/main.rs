//! The endpoints, as people use and abuse them. A person is an object here: `mentor`, `mentee`, `outsider`, or nobody.

mod backend;
mod call;
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
