//! Lesson 18: five servers built with one framework. Each kind is as concurrent as its name says, as far
//! as its clients can see. A failing request ends only itself, and all servers stop gracefully. The
//! scripts are in the files next to this table.

mod stopping;
mod tcp;
mod udp;

use super::lines::habits;
use super::{Case, Exposes, Script};
use crate::case::Need;
use crate::ids::*;
use crate::lessons::{belief, rows};

const fn killed(control: Script) -> Exposes {
    belief(SIGTERM_LETS_ME_FINISH, control)
}

const fn accept_waits(control: Script) -> Exposes {
    belief(ACCEPT_CAN_WAIT, control)
}

const fn a_lock_is_held(control: Script) -> Exposes {
    belief(LOCKS_MAY_BE_HELD_OVER_IO, control)
}

const fn short_write(control: Script) -> Exposes {
    belief(ONE_WRITE_TAKES_IT_ALL, control)
}

const fn accept_ends(control: Script) -> Exposes {
    belief(A_SIGNAL_ENDS_ACCEPT, control)
}

const IN_TURN: &[&str] = &["--kind", tcp::TCP];
const ON_THREADS: &[&str] = &["--kind", tcp::THREADING];
const IN_PROCESSES: &[&str] = &["--kind", tcp::FORKING];

pub const CASES: &[Case] = &[
    Case::server("in-turn", tcp::a_conversation_in_turn)
        .promises("The server answers lines by lesson 10's rules, for one client after another (`tcp`)")
        .exposes(&[
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, tcp::one_client_in_turn),
            belief(ONE_ACCEPT_IS_ENOUGH, tcp::one_client_in_turn),
            belief(BUFFER_IS_MESSAGE, |scene| habits::first_answer(scene, IN_TURN)),
            belief(DELIMITER_COMES_IN_ONE_PIECE, |scene| habits::cut_anywhere_but_in_the_delimiter(scene, IN_TURN)),
            belief(ONE_READ_IS_ONE_LINE, |scene| habits::whole_lines_of_both_kinds(scene, IN_TURN)),
            belief(ONE_SEND_IS_ONE_LINE, |scene| habits::answers_without_newline(scene, IN_TURN)),
            belief(WRITE_IS_SENT, |scene| habits::much_is_answered_at_last(scene, IN_TURN)),
            belief(READ_TO_END_IS_ONE_MESSAGE, |scene| habits::answered_only_at_the_end(scene, IN_TURN)),
            belief(READ_LINE_REPLACES, |scene| habits::second_answer_has_the_first(scene, IN_TURN)),
            belief(BYTES_MAY_BE_TRIMMED, tcp::whole_lines_in_turn),
            belief(EACH_READ_IS_WHOLE_TEXT, tcp::whole_lines_in_turn),
        ]),
    Case::server("on-threads", tcp::a_conversation_on_a_thread)
        .promises("The server answers lines by lesson 10's rules (`threading-tcp`)")
        .exposes(&[
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, tcp::one_client_on_a_thread),
            belief(BUFFER_IS_MESSAGE, |scene| habits::first_answer(scene, ON_THREADS)),
            belief(DELIMITER_COMES_IN_ONE_PIECE, |scene| habits::cut_anywhere_but_in_the_delimiter(scene, ON_THREADS)),
            belief(ONE_READ_IS_ONE_LINE, |scene| habits::whole_lines_of_both_kinds(scene, ON_THREADS)),
            belief(ONE_SEND_IS_ONE_LINE, |scene| habits::answers_without_newline(scene, ON_THREADS)),
            belief(WRITE_IS_SENT, |scene| habits::much_is_answered_at_last(scene, ON_THREADS)),
            belief(READ_TO_END_IS_ONE_MESSAGE, |scene| habits::answered_only_at_the_end(scene, ON_THREADS)),
            belief(READ_LINE_REPLACES, |scene| habits::second_answer_has_the_first(scene, ON_THREADS)),
            belief(BYTES_MAY_BE_TRIMMED, tcp::whole_lines_on_threads),
            belief(EACH_READ_IS_WHOLE_TEXT, tcp::whole_lines_on_threads),
        ]),
    Case::server("in-processes", tcp::a_conversation_in_a_process)
        .promises("The server answers lines by lesson 10's rules (`forking-tcp`)")
        .exposes(&[
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, tcp::one_client_in_a_process),
            belief(BUFFER_IS_MESSAGE, |scene| habits::first_answer(scene, IN_PROCESSES)),
            belief(DELIMITER_COMES_IN_ONE_PIECE, |scene| habits::cut_anywhere_but_in_the_delimiter(scene, IN_PROCESSES)),
            belief(ONE_READ_IS_ONE_LINE, |scene| habits::whole_lines_of_both_kinds(scene, IN_PROCESSES)),
            belief(ONE_SEND_IS_ONE_LINE, |scene| habits::answers_without_newline(scene, IN_PROCESSES)),
            belief(WRITE_IS_SENT, |scene| habits::much_is_answered_at_last(scene, IN_PROCESSES)),
            belief(READ_TO_END_IS_ONE_MESSAGE, |scene| habits::answered_only_at_the_end(scene, IN_PROCESSES)),
            belief(READ_LINE_REPLACES, |scene| habits::second_answer_has_the_first(scene, IN_PROCESSES)),
            belief(BYTES_MAY_BE_TRIMMED, tcp::whole_lines_in_processes),
            belief(EACH_READ_IS_WHOLE_TEXT, tcp::whole_lines_in_processes),
        ]),
    Case::server("one-at-a-time", tcp::one_at_a_time)
        .promises("The server serves one client at a time, and the others in their order (`tcp`)"),
    Case::server("told-no-kind", tcp::in_turn_by_default)
        .promises("The server is of kind `tcp` if no kind is given"),
    Case::server("a-thread-for-each", tcp::a_thread_for_each)
        .promises("The server serves others while one client stalls, in the same process (`threading-tcp`)")
        .exposes(&[
            accept_waits(tcp::whole_lines_on_threads),
            a_lock_is_held(tcp::whole_lines_on_threads),
            belief(ONE_HANDLER_SERVES_ALL, tcp::whole_lines_on_threads),
            short_write(tcp::whole_lines_on_threads),
        ]),
    Case::server("a-process-for-each", tcp::a_process_for_each)
        .promises("The server serves others while one client stalls, in other processes (`forking-tcp`)")
        .exposes(&[
            accept_waits(tcp::whole_lines_in_processes),
            short_write(tcp::whole_lines_in_processes),
        ]),
    Case::server("thirty-at-once", tcp::thirty_on_threads)
        .promises("The server serves thirty clients at once, each in the middle of a line (`threading-tcp`)")
        .exposes(&[
            accept_waits(tcp::whole_lines_on_threads),
            a_lock_is_held(tcp::whole_lines_on_threads),
            belief(ONE_HANDLER_SERVES_ALL, tcp::whole_lines_on_threads),
        ]),
    Case::server("six-at-once", tcp::six_in_processes)
        .promises("The server serves six clients at once, each in the middle of a line (`forking-tcp`)")
        .exposes(&[accept_waits(tcp::whole_lines_in_processes)]),
    Case::server("no-zombies", tcp::no_zombies)
        .promises("The server waits for its ended workers (`forking-tcp`)")
        .exposes(&[belief(ENDED_CHILDREN_ARE_GONE, tcp::whole_lines_in_processes)]),
    Case::server("half-a-line-is-forgotten", tcp::half_a_line_is_forgotten)
        .promises("The server does not treat one client's unfinished line as part of the next one's")
        .exposes(&[
            belief(ONE_HANDLER_SERVES_ALL, tcp::whole_lines_in_turn),
            belief(NETWORK_NEVER_FAILS, tcp::too_long_in_turn),
            belief(BROKEN_PIPE_IS_AN_ERROR, tcp::too_long_in_turn),
            belief(A_FAILED_REQUEST_FAILS_THE_SERVER, tcp::whole_lines_in_turn),
        ]),
    Case::server("line-too-long-in-turn", tcp::too_long_in_turn)
        .promises("The server drops a client whose line is too long, and serves the next (`tcp`)")
        .exposes(&[belief(A_FAILED_REQUEST_FAILS_THE_SERVER, tcp::whole_lines_in_turn)]),
    Case::server("line-too-long-on-a-thread", tcp::too_long_on_a_thread)
        .promises("The server drops a client whose line is too long, and serves the others (`threading-tcp`)")
        .exposes(&[belief(A_FAILED_REQUEST_FAILS_THE_SERVER, tcp::whole_lines_on_threads)]),
    Case::server("line-too-long-in-a-process", tcp::too_long_in_a_process)
        .promises("The server drops a client whose line is too long, and serves the others (`forking-tcp`)")
        .exposes(&[belief(A_FAILED_REQUEST_FAILS_THE_SERVER, tcp::whole_lines_in_processes)]),
    Case::server("resets-in-turn", tcp::resets_in_turn)
        .promises("The server serves the next client after some connections were reset (`tcp`)")
        .exposes(&[
            belief(ONE_HANDLER_SERVES_ALL, tcp::whole_lines_in_turn),
            belief(NETWORK_NEVER_FAILS, tcp::too_long_in_turn),
            belief(BROKEN_PIPE_IS_AN_ERROR, tcp::too_long_in_turn),
            belief(A_FAILED_REQUEST_FAILS_THE_SERVER, tcp::whole_lines_in_turn),
        ]),
    Case::server("resets-on-threads", tcp::resets_on_a_thread)
        .promises("The server serves the next client after some connections were reset (`threading-tcp`)")
        .exposes(&[
            belief(ONE_HANDLER_SERVES_ALL, tcp::whole_lines_on_threads),
            belief(NETWORK_NEVER_FAILS, tcp::too_long_on_a_thread),
            belief(BROKEN_PIPE_IS_AN_ERROR, tcp::too_long_on_a_thread),
            belief(A_FAILED_REQUEST_FAILS_THE_SERVER, tcp::whole_lines_on_threads),
        ]),
    Case::server("resets-in-processes", tcp::resets_in_a_process)
        .promises("The server serves the next client after some connections were reset (`forking-tcp`)")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, tcp::too_long_in_a_process),
            belief(BROKEN_PIPE_IS_AN_ERROR, tcp::too_long_in_a_process),
            belief(A_FAILED_REQUEST_FAILS_THE_SERVER, tcp::whole_lines_in_processes),
        ]),
    Case::server("datagrams-in-turn", udp::datagrams_in_turn)
        .promises("The server answers each datagram whole, to its sender (`udp`)")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, udp::words_in_turn)]),
    Case::server("datagrams-on-threads", udp::datagrams_on_threads)
        .promises("The server answers each datagram whole, to its sender (`threading-udp`)")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, udp::words_on_threads)]),
    Case::server("datagrams-at-once", udp::datagrams_at_once)
        .promises("The server answers datagrams on several threads, so that none waits (`threading-udp`)")
        .needs(Need::Cell)
        .depends_on_the_way(),
    Case::server("large-datagrams", udp::large_in_turn)
        .promises("The server answers datagrams of 8,193 and 65,507 bytes whole (`udp`)"),
    Case::server("large-datagrams-on-threads", udp::large_on_threads)
        .promises("The server answers datagrams of 8,193 and 65,507 bytes whole (`threading-udp`)"),
    Case::server("many-senders", udp::many_senders_in_turn)
        .promises("The server answers eight simultaneous senders once for each datagram (`udp`)"),
    Case::server("many-senders-on-threads", udp::many_senders_on_threads)
        .promises("The server answers eight simultaneous senders once for each datagram (`threading-udp`)"),
    Case::server("stops-in-turn", stopping::idle_in_turn)
        .promises("The server exits with status 0 at SIGTERM when it is idle (`tcp`)")
        .exposes(&[
            accept_ends(stopping::a_visitor_in_turn),
            belief(ZERO_IS_NOTHING_YET, tcp::one_client_in_turn),
        ]),
    Case::server("stops-with-threads", stopping::idle_with_threads)
        .promises("The server exits with status 0 at SIGTERM when it is idle (`threading-tcp`)")
        .exposes(&[
            accept_ends(stopping::a_visitor_on_a_thread),
            belief(ZERO_IS_NOTHING_YET, tcp::one_client_on_a_thread),
        ]),
    Case::server("stops-with-processes", stopping::idle_with_processes)
        .promises("The server exits with status 0 at SIGTERM when it is idle (`forking-tcp`)")
        .exposes(&[
            accept_ends(stopping::a_visitor_in_a_process),
            belief(ZERO_IS_NOTHING_YET, tcp::one_client_in_a_process),
        ]),
    Case::server("stops-with-datagrams", stopping::idle_with_datagrams_in_turn)
        .promises("The server exits with status 0 at SIGTERM (`udp`)")
        .exposes(&[accept_ends(stopping::a_datagram_in_turn)]),
    Case::server("stops-with-datagrams-on-threads", stopping::idle_with_datagrams_on_threads)
        .promises("The server exits with status 0 at SIGTERM (`threading-udp`)")
        .exposes(&[accept_ends(stopping::a_datagram_on_a_thread)]),
    Case::server("finishes-in-turn", stopping::mid_answer_in_turn)
        .promises("The server exits at SIGTERM only once its client has all its answers (`tcp`)")
        .exposes(&[
            killed(tcp::whole_lines_in_turn),
            belief(EXIT_WAITS_FOR_THE_OTHERS, stopping::ends_in_mid_answer_in_turn),
        ]),
    Case::server("finishes-on-threads", stopping::mid_answer_on_a_thread)
        .promises("The server exits at SIGTERM only once its threads are done (`threading-tcp`)")
        .exposes(&[
            killed(tcp::whole_lines_on_threads),
            belief(EXIT_WAITS_FOR_THE_OTHERS, stopping::ends_in_mid_answer_on_a_thread),
        ]),
    Case::server("finishes-in-processes", stopping::mid_answer_in_a_process)
        .promises("The server exits at SIGTERM once its processes are done, leaving none (`forking-tcp`)")
        .exposes(&[
            killed(tcp::whole_lines_in_processes),
            belief(CHILDREN_END_WITH_THEIR_PARENT, stopping::after_the_answer),
        ]),
    Case::server("lines-that-have-come", stopping::lines_that_have_come_in_turn)
        .promises("The server answers all lines that have arrived when SIGTERM does (`tcp`)")
        .exposes(&[killed(tcp::whole_lines_in_turn)]),
    Case::server("lines-that-have-come-to-threads", stopping::lines_that_have_come_to_threads)
        .promises("The server answers all lines that have arrived when SIGTERM does (`threading-tcp`)")
        .exposes(&[killed(tcp::whole_lines_on_threads)]),
    Case::server("lines-that-have-come-to-processes", stopping::lines_that_have_come_to_processes)
        .promises("The server answers all lines that have arrived when SIGTERM does (`forking-tcp`)")
        .exposes(&[killed(tcp::whole_lines_in_processes)]),
    Case::server("nobody-new", stopping::nobody_new_on_threads)
        .promises("The server serves no new client after SIGTERM, but finishes the others (`threading-tcp`)")
        .exposes(&[killed(tcp::whole_lines_on_threads)]),
    Case::server("nobody-new-in-processes", stopping::nobody_new_in_processes)
        .promises("The server serves no new client after SIGTERM, but finishes the others (`forking-tcp`)")
        .exposes(&[killed(tcp::whole_lines_in_processes)]),
    Case::server("back-at-once", stopping::back_at_once)
        .promises("The server can be restarted at once, even if it closed a connection first")
        .exposes(&[
            belief(PORT_IS_FREE_AT_ONCE, stopping::back_after_nothing),
            belief(EVERY_LINE_ENDS, |scene| habits::too_long_at_its_newline(scene, ON_THREADS)),
        ]),
    rows::address_in_use_by(tcp::address_in_use),
    Case::server("no-such-kind", tcp::no_such_kind)
        .promises("The server prints an error and exits with status 1 if there is no such kind"),
];
