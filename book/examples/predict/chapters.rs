//! The chapters that have experiments in Rust. `cargo checker dev write` writes this file from the names of
//! the files beside it.

use crate::Chapter;

#[path = "21-addresses.rs"]
mod addresses;
#[path = "24-async.rs"]
mod async_lesson;
#[path = "02-communication-loop.rs"]
mod communication_loop;
#[path = "03-connection-loop.rs"]
mod connection_loop;
#[path = "14-datagrams.rs"]
mod datagrams;
#[path = "12-file-download.rs"]
mod file_download;
#[path = "09-framing.rs"]
mod framing;
#[path = "05-glue.rs"]
mod glue;
#[path = "23-group-chat.rs"]
mod group_chat;
#[path = "11-json-header.rs"]
mod json_header;
#[path = "06-leftover.rs"]
mod leftover;
#[path = "07-length-ack.rs"]
mod length_ack;
#[path = "10-lines.rs"]
mod lines;
#[path = "19-multiplex.rs"]
mod multiplex;
#[path = "01-one-shot.rs"]
mod one_shot;
#[path = "25-ping.rs"]
mod ping;
#[path = "17-processes.rs"]
mod processes;
#[path = "python.rs"]
mod python;
#[path = "15-retry.rs"]
mod retry;
#[path = "18-socketserver.rs"]
mod socketserver;
#[path = "08-struct-framing.rs"]
mod struct_framing;
#[path = "16-threads.rs"]
mod threads;
#[path = "22-timeouts.rs"]
mod timeouts;
#[path = "13-udp-echo.rs"]
mod udp_echo;
#[path = "20-unix-sockets.rs"]
mod unix_sockets;
#[path = "04-whole-message.rs"]
mod whole_message;

pub const CHAPTERS: &[Chapter] = &[
    Chapter { name: "01-one-shot", experiments: one_shot::EXPERIMENTS },
    Chapter { name: "02-communication-loop", experiments: communication_loop::EXPERIMENTS },
    Chapter { name: "03-connection-loop", experiments: connection_loop::EXPERIMENTS },
    Chapter { name: "04-whole-message", experiments: whole_message::EXPERIMENTS },
    Chapter { name: "05-glue", experiments: glue::EXPERIMENTS },
    Chapter { name: "06-leftover", experiments: leftover::EXPERIMENTS },
    Chapter { name: "07-length-ack", experiments: length_ack::EXPERIMENTS },
    Chapter { name: "08-struct-framing", experiments: struct_framing::EXPERIMENTS },
    Chapter { name: "09-framing", experiments: framing::EXPERIMENTS },
    Chapter { name: "10-lines", experiments: lines::EXPERIMENTS },
    Chapter { name: "11-json-header", experiments: json_header::EXPERIMENTS },
    Chapter { name: "12-file-download", experiments: file_download::EXPERIMENTS },
    Chapter { name: "13-udp-echo", experiments: udp_echo::EXPERIMENTS },
    Chapter { name: "14-datagrams", experiments: datagrams::EXPERIMENTS },
    Chapter { name: "15-retry", experiments: retry::EXPERIMENTS },
    Chapter { name: "16-threads", experiments: threads::EXPERIMENTS },
    Chapter { name: "17-processes", experiments: processes::EXPERIMENTS },
    Chapter { name: "18-socketserver", experiments: socketserver::EXPERIMENTS },
    Chapter { name: "19-multiplex", experiments: multiplex::EXPERIMENTS },
    Chapter { name: "20-unix-sockets", experiments: unix_sockets::EXPERIMENTS },
    Chapter { name: "21-addresses", experiments: addresses::EXPERIMENTS },
    Chapter { name: "22-timeouts", experiments: timeouts::EXPERIMENTS },
    Chapter { name: "23-group-chat", experiments: group_chat::EXPERIMENTS },
    Chapter { name: "24-async", experiments: async_lesson::EXPERIMENTS },
    Chapter { name: "25-ping", experiments: ping::EXPERIMENTS },
    Chapter { name: "python", experiments: python::EXPERIMENTS },
];
