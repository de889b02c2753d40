//! The example to look around in: a profile of its own beside the person's, whose key is only in memory and which goes
//! when it is closed.

use super::{Folder, folder::Holds, start::AppStateView};
use crate::{App, AppEvent, Error, Result, state::Open, store_error::from_io};
use cairn_crypto::StoreKey;
use cairn_domain::AccountId;
use cairn_store::Store;
use std::{fs, path::Path};

/// Opens the example. Fails with `profile_exists` where the person has a profile of her own, and with what writing says.
pub fn look_around(app: &App, (): ()) -> Result<AppStateView> {
    let _turn = app.vault.turn();
    if app.open_now().is_some() || Folder(&app.folder).holds() != Holds::Nothing {
        return Err(Error::new("profile_exists"));
    }
    app.wait_until_closed();
    let folder = Folder(&app.folder).example();
    throw_away(&folder);
    fs::create_dir_all(&folder).map_err(|error| from_io(&error))?;
    let key = StoreKey::generate(&mut app.randomness());
    let account = app.new_id::<AccountId>();
    let store = Store::create(&folder, &key, account, app.new_device())?;
    app.put_open(Open { is_example: true, ..Open::new(store, folder, key, &app.host) });
    if let Err(error) = app.fill_demo() {
        app.close();
        return Err(error);
    }
    app.host.emit(AppEvent::Opened);
    Ok(app.state_view())
}

/// Removes an example, if there is one. What cannot be removed now goes at the next start.
pub(super) fn throw_away(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
}
