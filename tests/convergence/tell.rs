//! What happens, for whoever looks for why.

use std::env;

/// Says what happens where `CAIRN_TELL` is set.
#[expect(clippy::print_stdout, reason = "somebody asked for it")]
pub(crate) fn tell(what: impl FnOnce() -> String) {
    if env::var_os("CAIRN_TELL").is_some() {
        println!("{}", what());
    }
}
