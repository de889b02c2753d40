//! As much of the WebDriver protocol as the tests use, spoken to WebKitWebDriver.

use std::{net::TcpListener, process::Command, time::Duration};

use serde_json::{Value, json};

use crate::{tools::Process, wait::until};

/// A WebDriver session: the app, started and held by WebKitWebDriver.
pub(crate) struct Session {
    agent: ureq::Agent,
    address: String,
    driver: Process,
}

impl Session {
    /// Starts WebKitWebDriver as `driver` says and lets it start `binary`.
    #[track_caller]
    pub(crate) fn start(mut driver: Command, binary: &str, arguments: &[String]) -> Self {
        let port = free_port();
        let driver = Process::start(driver.arg(format!("--port={port}")).arg("--host=127.0.0.1"));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .proxy(None)
            .build()
            .new_agent();
        let server = format!("http://127.0.0.1:{port}");
        until("WebKitWebDriver to listen", || agent.get(format!("{server}/status")).call().ok());
        // No browserName: WebKitWebDriver refuses names it does not know.
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": binary, "args": arguments }
        } } });
        let answer = read(agent.post(format!("{server}/session")).send_json(&wanted))
            .unwrap_or_else(|error| panic!("the app did not start: {error}"));
        let id = answer["sessionId"].as_str().expect("a session has an id");
        let address = format!("{server}/session/{id}");
        Self { agent, address, driver }
    }

    /// The process id of WebKitWebDriver; the app is its child.
    pub(crate) fn driver_id(&self) -> u32 {
        self.driver.id()
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value, String> {
        read(self.agent.get(format!("{}{path}", self.address)).call())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        read(self.agent.post(format!("{}{path}", self.address)).send_json(body))
    }

    /// Runs a function body in the page.
    pub(crate) fn run(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Runs a function body whose last argument is the callback for its answer.
    pub(crate) fn run_async(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.post("/execute/async", &json!({ "script": script, "args": arguments }))
    }

    pub(crate) fn delete(&self, path: &str) {
        let _ = self.agent.delete(format!("{}{path}", self.address)).call();
    }
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, String> {
    let mut answer = answer.map_err(|error| error.to_string())?;
    let mut body: Value = answer.body_mut().read_json().map_err(|error| error.to_string())?;
    let value = body["value"].take();
    if answer.status().is_success() {
        Ok(value)
    } else {
        Err(format!("{}: {}", value["error"], value["message"]))
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("the machine has a free port")
        .port()
}
