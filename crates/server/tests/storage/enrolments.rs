//! Where two devices meet.

use crate::support::*;
use cairn_protocol::EnrolmentSlot::{self, *};
use cairn_server::storage::{Error, Outcome};

on_all!(slots_are_filled_once_and_in_order, an_enrolment_expires);

async fn slots_are_filled_once_and_in_order(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    on.storage.create_enrolment(ana.account, id("e"), NOW + HOUR).await.unwrap();
    let put = |slot: EnrolmentSlot, bytes: &[u8]| on.storage.put_slot(id("e"), slot, bytes.to_vec(), NOW);
    assert_eq!(on.storage.slot(id("e"), Commitment, NOW).await.unwrap(), None);
    for (slot, next) in [(Commitment, Answer), (Answer, Reveal), (Reveal, Secrets), (Secrets, Secrets)] {
        if slot != next {
            refused!(put(next, b"early").await, Error::Stale);
        }
        assert_eq!(put(slot, b"bytes").await.unwrap(), Outcome::New);
        assert_eq!(put(slot, b"bytes").await.unwrap(), Outcome::Same);
        refused!(put(slot, b"others").await, Error::Taken);
        assert_eq!(on.other.slot(id("e"), slot, NOW).await.unwrap().unwrap(), b"bytes");
    }
}

async fn an_enrolment_expires(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    on.storage.create_enrolment(ana.account, id("e"), NOW + HOUR).await.unwrap();
    refused!(on.storage.put_slot(id("e"), Commitment, vec![1], NOW + HOUR).await, Error::NotFound);
    refused!(on.storage.slot(id("e"), Commitment, NOW + HOUR).await, Error::NotFound);
    refused!(on.storage.slot(id("none"), Commitment, NOW).await, Error::NotFound);
    on.storage.tidy(NOW + HOUR).await.unwrap();
    refused!(on.storage.slot(id("e"), Commitment, NOW).await, Error::NotFound);
}
