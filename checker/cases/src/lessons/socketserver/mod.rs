//! Lesson 18: five servers out of one framework. Each kind is as concurrent as its name says, as far
//! as that can be seen on the wire, a request that fails ends itself alone, and all of them stop in good
//! order. The scripts stand beside this table.

mod stopping;
mod tcp;
mod udp;

use super::lines::habits;
use super::{Case, Exposes, Script};
use crate::rank::Rank::Core;
use crate::role::Role::Server;

const fn killed(control: Script) -> Exposes {
    Exposes { belief: "sigterm-lets-me-finish", control }
}

const fn accept_waits(control: Script) -> Exposes {
    Exposes { belief: "accept-can-wait", control }
}

const fn a_lock_is_held(control: Script) -> Exposes {
    Exposes { belief: "locks-may-be-held-over-io", control }
}

const fn short_write(control: Script) -> Exposes {
    Exposes { belief: "one-write-takes-it-all", control }
}

const fn accept_ends(control: Script) -> Exposes {
    Exposes { belief: "a-signal-ends-accept", control }
}

const IN_TURN: &[&str] = &["--kind", tcp::TCP];
const ON_THREADS: &[&str] = &["--kind", tcp::THREADING];
const IN_PROCESSES: &[&str] = &["--kind", tcp::FORKING];

pub const CASES: &[Case] = &[
    Case {
        name: "in-turn",
        role: Server,
        rank: Core,
        promise: "The server answers lines by lesson 10's rules, for one client after another (`tcp`)",
        play: tcp::a_conversation_in_turn,
        exposes: &[
            Exposes {
                belief: "finished-connections-close-themselves",
                control: tcp::one_client_in_turn,
            },
            Exposes { belief: "one-accept-is-enough", control: tcp::one_client_in_turn },
            Exposes {
                belief: "buffer-is-message",
                control: |scene| habits::first_answer(scene, IN_TURN),
            },
            Exposes {
                belief: "delimiter-comes-in-one-piece",
                control: |scene| habits::cut_anywhere_but_in_the_border(scene, IN_TURN),
            },
            Exposes {
                belief: "one-read-is-one-line",
                control: |scene| habits::whole_lines_of_both_kinds(scene, IN_TURN),
            },
            Exposes {
                belief: "one-send-is-one-line",
                control: |scene| habits::answers_without_newline(scene, IN_TURN),
            },
            Exposes {
                belief: "write-is-sent",
                control: |scene| habits::much_is_answered_at_last(scene, IN_TURN),
            },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: |scene| habits::answered_only_at_the_end(scene, IN_TURN),
            },
            Exposes {
                belief: "read-line-replaces",
                control: |scene| habits::second_answer_has_the_first(scene, IN_TURN),
            },
            Exposes { belief: "bytes-may-be-trimmed", control: tcp::whole_lines_in_turn },
            Exposes { belief: "each-read-is-whole-text", control: tcp::whole_lines_in_turn },
        ],
    },
    Case {
        name: "on-threads",
        role: Server,
        rank: Core,
        promise: "The server answers lines by lesson 10's rules (`threading-tcp`)",
        play: tcp::a_conversation_on_a_thread,
        exposes: &[
            Exposes {
                belief: "finished-connections-close-themselves",
                control: tcp::one_client_on_a_thread,
            },
            Exposes {
                belief: "buffer-is-message",
                control: |scene| habits::first_answer(scene, ON_THREADS),
            },
            Exposes {
                belief: "delimiter-comes-in-one-piece",
                control: |scene| habits::cut_anywhere_but_in_the_border(scene, ON_THREADS),
            },
            Exposes {
                belief: "one-read-is-one-line",
                control: |scene| habits::whole_lines_of_both_kinds(scene, ON_THREADS),
            },
            Exposes {
                belief: "one-send-is-one-line",
                control: |scene| habits::answers_without_newline(scene, ON_THREADS),
            },
            Exposes {
                belief: "write-is-sent",
                control: |scene| habits::much_is_answered_at_last(scene, ON_THREADS),
            },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: |scene| habits::answered_only_at_the_end(scene, ON_THREADS),
            },
            Exposes {
                belief: "read-line-replaces",
                control: |scene| habits::second_answer_has_the_first(scene, ON_THREADS),
            },
            Exposes { belief: "bytes-may-be-trimmed", control: tcp::whole_lines_on_threads },
            Exposes { belief: "each-read-is-whole-text", control: tcp::whole_lines_on_threads },
        ],
    },
    Case {
        name: "in-processes",
        role: Server,
        rank: Core,
        promise: "The server answers lines by lesson 10's rules (`forking-tcp`)",
        play: tcp::a_conversation_in_a_process,
        exposes: &[
            Exposes {
                belief: "finished-connections-close-themselves",
                control: tcp::one_client_in_a_process,
            },
            Exposes {
                belief: "buffer-is-message",
                control: |scene| habits::first_answer(scene, IN_PROCESSES),
            },
            Exposes {
                belief: "delimiter-comes-in-one-piece",
                control: |scene| habits::cut_anywhere_but_in_the_border(scene, IN_PROCESSES),
            },
            Exposes {
                belief: "one-read-is-one-line",
                control: |scene| habits::whole_lines_of_both_kinds(scene, IN_PROCESSES),
            },
            Exposes {
                belief: "one-send-is-one-line",
                control: |scene| habits::answers_without_newline(scene, IN_PROCESSES),
            },
            Exposes {
                belief: "write-is-sent",
                control: |scene| habits::much_is_answered_at_last(scene, IN_PROCESSES),
            },
            Exposes {
                belief: "read-to-end-is-one-message",
                control: |scene| habits::answered_only_at_the_end(scene, IN_PROCESSES),
            },
            Exposes {
                belief: "read-line-replaces",
                control: |scene| habits::second_answer_has_the_first(scene, IN_PROCESSES),
            },
            Exposes { belief: "bytes-may-be-trimmed", control: tcp::whole_lines_in_processes },
            Exposes { belief: "each-read-is-whole-text", control: tcp::whole_lines_in_processes },
        ],
    },
    Case {
        name: "one-at-a-time",
        role: Server,
        rank: Core,
        promise: "The server serves nobody else while one client is held in the middle of a line, and then the others in their order (`tcp`)",
        play: tcp::one_at_a_time,
        exposes: &[],
    },
    Case {
        name: "told-no-kind",
        role: Server,
        rank: Core,
        promise: "The server is of the kind `tcp` where no kind is named",
        play: tcp::in_turn_without_being_told,
        exposes: &[],
    },
    Case {
        name: "a-thread-for-each",
        role: Server,
        rank: Core,
        promise: "The server serves others while one is held in the middle of a line or does not read, in the same process (`threading-tcp`)",
        play: tcp::a_thread_for_each,
        exposes: &[
            accept_waits(tcp::whole_lines_on_threads),
            a_lock_is_held(tcp::whole_lines_on_threads),
            Exposes { belief: "one-handler-serves-all", control: tcp::whole_lines_on_threads },
            short_write(tcp::whole_lines_on_threads),
        ],
    },
    Case {
        name: "a-process-for-each",
        role: Server,
        rank: Core,
        promise: "The server serves others while one is held in the middle of a line or does not read, in other processes (`forking-tcp`)",
        play: tcp::a_process_for_each,
        exposes: &[
            accept_waits(tcp::whole_lines_in_processes),
            short_write(tcp::whole_lines_in_processes),
        ],
    },
    Case {
        name: "thirty-at-once",
        role: Server,
        rank: Core,
        promise: "The server serves thirty clients at once, each in the middle of a line (`threading-tcp`)",
        play: tcp::thirty_on_threads,
        exposes: &[
            accept_waits(tcp::whole_lines_on_threads),
            a_lock_is_held(tcp::whole_lines_on_threads),
            Exposes { belief: "one-handler-serves-all", control: tcp::whole_lines_on_threads },
        ],
    },
    Case {
        name: "six-at-once",
        role: Server,
        rank: Core,
        promise: "The server serves six clients at once, each in the middle of a line (`forking-tcp`)",
        play: tcp::six_in_processes,
        exposes: &[accept_waits(tcp::whole_lines_in_processes)],
    },
    Case {
        name: "no-zombies",
        role: Server,
        rank: Core,
        promise: "The server waits for its workers when they have ended (`forking-tcp`)",
        play: tcp::no_zombies,
        exposes: &[Exposes {
            belief: "ended-children-are-gone",
            control: tcp::whole_lines_in_processes,
        }],
    },
    Case {
        name: "half-a-line-is-forgotten",
        role: Server,
        rank: Core,
        promise: "The server takes what one client has left unfinished for no part of the next one's line",
        play: tcp::half_a_line_is_forgotten,
        exposes: &[
            Exposes { belief: "one-handler-serves-all", control: tcp::whole_lines_in_turn },
            Exposes { belief: "network-never-fails", control: tcp::too_long_in_turn },
            Exposes { belief: "broken-pipe-is-an-error", control: tcp::too_long_in_turn },
            Exposes {
                belief: "a-failed-request-fails-the-server",
                control: tcp::whole_lines_in_turn,
            },
        ],
    },
    Case {
        name: "line-too-long-in-turn",
        role: Server,
        rank: Core,
        promise: "The server closes the connection of a client whose line is too long, and serves the next (`tcp`)",
        play: tcp::too_long_in_turn,
        exposes: &[Exposes {
            belief: "a-failed-request-fails-the-server",
            control: tcp::whole_lines_in_turn,
        }],
    },
    Case {
        name: "line-too-long-on-a-thread",
        role: Server,
        rank: Core,
        promise: "The server closes the connection on which a line is too long, and goes on with the others (`threading-tcp`)",
        play: tcp::too_long_on_a_thread,
        exposes: &[Exposes {
            belief: "a-failed-request-fails-the-server",
            control: tcp::whole_lines_on_threads,
        }],
    },
    Case {
        name: "line-too-long-in-a-process",
        role: Server,
        rank: Core,
        promise: "The server closes the connection on which a line is too long, and goes on with the others (`forking-tcp`)",
        play: tcp::too_long_in_a_process,
        exposes: &[Exposes {
            belief: "a-failed-request-fails-the-server",
            control: tcp::whole_lines_in_processes,
        }],
    },
    Case {
        name: "resets-in-turn",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after some have reset their connections (`tcp`)",
        play: tcp::resets_in_turn,
        exposes: &[
            Exposes { belief: "one-handler-serves-all", control: tcp::whole_lines_in_turn },
            Exposes { belief: "network-never-fails", control: tcp::too_long_in_turn },
            Exposes { belief: "broken-pipe-is-an-error", control: tcp::too_long_in_turn },
            Exposes {
                belief: "a-failed-request-fails-the-server",
                control: tcp::whole_lines_in_turn,
            },
        ],
    },
    Case {
        name: "resets-on-threads",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after some have reset their connections (`threading-tcp`)",
        play: tcp::resets_on_a_thread,
        exposes: &[
            Exposes { belief: "one-handler-serves-all", control: tcp::whole_lines_on_threads },
            Exposes { belief: "network-never-fails", control: tcp::too_long_on_a_thread },
            Exposes { belief: "broken-pipe-is-an-error", control: tcp::too_long_on_a_thread },
            Exposes {
                belief: "a-failed-request-fails-the-server",
                control: tcp::whole_lines_on_threads,
            },
        ],
    },
    Case {
        name: "resets-in-processes",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after some have reset their connections (`forking-tcp`)",
        play: tcp::resets_in_a_process,
        exposes: &[
            Exposes { belief: "network-never-fails", control: tcp::too_long_in_a_process },
            Exposes { belief: "broken-pipe-is-an-error", control: tcp::too_long_in_a_process },
            Exposes {
                belief: "a-failed-request-fails-the-server",
                control: tcp::whole_lines_in_processes,
            },
        ],
    },
    Case {
        name: "datagrams-in-turn",
        role: Server,
        rank: Core,
        promise: "The server answers each datagram whole, to whom it came from (`udp`)",
        play: udp::datagrams_in_turn,
        exposes: &[],
    },
    Case {
        name: "datagrams-on-threads",
        role: Server,
        rank: Core,
        promise: "The server answers each datagram whole, to whom it came from (`threading-udp`)",
        play: udp::datagrams_on_threads,
        exposes: &[],
    },
    Case {
        name: "datagrams-at-once",
        role: Server,
        rank: Core,
        promise: "The server answers datagrams on more than one thread, so that none waits for another (`threading-udp`)",
        play: udp::datagrams_at_once,
        exposes: &[],
    },
    Case {
        name: "large-datagrams",
        role: Server,
        rank: Core,
        promise: "The server answers datagrams of 8,193 and of 65,507 bytes whole (`udp`)",
        play: udp::large_in_turn,
        exposes: &[],
    },
    Case {
        name: "large-datagrams-on-threads",
        role: Server,
        rank: Core,
        promise: "The server answers datagrams of 8,193 and of 65,507 bytes whole (`threading-udp`)",
        play: udp::large_on_threads,
        exposes: &[],
    },
    Case {
        name: "many-senders",
        role: Server,
        rank: Core,
        promise: "The server answers each of eight senders who write in one breath, once for each datagram (`udp`)",
        play: udp::many_senders_in_turn,
        exposes: &[],
    },
    Case {
        name: "many-senders-on-threads",
        role: Server,
        rank: Core,
        promise: "The server answers each of eight senders who write in one breath, once for each datagram (`threading-udp`)",
        play: udp::many_senders_on_threads,
        exposes: &[],
    },
    Case {
        name: "stops-in-turn",
        role: Server,
        rank: Core,
        promise: "The server ends with status 0 at SIGTERM when it has nothing to do (`tcp`)",
        play: stopping::idle_in_turn,
        exposes: &[
            accept_ends(stopping::a_visitor_in_turn),
            Exposes { belief: "zero-is-nothing-yet", control: tcp::one_client_in_turn },
        ],
    },
    Case {
        name: "stops-with-threads",
        role: Server,
        rank: Core,
        promise: "The server ends with status 0 at SIGTERM when it has nothing to do (`threading-tcp`)",
        play: stopping::idle_with_threads,
        exposes: &[
            accept_ends(stopping::a_visitor_on_a_thread),
            Exposes { belief: "zero-is-nothing-yet", control: tcp::one_client_on_a_thread },
        ],
    },
    Case {
        name: "stops-with-processes",
        role: Server,
        rank: Core,
        promise: "The server ends with status 0 at SIGTERM when it has nothing to do (`forking-tcp`)",
        play: stopping::idle_with_processes,
        exposes: &[
            accept_ends(stopping::a_visitor_in_a_process),
            Exposes { belief: "zero-is-nothing-yet", control: tcp::one_client_in_a_process },
        ],
    },
    Case {
        name: "stops-with-datagrams",
        role: Server,
        rank: Core,
        promise: "The server ends with status 0 at SIGTERM (`udp`)",
        play: stopping::idle_with_datagrams_in_turn,
        exposes: &[accept_ends(stopping::a_datagram_in_turn)],
    },
    Case {
        name: "stops-with-datagrams-on-threads",
        role: Server,
        rank: Core,
        promise: "The server ends with status 0 at SIGTERM (`threading-udp`)",
        play: stopping::idle_with_datagrams_on_threads,
        exposes: &[accept_ends(stopping::a_datagram_on_a_thread)],
    },
    Case {
        name: "finishes-in-turn",
        role: Server,
        rank: Core,
        promise: "The server ends at SIGTERM when the client in hand has all its answers, and not before (`tcp`)",
        play: stopping::mid_answer_in_turn,
        exposes: &[
            killed(tcp::whole_lines_in_turn),
            Exposes {
                belief: "exit-waits-for-the-others",
                control: stopping::ends_in_mid_answer_in_turn,
            },
        ],
    },
    Case {
        name: "finishes-on-threads",
        role: Server,
        rank: Core,
        promise: "The server ends at SIGTERM when its threads are done, and not before (`threading-tcp`)",
        play: stopping::mid_answer_on_a_thread,
        exposes: &[
            killed(tcp::whole_lines_on_threads),
            Exposes {
                belief: "exit-waits-for-the-others",
                control: stopping::ends_in_mid_answer_on_a_thread,
            },
        ],
    },
    Case {
        name: "finishes-in-processes",
        role: Server,
        rank: Core,
        promise: "The server ends at SIGTERM when its processes are done, and leaves none behind (`forking-tcp`)",
        play: stopping::mid_answer_in_a_process,
        exposes: &[
            killed(tcp::whole_lines_in_processes),
            Exposes {
                belief: "children-end-with-their-parent",
                control: stopping::after_the_answer,
            },
        ],
    },
    Case {
        name: "lines-that-have-come",
        role: Server,
        rank: Core,
        promise: "The server answers all lines that have come when SIGTERM does (`tcp`)",
        play: stopping::lines_that_have_come_in_turn,
        exposes: &[killed(tcp::whole_lines_in_turn)],
    },
    Case {
        name: "lines-that-have-come-to-threads",
        role: Server,
        rank: Core,
        promise: "The server answers all lines that have come when SIGTERM does (`threading-tcp`)",
        play: stopping::lines_that_have_come_to_threads,
        exposes: &[killed(tcp::whole_lines_on_threads)],
    },
    Case {
        name: "lines-that-have-come-to-processes",
        role: Server,
        rank: Core,
        promise: "The server answers all lines that have come when SIGTERM does (`forking-tcp`)",
        play: stopping::lines_that_have_come_to_processes,
        exposes: &[killed(tcp::whole_lines_in_processes)],
    },
    Case {
        name: "nobody-new",
        role: Server,
        rank: Core,
        promise: "The server serves nobody who comes after SIGTERM, while it finishes the others (`threading-tcp`)",
        play: stopping::nobody_new_on_threads,
        exposes: &[killed(tcp::whole_lines_on_threads)],
    },
    Case {
        name: "nobody-new-in-processes",
        role: Server,
        rank: Core,
        promise: "The server serves nobody who comes after SIGTERM, while it finishes the others (`forking-tcp`)",
        play: stopping::nobody_new_in_processes,
        exposes: &[killed(tcp::whole_lines_in_processes)],
    },
    Case {
        name: "back-at-once",
        role: Server,
        rank: Core,
        promise: "The server can be stopped after it closed a connection first, and started again at once",
        play: stopping::back_at_once,
        exposes: &[
            Exposes { belief: "port-is-free-at-once", control: stopping::back_after_nothing },
            Exposes {
                belief: "every-line-ends",
                control: |scene| habits::too_long_at_its_newline(scene, ON_THREADS),
            },
        ],
    },
    Case {
        name: "address-in-use",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: tcp::address_in_use,
        exposes: &[],
    },
    Case {
        name: "no-such-kind",
        role: Server,
        rank: Core,
        promise: "The server says in one line that there is no such kind, and ends with status 1",
        play: tcp::no_such_kind,
        exposes: &[],
    },
];
