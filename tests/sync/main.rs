//! The malicious server: each thing that a server could do to two people, played against the real client. Each is
//! *detected*, which means that somebody is told, or *harmless*, which means that nothing changes. The list is in
//! `docs/encryption.md`.

#![allow(dead_code, reason = "what is shared with the simulator is not all used here")]

#[path = "../convergence/device.rs"]
mod device;
#[path = "../convergence/dice.rs"]
mod dice;
mod exchange;
mod https;
mod keys;
mod lies;
mod log;
#[path = "../convergence/network.rs"]
mod network;
mod people;
mod rest;
#[path = "../convergence/scene.rs"]
mod scene;
#[path = "../convergence/server.rs"]
mod server;
#[path = "../convergence/tell.rs"]
mod tell;
