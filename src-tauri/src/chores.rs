//! What has to be looked at again and again, though nobody clicked.

use std::{sync::Arc, thread, time::Duration};

use cairn_app::App;

/// How often the lock and the backups are looked at.
const OFTEN: Duration = Duration::from_secs(5);

/// Starts the threads that remind, lock when nobody is there, and back up.
///
/// # Errors
/// When the system has no thread left.
pub(crate) fn start(app: &Arc<App>) -> std::io::Result<()> {
    app.start_clock()?;
    let watched = Arc::downgrade(app);
    thread::Builder::new().name("chores".into()).spawn(move || {
        while let Some(app) = watched.upgrade() {
            app.lock_when_idle();
            app.back_up_when_due();
            drop(app);
            thread::sleep(OFTEN);
        }
    })?;
    #[cfg(feature = "testing")]
    follow_test_clock(app)?;
    Ok(())
}

/// A test that moves the clock does not wait until somebody looks at it.
#[cfg(feature = "testing")]
fn follow_test_clock(app: &Arc<App>) -> std::io::Result<()> {
    let watched = Arc::downgrade(app);
    thread::Builder::new().name("test clock".into()).spawn(move || {
        let mut seen = crate::hooks::clock_set_at();
        while let Some(app) = watched.upgrade() {
            let set_at = crate::hooks::clock_set_at();
            if seen != set_at {
                seen = set_at;
                app.tick();
                app.lock_when_idle();
                app.back_up_when_due();
            }
            drop(app);
            thread::sleep(Duration::from_millis(50));
        }
    })?;
    Ok(())
}
