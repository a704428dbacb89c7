//! What a chat client promises, and the beliefs that may be behind a failure.

use super::super::Case;
use super::client;
use crate::ids::*;
use crate::lessons::belief;

pub const CLIENT: [Case; 22] = [
    Case::client("joins-first", client::joins_first)
        .promises("The client joins under its name as soon as it is connected, and says nothing more")
        .exposes(&[belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers)]),
    Case::client("says-what-is-typed", client::says_what_is_typed)
        .promises("The client says each line as it was typed")
        .exposes(&[belief(READ_LINE_REPLACES, client::second_line_has_the_first)]),
    Case::client("any-line-typed", client::any_line_typed)
        .promises("The client says a line as it was typed: white space, `Q`, `quit` and all")
        .manners(),
    Case::client("own-lines-come-back", client::own_lines_come_back)
        .promises("The client prints its own line when the server passes it on, and not before"),
    Case::client("prints-what-is-heard", client::prints_what_is_heard)
        .promises("The client prints at once what others say, and who comes and goes, while nothing is typed")
        .exposes(&[
            belief(FIRST_I_SPEAK_THEN_THEY, client::in_turn),
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
        ]),
    Case::client("any-text-heard", client::any_text)
        .promises("The client prints names and texts as they are, in whatever way their JSON was written"),
    Case::client("more-than-it-knows", client::more_than_it_knows)
        .promises("The client takes no offence at fields and frames that it does not know"),
    Case::client("news-in-pieces", client::news_in_pieces)
        .promises("The client understands a frame in whatever pieces it comes"),
    Case::client("news-in-one-breath", client::news_in_one_breath)
        .promises("The client prints all of eleven frames that come together"),
    Case::client("half-a-line-is-typed", client::half_a_line_is_typed)
        .promises("The client says a line whole of which half was typed when something came in")
        .exposes(&[belief(A_LOST_RACE_LOSES_NOTHING, client::nothing_in_between)]),
    Case::client("half-a-frame-is-heard", client::half_a_frame_is_heard)
        .promises("The client prints a line of which half had come when something was typed")
        .exposes(&[belief(A_LOST_RACE_LOSES_NOTHING, client::nothing_in_between)]),
    Case::client("q-quits", client::q_quits)
        .promises("The client says that it quits at `q`, and ends with status 0"),
    Case::client("end-of-input-quits", client::end_of_input_quits)
        .promises("The client says its last line and that it quits at the end of its input, and ends with status 0")
        .manners(),
    Case::client("good-bye", client::good_bye)
        .promises("The client ends with status 0 when the server says good-bye")
        .exposes(&[belief(LISTENING_ENDS_THE_PROGRAM, client::quits_and_is_done)]),
    Case::client("gone-without-a-word", client::gone_without_a_word)
        .promises("The client ends with an error when the server goes without a good-bye, though nothing is typed")
        .exposes(&[belief(LISTENING_ENDS_THE_PROGRAM, client::quits_and_is_done)]),
    Case::client("gone-in-a-frame", client::gone_in_a_frame)
        .promises("The client ends with an error when the server goes in the middle of a frame")
        .exposes(&[belief(LISTENING_ENDS_THE_PROGRAM, client::quits_and_is_done)]),
    Case::client("reset", client::reset)
        .promises("The client ends with an error when its connection is reset")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::quits_and_is_done),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::quits_and_is_done),
            belief(LISTENING_ENDS_THE_PROGRAM, client::quits_and_is_done),
        ]),
    Case::client("not-let-in", client::not_let_in)
        .promises("The client says in one line that it was not let in, and ends with status 1"),
    Case::client("sent-away", client::sent_away)
        .promises("The client ends with an error when the server tells it of one, though it was let in and is not hung up on"),
    Case::client("no-frame-of-this-chat-heard", client::no_frame_of_this_chat)
        .promises("The client ends with an error when a frame is no JSON"),
    Case::client("claims-too-much", client::claims_too_much)
        .promises("The client ends with an error when a frame claims more than 1 MiB"),
    Case::client("nobody-listens", client::nobody_listens)
        .promises("The client says in one line that nobody listens, and ends with status 1"),
];
