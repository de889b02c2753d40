use proptest::prelude::*;
use rstest::rstest;

use super::*;

const ID: &str = "04HMASW9NF6YY04HMASW9NF6YW";
const PIN: &str = "pin-AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn invite(text: &str) -> Result<InviteLink, LinkError> {
    InviteLink::parse(&text.replace("ID", ID))
}

#[rstest]
#[case::public("cairn://join/cairn.example.org/ID#ID", "cairn.example.org", Trust::Public)]
#[case::port("cairn://join/10.0.0.7:8443/ID#ID.PIN", "10.0.0.7:8443", Trust::Pinned(std::array::from_fn(|at| at as u8)))]
#[case::ipv6("cairn://join/[fd00::7]/ID#ID.PIN", "[fd00::7]", Trust::Pinned(std::array::from_fn(|at| at as u8)))]
#[case::plain("cairn://join/127.0.0.1:8080/ID#ID.plain", "127.0.0.1:8080", Trust::Plain)]
#[case::plain_ipv6("cairn://join/[::1]:8080/ID#ID.plain", "[::1]:8080", Trust::Plain)]
#[case::plain_name("cairn://join/localhost/ID#ID.plain", "localhost", Trust::Plain)]
fn a_link_is_read_and_written_the_same(#[case] text: &str, #[case] host: &str, #[case] trust: Trust) {
    let text = text.replace("ID", ID).replace("PIN", PIN);
    let link = InviteLink::parse(&text).expect("it is a link");
    assert_eq!((link.server.host_and_port().as_str(), link.server.trust()), (host, trust));
    assert_eq!(link.to_text().as_str(), text);
    let device = DeviceLink { server: link.server.clone(), enrolment: link.invite.0 };
    assert_eq!(DeviceLink::parse(&device.to_text()), Ok(device));
}

#[test]
fn a_device_link_has_no_secret() {
    let text = format!("cairn://device/cairn.example.org/{ID}");
    assert_eq!(DeviceLink::parse(&text).map(|link| link.to_text()), Ok(text.clone()));
    assert_eq!(DeviceLink::parse(&format!("{text}#{ID}")), Err(LinkError::Trust));
    let pinned = format!("{text}#.{PIN}");
    assert_eq!(DeviceLink::parse(&pinned).map(|link| link.to_text()), Ok(pinned));
}

#[test]
fn case_and_space_around_do_not_matter() {
    let text = format!("  cairn://join/Cairn.Example.org/{ID}#{ID}\n");
    let written = format!("cairn://join/cairn.example.org/{ID}#{ID}");
    assert_eq!(InviteLink::parse(&text).map(|link| link.to_text().to_string()), Ok(written.clone()));
    assert_eq!(InviteLink::parse(&text.to_lowercase()).map(|link| link.to_text().to_string()), Ok(written));
}

#[rstest]
#[case::empty("", LinkError::NotALink)]
#[case::web("https://join/example.org/ID#ID", LinkError::NotALink)]
#[case::device("cairn://device/example.org/ID#ID", LinkError::NotALink)]
#[case::no_id("cairn://join/example.org", LinkError::Id)]
#[case::short_id("cairn://join/example.org/ABC#ID", LinkError::Id)]
#[case::path("cairn://join/example.org/ID/x#ID", LinkError::Id)]
#[case::no_secret("cairn://join/example.org/ID", LinkError::Secret)]
#[case::cut_secret("cairn://join/example.org/ID#04HMASW9NF6YY04HMASW9NF6Y", LinkError::Secret)]
#[case::trust("cairn://join/example.org/ID#ID.sure", LinkError::Trust)]
#[case::no_trust("cairn://join/example.org/ID#ID.", LinkError::Trust)]
#[case::short_pin("cairn://join/example.org/ID#ID.pin-AAEC", LinkError::Trust)]
#[case::loose_pin(
    "cairn://join/example.org/ID#ID.pin-AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
    LinkError::Trust
)]
#[case::plain("cairn://join/example.org/ID#ID.plain", LinkError::PlainElsewhere)]
#[case::plain_lookalike("cairn://join/127.0.0.1.example.org/ID#ID.plain", LinkError::PlainElsewhere)]
#[case::no_host("cairn://join//ID#ID", LinkError::Host)]
#[case::user("cairn://join/me@example.org/ID#ID", LinkError::Host)]
#[case::space("cairn://join/example .org/ID#ID", LinkError::Host)]
#[case::not_ascii("cairn://join/ex\u{e4}mple.org/ID#ID", LinkError::Host)]
#[case::bare_ipv6("cairn://join/fd00::7/ID#ID", LinkError::Host)]
#[case::port_zero("cairn://join/example.org:0/ID#ID", LinkError::Host)]
#[case::port_high("cairn://join/example.org:65536/ID#ID", LinkError::Host)]
#[case::port_sign("cairn://join/example.org:+443/ID#ID", LinkError::Host)]
#[case::no_port("cairn://join/example.org:/ID#ID", LinkError::Host)]
fn other_texts_are_refused_by_name(#[case] text: &str, #[case] error: LinkError) {
    assert_eq!(invite(text), Err(error));
}

#[test]
fn a_very_long_text_is_not_looked_at() {
    assert_eq!(invite(&format!("cairn://join/{}/ID#ID", "a.".repeat(300))), Err(LinkError::NotALink));
}

proptest! {
    #[test]
    fn any_text_is_a_link_or_is_not(text in "(cairn://(join|device)/)?.{0,80}") {
        if let Ok(link) = InviteLink::parse(&text) {
            prop_assert_eq!(InviteLink::parse(&link.to_text()), Ok(link));
        }
        if let Ok(link) = DeviceLink::parse(&text) {
            prop_assert_eq!(DeviceLink::parse(&link.to_text()), Ok(link));
        }
    }

    #[test]
    fn any_host_and_fragment_is_one_or_is_not(host in "[a-z0-9.:\\[\\]-]{0,12}", end in "[A-Za-z0-9._-]{0,50}") {
        let text = format!("cairn://join/{host}/{ID}#{ID}{end}");
        if let Ok(link) = InviteLink::parse(&text) {
            prop_assert_eq!(InviteLink::parse(&link.to_text()), Ok(link));
        }
    }
}
