# `make` or `make help` lists what there is. Each target first sets up what it needs.
.PHONY: help setup ui demo run server test check e2e look bench load soak fuzz cross package bindings icons fmt

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## open the app on a throwaway profile with a demo mentorship; without a display, run and picture the main journey
	@scripts/demo.sh

run: ## open the app on your own profile
	@scripts/setup.sh run
	@scripts/ui.sh
	cargo run --release -p cairn

server: ## run a program server for development, on target/server
	@scripts/server.sh

test: ## everything: formatting, lints, unit tests, documentation, interface, bindings, end-to-end
	@scripts/test.sh

check: ## the quick half of it: formatting, lints and unit tests of the pure crates, and the interface's checks
	@scripts/test.sh quick

e2e: ## only the end-to-end tests, on the real app; `make e2e only=NAME` for those with NAME in their name
	@scripts/e2e.sh $(only)

look: ## pictures of every screen, in both themes, to target/e2e
	@scripts/e2e.sh --skip killed

bench: ## measure, and print ratios
	@scripts/bench.sh

load: ## many accounts at once, against several servers on one PostgreSQL
	@scripts/load.sh

soak: ## the simulator of sync on many seeds: `make soak SEEDS=200000`, or `SEED=123` for one
	CAIRN_SEEDS=$(or $(SEEDS),20000) CAIRN_SEED=$(SEED) cargo test --release -p cairn-tests --test convergence -- copies --nocapture

fuzz: ## a minute of random text or bytes for each reader of what others send
	@scripts/fuzz.sh

cross: ## compile the workspace for Windows and macOS, without linking
	@scripts/cross.sh

package: ## .deb and .rpm to target/release/bundle
	@scripts/package.sh

bindings: ## write ui/src/bindings and the list of commands anew from the Rust types
	@scripts/bindings.sh

icons: ## render assets/icons/cairn.svg to what the platforms want
	@scripts/icons.sh

setup: ## install what building and testing need, on Debian 12, Debian 13 and Ubuntu 24.04
	@scripts/setup.sh test

ui: ## build the interface to ui/dist
	@scripts/setup.sh build
	@scripts/ui.sh

fmt: ## format the Rust code
	cargo fmt --all
