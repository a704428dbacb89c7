//! Promises of a chat client, and the beliefs that may be behind a failure.

use super::super::Case;
use super::{client, client_errors};
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CLIENT: [Case; 22] = [
    Case::client("joins-first", client::joins_first)
        .promises("The client joins under its name as soon as it is connected, and sends nothing else")
        .exposes(&[belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers)]),
    Case::client("says-what-is-typed", client::says_what_is_typed)
        .promises("The client sends each line as it was typed")
        .exposes(&[belief(READ_LINE_REPLACES, client::second_line_has_the_first)]),
    Case::client("any-line-typed", client::any_line_typed)
        .promises("The client sends each typed line unchanged, including white space, `Q` and `quit`")
        .manners(),
    Case::client("own-lines-come-back", client::own_lines_come_back)
        .promises("The client prints its own line only when the server forwards it"),
    Case::client("prints-what-is-heard", client::prints_what_is_heard)
        .promises("The client prints what others say, and who joins or leaves, even if nothing is typed")
        .exposes(&[
            belief(FIRST_I_SPEAK_THEN_THEY, client::in_turn),
            belief(PRINTED_IS_SHOWN, client::shown_by_its_buffers),
        ]),
    Case::client("any-text-heard", client::any_text)
        .promises("The client prints names and texts correctly, however their JSON is written"),
    Case::client("more-than-it-knows", client::more_than_it_knows)
        .promises("The client ignores fields and frames that it does not know"),
    Case::client("news-in-pieces", client::news_in_pieces)
        .promises("The client reads a frame in whatever pieces it arrives")
        .exposes(&[belief(ONE_READ_IS_ONE_HEADER, client::news_cut_behind_the_header)]),
    Case::client("news-in-one-breath", client::news_in_one_breath)
        .promises("The client prints all of eleven frames that arrive together")
        .exposes(&[belief(ONE_READ_IS_ONE_FRAME, client::one_frame_for_each_read)]),
    Case::client("half-a-line-is-typed", client::half_a_line_is_typed)
        .promises("The client sends a typed line whole, even if a frame arrives while it is being typed")
        .exposes(&[belief(A_LOST_RACE_LOSES_NOTHING, client::nothing_in_between)]),
    Case::client("half-a-frame-is-heard", client::half_a_frame_is_heard)
        .promises("The client prints a frame whole, even if a line is typed after half of it has arrived")
        .exposes(&[belief(A_LOST_RACE_LOSES_NOTHING, client::nothing_in_between)]),
    Case::client("q-quits", client::q_quits)
        .promises("The client tells the server that it quits at `q`, and exits with status 0"),
    Case::client("end-of-input-quits", client::end_of_input_quits)
        .promises("The client sends its last line at the end of its input, quits, and exits with status 0")
        .manners(),
    Case::client("good-bye", client::good_bye)
        .promises("The client exits with status 0 when the server says good-bye")
        .exposes(&[belief(LISTENING_ENDS_THE_PROGRAM, client::quits_and_is_done)]),
    Case::client("gone-without-a-word", client_errors::gone_without_a_word)
        .promises("The client exits with an error at once if the server closes without a good-bye")
        .exposes(&[belief(LISTENING_ENDS_THE_PROGRAM, client::quits_and_is_done)]),
    Case::client("gone-in-a-frame", client_errors::gone_in_a_frame)
        .promises("The client exits with an error if the server closes in the middle of a frame")
        .exposes(&[belief(LISTENING_ENDS_THE_PROGRAM, client::quits_and_is_done)]),
    Case::client("reset", client_errors::reset)
        .promises("The client exits with an error if its connection is reset")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::quits_and_is_done),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::quits_and_is_done),
            belief(LISTENING_ENDS_THE_PROGRAM, client::quits_and_is_done),
        ]),
    Case::client("not-let-in", client_errors::not_let_in)
        .promises("The client prints an error and exits with status 1 if the server refuses its join"),
    Case::client("sent-away", client_errors::sent_away)
        .promises("The client exits with an error after an error frame, even if the connection stays open"),
    Case::client("no-frame-of-this-chat-heard", client_errors::no_frame_of_this_chat)
        .promises("The client exits with an error if a frame is not JSON"),
    Case::client("claims-too-much", client_errors::claims_too_much)
        .promises("The client exits with an error if a frame claims more than 1 MiB"),
    rows::nobody_listens_by(client_errors::nobody_listens),
];
