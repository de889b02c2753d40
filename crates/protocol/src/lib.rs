//! What the app and the program server say to each other. `docs/protocol.md` is the authority.
