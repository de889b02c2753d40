//! Desktop notifications with buttons, and what is clicked on them.
//!
//! notify-rust, not Tauri's plugin: on desktop the plugin shows but does not tell what was clicked. Showing
//! and waiting both block, so each notification has a small thread of its own until it is closed.

use std::{sync::mpsc, thread, time::Duration};

use cairn_app::host::{Notification, NotifyError};
use notify_rust::{NotificationResponse, Timeout};

/// The button that a click on the notification itself stands for.
pub(crate) const OPEN: &str = "open";

/// How long a desktop may take to put a notification on the screen.
const PATIENCE: Duration = Duration::from_secs(5);

/// Shows a notification; `on_action` gets the id of the button when one is clicked.
///
/// Comes back when it is on the screen.
///
/// # Errors
/// When nothing on this desktop shows notifications.
pub(crate) fn show(
    notification: Notification,
    on_action: impl FnOnce(&str) + Send + 'static,
) -> Result<(), NotifyError> {
    let (tell, told) = mpsc::channel();
    thread::Builder::new()
        .name("notification".into())
        .spawn(move || match prepare(&notification).show() {
            Ok(handle) => {
                let _ = tell.send(Ok(()));
                // An error here means that the bus went away, and the notification with it.
                let _ = handle.wait_for_response(|response: &NotificationResponse| match response {
                    NotificationResponse::Default => on_action(OPEN),
                    NotificationResponse::Action(action) => on_action(action),
                    NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => {}
                });
            }
            Err(error) => drop(tell.send(Err(NotifyError(error.to_string())))),
        })
        .map_err(|error| NotifyError(error.to_string()))?;
    told.recv_timeout(PATIENCE).unwrap_or_else(|_| Err(NotifyError("no answer".into())))
}

fn prepare(notification: &Notification) -> notify_rust::Notification {
    let mut shown = notify_rust::Notification::new();
    shown
        .appname("Cairn")
        .summary(&notification.title)
        .body(&escape(&notification.body))
        .icon("cairn")
        // A reminder waits for the person; it does not vanish while they fetch a coffee.
        .timeout(Timeout::Never);
    #[cfg(target_os = "windows")]
    shown.app_id("org.cairn-mentoring.cairn");
    #[cfg(target_os = "linux")]
    shown.action("default", "");
    for (id, label) in &notification.actions {
        shown.action(id, label);
    }
    shown
}

/// Linux daemons read the body as markup; titles of sessions are plain text.
fn escape(text: &str) -> String {
    if cfg!(target_os = "linux") {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use cairn_tests::{Desktop, Keyring};
    use std::{
        io::{BufRead, BufReader, Lines},
        process::{Child, ChildStdout, Stdio},
    };

    #[test]
    fn a_title_with_angle_brackets_is_shown_as_typed() {
        assert_eq!(escape("<b>R&D</b>"), "&lt;b&gt;R&amp;D&lt;/b&gt;");
    }

    /// Shows a notification on the desktop this process was started on, and prints the button that is clicked.
    #[test]
    #[ignore = "a part of the tests below, which start it on a desktop of their own"]
    fn show_one() {
        let (tell, told) = mpsc::channel();
        let notification = Notification {
            id: "1".into(),
            title: "Session with Ishani".into(),
            body: "in <10> minutes".into(),
            actions: [("open", "Open"), ("snooze", "Snooze"), ("log", "Log")]
                .map(|(id, label)| (id.into(), label.into()))
                .into(),
        };
        let shown = show(notification, move |action| tell.send(action.to_owned()).unwrap());
        println!("\n=> shown {}", shown.is_ok());
        if shown.is_ok() {
            println!("\n=> clicked {}", told.recv().unwrap());
        }
    }

    /// A process that shows a notification, and what it says of it.
    struct Shower {
        process: Child,
        said: Lines<BufReader<ChildStdout>>,
    }

    impl Shower {
        fn on(desktop: &Desktop) -> Self {
            let test = std::env::current_exe().unwrap();
            let mut process = desktop
                .command(test.to_str().unwrap())
                .args(["notifications::tests::show_one", "--exact", "--ignored", "--nocapture"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let said = BufReader::new(process.stdout.take().unwrap()).lines();
            Self { process, said }
        }

        fn says(&mut self) -> String {
            let line = self.said.find_map(|line| line.unwrap().strip_prefix("=> ").map(str::to_owned));
            line.expect("it has something to say")
        }
    }

    impl Drop for Shower {
        fn drop(&mut self) {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }

    #[rstest::rstest]
    #[case::snooze("Snooze", "snooze")]
    #[case::log("Log", "log")]
    fn a_click_on_a_button_comes_back(#[case] label: &str, #[case] id: &str) {
        let desktop = Desktop::new(Keyring::Absent);
        let mut shower = Shower::on(&desktop);
        assert_eq!(shower.says(), "shown true");
        let shown = desktop.sees_notification("Session with Ishani");
        assert!(shown.body.contains("10"), "{shown:?}");
        desktop.click_notification(label);
        assert_eq!(shower.says(), format!("clicked {id}"));
    }

    #[test]
    fn a_click_on_the_notification_itself_opens() {
        let desktop = Desktop::new(Keyring::Absent);
        let mut shower = Shower::on(&desktop);
        assert_eq!(shower.says(), "shown true");
        desktop.sees_notification("Session with Ishani");
        desktop.dunstctl("action");
        assert_eq!(shower.says(), "clicked open");
    }

    #[test]
    fn without_notifications_on_the_desktop_it_says_so() {
        let desktop = Desktop::new(Keyring::NoBus);
        assert_eq!(Shower::on(&desktop).says(), "shown false");
    }
}
