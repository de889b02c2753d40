//! What a request costs on the wire.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

use cairn_protocol::Binary;

use crate::{backend::Backend, world::World};

/// The most bytes that asking for changes, when there are none, costs both ways together.
const NOTHING_NEW: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_new_costs_three_hundred_bytes() {
    let world = World::new(Backend::Memory).await.unwrap();
    let pair = world.pair().await;
    let digest = pair.mentor.changes().await.digest;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let service = world.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(axum_server::from_tcp(listener).unwrap().http1_only().serve(service));

    let token = Binary::from(pair.mentor.token.unwrap()).to_text();
    // As the app asks, on a connection that stays.
    let request = format!(
        "GET /v1/changes?known={digest}&wait=0 HTTP/1.1\r\nhost: cairn.example.org:8470\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    let costs = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        (0..2).map(|_| exchange(&mut stream, &request)).collect::<Vec<_>>()
    });
    for cost in costs.await.unwrap() {
        assert!(cost <= NOTHING_NEW, "nothing new costs {cost} bytes");
        eprintln!("nothing new costs {cost} bytes");
    }
}

/// Sends a request whose answer has no body, and gives the bytes of both.
fn exchange(stream: &mut TcpStream, request: &str) -> usize {
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("the connection stays");
        answer.push(byte[0]);
    }
    let text = String::from_utf8(answer.clone()).unwrap();
    assert!(text.starts_with("HTTP/1.1 204 "), "{text}");
    request.len() + answer.len()
}
