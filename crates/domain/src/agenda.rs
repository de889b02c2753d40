//! What the members mean to talk about, and how it travels from session to session until they have.

use crate::{AgendaItemId, MemberId, MentorshipId, SessionId};

/// A thing to talk about.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaItem {
    /// Names it.
    pub id: AgendaItemId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// The session it is on now.
    pub session: SessionId,
    /// In a line.
    pub text: String,
    /// Who brought it.
    pub by: Option<MemberId>,
    /// Talked about.
    pub done: bool,
    /// Orders the items of a session.
    pub position: f64,
    /// The session it was first on, once it has been carried over.
    pub first_session: Option<SessionId>,
    /// How often it was carried over.
    pub moved: i64,
}

impl AgendaItem {
    /// The same item on a later session, remembering where it came from.
    pub fn carried_over(&self, to: SessionId, position: f64) -> AgendaItem {
        AgendaItem {
            session: to,
            position,
            first_session: self.first_session.or(Some(self.session)),
            moved: self.moved + 1,
            ..self.clone()
        }
    }
}

/// What was not talked about, as it stands on the session `to`: ahead of what is there already, in its old order.
pub fn carry_over(open: &[AgendaItem], to: SessionId, there: &[AgendaItem]) -> Vec<AgendaItem> {
    let mut left: Vec<&AgendaItem> = open.iter().filter(|item| !item.done && item.session != to).collect();
    left.sort_by(|a, b| a.position.total_cmp(&b.position));
    let first = there.iter().map(|item| item.position).min_by(f64::total_cmp).unwrap_or(1.0);
    let count = left.len() as f64;
    left.iter().enumerate().map(|(n, item)| item.carried_over(to, first - count + n as f64)).collect()
}

/// The position at the end of a list.
pub fn last_position(items: &[AgendaItem]) -> f64 {
    items.iter().map(|item| item.position).max_by(f64::total_cmp).unwrap_or(0.0) + 1.0
}

/// The position that puts an item at `index` among the others, which are in order.
pub fn position_at(others: &[AgendaItem], index: usize) -> f64 {
    let at = |index: usize| others.get(index).map(|item| item.position);
    let index = index.min(others.len());
    match (index.checked_sub(1).and_then(at), at(index)) {
        (None, None) => 1.0,
        (None, Some(next)) => next - 1.0,
        (Some(before), None) => before + 1.0,
        (Some(before), Some(next)) => before + (next - before) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn item(n: u128, session: u128, position: f64) -> AgendaItem {
        AgendaItem {
            id: AgendaItemId(Uuid::from_u128(n)),
            mentorship: MentorshipId(Uuid::nil()),
            session: SessionId(Uuid::from_u128(session)),
            text: format!("item {n}"),
            by: None,
            done: false,
            position,
            first_session: None,
            moved: 0,
        }
    }

    fn session(n: u128) -> SessionId {
        SessionId(Uuid::from_u128(n))
    }

    #[test]
    fn only_what_was_not_talked_about_is_carried_over() {
        let items = [item(1, 10, 1.0), AgendaItem { done: true, ..item(2, 10, 2.0) }, item(3, 10, 3.0)];
        let carried = carry_over(&items, session(11), &[]);
        let ids: Vec<_> = carried.iter().map(|item| item.id.0.as_u128()).collect();
        assert_eq!(ids, [1, 3]);
        assert!(carried.iter().all(|item| item.session == session(11) && item.moved == 1));
        assert!(carried.iter().all(|item| item.first_session == Some(session(10))));
    }

    #[test]
    fn the_first_session_is_kept_and_the_moves_are_counted() {
        let once = item(1, 10, 1.0).carried_over(session(11), 1.0);
        let twice = once.carried_over(session(12), 1.0);
        assert_eq!((twice.first_session, twice.moved), (Some(session(10)), 2));
    }

    #[test]
    fn what_is_carried_over_stands_before_what_is_there_in_its_old_order() {
        let there = [item(8, 11, 0.5), item(9, 11, 4.0)];
        let mut all = carry_over(&[item(2, 10, 7.0), item(1, 10, 3.0)], session(11), &there);
        all.extend(there);
        all.sort_by(|a, b| a.position.total_cmp(&b.position));
        let order: Vec<_> = all.iter().map(|item| item.id.0.as_u128()).collect();
        assert_eq!(order, [1, 2, 8, 9]);
    }

    #[test]
    fn an_item_goes_where_it_is_put() {
        let others = [item(1, 10, 1.0), item(2, 10, 2.0)];
        assert_eq!(position_at(&others, 0), 0.0);
        assert_eq!(position_at(&others, 1), 1.5);
        assert_eq!(position_at(&others, 9), 3.0);
        assert_eq!(position_at(&[], 3), 1.0);
        assert_eq!(last_position(&others), 3.0);
    }
}
