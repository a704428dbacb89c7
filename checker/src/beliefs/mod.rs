//! What a learner may believe about sockets and is not so: each belief as data, with the evidence
//! that fits it. A belief is named only where its evidence fits *and* a control, the same scene
//! without the trap, was kept; the controls stand with the cases, in `lessons`.

mod addresses;
mod answers;
mod async_chat;
mod datagrams;
mod evidence;
mod file_download;
mod framing;
mod glue;
mod group_chat;
mod json_header;
mod leftover;
mod length_ack;
mod lines;
mod multiplex;
mod one_conversation;
mod ping;
mod processes;
mod retry;
mod socketserver;
mod struct_framing;
mod threads;
mod timeouts;
mod udp_echo;
mod unix_sockets;
mod whole_message;

use std::sync::OnceLock;

use stage::breach::Breach;

/// A wrong belief.
#[derive(Clone, Copy)]
pub struct Belief {
    /// How it is called in reports and on the command line.
    pub id: &'static str,
    /// The belief, as somebody who holds it would say it.
    pub title: &'static str,
    /// What is so instead, in a sentence or two.
    pub truth: &'static str,
    /// Why, in a short paragraph.
    pub why: &'static str,
    /// The slug of the lesson whose chapter explains it.
    pub chapter: &'static str,
    /// A few lines of code: wrong, then right.
    pub example: &'static str,
    /// Whether the evidence of a failure fits it.
    pub fits: fn(&Breach) -> bool,
}

/// Every belief, in the order of the lessons that meet it first.
pub fn all() -> &'static [Belief] {
    static ALL: OnceLock<Vec<Belief>> = OnceLock::new();
    ALL.get_or_init(|| {
        [
            one_conversation::BELIEFS,
            whole_message::BELIEFS,
            glue::BELIEFS,
            leftover::BELIEFS,
            length_ack::BELIEFS,
            struct_framing::BELIEFS,
            framing::BELIEFS,
            lines::BELIEFS,
            json_header::BELIEFS,
            file_download::BELIEFS,
            udp_echo::BELIEFS,
            datagrams::BELIEFS,
            retry::BELIEFS,
            threads::BELIEFS,
            processes::BELIEFS,
            socketserver::BELIEFS,
            multiplex::BELIEFS,
            unix_sockets::BELIEFS,
            addresses::BELIEFS,
            timeouts::BELIEFS,
            group_chat::BELIEFS,
            async_chat::BELIEFS,
            ping::BELIEFS,
        ]
        .concat()
    })
}

/// The belief with this id.
pub fn find(id: &str) -> Option<&'static Belief> {
    all().iter().find(|belief| belief.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_and_every_belief_has_words_for_all() {
        let ids: HashSet<_> = all().iter().map(|belief| belief.id).collect();
        assert_eq!(ids.len(), all().len());
        for belief in all() {
            for words in [belief.title, belief.truth, belief.why, belief.example] {
                assert!(!words.trim().is_empty(), "{} lacks words", belief.id);
            }
            let lessons = crate::course::lessons();
            assert!(
                lessons.iter().any(|l| l.slug == belief.chapter),
                "{}: no such chapter",
                belief.id
            );
        }
    }

    #[test]
    fn every_belief_is_exposed_by_a_case_and_every_case_exposes_beliefs_that_exist() {
        let exposed: HashSet<_> = crate::course::lessons()
            .iter()
            .flat_map(|lesson| crate::lessons::cases(&lesson.slug))
            .flat_map(|case| case.exposes)
            .map(|exposes| exposes.belief)
            .collect();
        for id in &exposed {
            assert!(find(id).is_some(), "no belief is called {id}");
        }
        for belief in all() {
            assert!(exposed.contains(belief.id), "no case exposes {}", belief.id);
        }
    }
}
