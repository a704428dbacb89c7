//! Each lesson's cases, and the scenes that lessons share. `cargo checker dev write` writes this file from
//! the folders `checker/course/NN-slug/cases` and from the files beside it.

mod chat;
mod claims;
mod files;
mod full_buffers;
mod left_behind;
mod many_clients;
mod remote;
mod rows;

#[path = "../../21-addresses/cases/mod.rs"]
mod addresses;
#[path = "../../24-async/cases/mod.rs"]
mod async_lesson;
#[path = "../../02-communication-loop/cases/mod.rs"]
mod communication_loop;
#[path = "../../03-connection-loop/cases/mod.rs"]
mod connection_loop;
#[path = "../../14-datagrams/cases/mod.rs"]
mod datagrams;
#[path = "../../12-file-download/cases/mod.rs"]
mod file_download;
#[path = "../../09-framing/cases/mod.rs"]
mod framing;
#[path = "../../05-glue/cases/mod.rs"]
mod glue;
#[path = "../../23-group-chat/cases/mod.rs"]
mod group_chat;
#[path = "../../11-json-header/cases/mod.rs"]
mod json_header;
#[path = "../../06-leftover/cases/mod.rs"]
mod leftover;
#[path = "../../07-length-ack/cases/mod.rs"]
mod length_ack;
#[path = "../../10-lines/cases/mod.rs"]
mod lines;
#[path = "../../19-multiplex/cases/mod.rs"]
mod multiplex;
#[path = "../../01-one-shot/cases/mod.rs"]
mod one_shot;
#[path = "../../25-ping/cases/mod.rs"]
mod ping;
#[path = "../../17-processes/cases/mod.rs"]
mod processes;
#[path = "../../15-retry/cases/mod.rs"]
mod retry;
#[path = "../../18-socketserver/cases/mod.rs"]
mod socketserver;
#[path = "../../08-struct-framing/cases/mod.rs"]
mod struct_framing;
#[path = "../../16-threads/cases/mod.rs"]
mod threads;
#[path = "../../22-timeouts/cases/mod.rs"]
mod timeouts;
#[path = "../../13-udp-echo/cases/mod.rs"]
mod udp_echo;
#[path = "../../20-unix-sockets/cases/mod.rs"]
mod unix_sockets;
#[path = "../../04-whole-message/cases/mod.rs"]
mod whole_message;

pub use crate::case::{Case, Exposes, Script, belief};

/// The cases of a lesson, in the order in which they are played.
pub fn cases(slug: &str) -> &'static [Case] {
    match slug {
        "one-shot" => one_shot::CASES,
        "communication-loop" => communication_loop::CASES,
        "connection-loop" => connection_loop::CASES,
        "whole-message" => whole_message::CASES,
        "glue" => glue::CASES,
        "leftover" => leftover::CASES,
        "length-ack" => length_ack::CASES,
        "struct-framing" => struct_framing::CASES,
        "framing" => framing::CASES,
        "lines" => lines::CASES,
        "json-header" => json_header::CASES,
        "file-download" => file_download::CASES,
        "udp-echo" => udp_echo::CASES,
        "datagrams" => datagrams::CASES,
        "retry" => retry::CASES,
        "threads" => threads::CASES,
        "processes" => processes::CASES,
        "socketserver" => socketserver::CASES,
        "multiplex" => multiplex::CASES,
        "unix-sockets" => unix_sockets::CASES,
        "addresses" => addresses::CASES,
        "timeouts" => timeouts::CASES,
        "group-chat" => group_chat::CASES,
        "async" => async_lesson::CASES,
        "ping" => ping::CASES,
        _ => &[],
    }
}

/// One case of a lesson.
pub fn case(slug: &str, name: &str) -> Option<&'static Case> {
    cases(slug).iter().find(|case| case.name == name)
}
