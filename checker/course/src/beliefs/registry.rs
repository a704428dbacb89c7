//! Each lesson's beliefs: the texts that are built in, and the predicates. `cargo checker dev write` writes
//! this file from the files `beliefs.toml` and `beliefs.rs` in `checker/course/NN-slug`.

use stage::breach::Breach;

#[path = "../../21-addresses/beliefs.rs"]
mod addresses;
#[path = "../../24-async/beliefs.rs"]
mod async_lesson;
#[path = "../../02-communication-loop/beliefs.rs"]
mod communication_loop;
#[path = "../../03-connection-loop/beliefs.rs"]
mod connection_loop;
#[path = "../../14-datagrams/beliefs.rs"]
mod datagrams;
#[path = "../../12-file-download/beliefs.rs"]
mod file_download;
#[path = "../../09-framing/beliefs.rs"]
mod framing;
#[path = "../../05-glue/beliefs.rs"]
mod glue;
#[path = "../../23-group-chat/beliefs.rs"]
mod group_chat;
#[path = "../../11-json-header/beliefs.rs"]
mod json_header;
#[path = "../../06-leftover/beliefs.rs"]
mod leftover;
#[path = "../../07-length-ack/beliefs.rs"]
mod length_ack;
#[path = "../../10-lines/beliefs.rs"]
mod lines;
#[path = "../../19-multiplex/beliefs.rs"]
mod multiplex;
#[path = "../../01-one-shot/beliefs.rs"]
mod one_shot;
#[path = "../../25-ping/beliefs.rs"]
mod ping;
#[path = "../../17-processes/beliefs.rs"]
mod processes;
#[path = "../../15-retry/beliefs.rs"]
mod retry;
#[path = "../../18-socketserver/beliefs.rs"]
mod socketserver;
#[path = "../../08-struct-framing/beliefs.rs"]
mod struct_framing;
#[path = "../../16-threads/beliefs.rs"]
mod threads;
#[path = "../../22-timeouts/beliefs.rs"]
mod timeouts;
#[path = "../../13-udp-echo/beliefs.rs"]
mod udp_echo;
#[path = "../../20-unix-sockets/beliefs.rs"]
mod unix_sockets;
#[path = "../../04-whole-message/beliefs.rs"]
mod whole_message;

/// Whether the evidence of a failure fits a belief.
pub type Predicate = fn(&Breach) -> bool;

/// A lesson's texts, and its predicates by name.
pub struct LessonBeliefs {
    /// `01-one-shot`, in `checker/course`.
    pub folder: &'static str,
    pub toml: &'static str,
    pub predicates: &'static [(&'static str, Predicate)],
}

impl LessonBeliefs {
    /// The lesson's slug, `one-shot`.
    pub fn slug(&self) -> &'static str {
        self.folder.split_once('-').map_or(self.folder, |(_, slug)| slug)
    }

    /// The predicate of the belief with this id. The function's name is the id, with `_` for `-`.
    pub fn predicate(&self, id: &str) -> Option<Predicate> {
        let name = id.replace('-', "_");
        self.predicates.iter().find(|(known, _)| *known == name).map(|(_, fits)| *fits)
    }
}

macro_rules! lesson {
    ($folder:literal $lesson:ident: $($name:ident)*) => {
        LessonBeliefs {
            folder: $folder,
            toml: include_str!(concat!("../../", $folder, "/beliefs.toml")),
            predicates: &[$((stringify!($name), $lesson::$name)),*],
        }
    };
}

pub const LESSONS: &[LessonBeliefs] = &[
    lesson!("01-one-shot" one_shot:
        buffer_is_message
        close_is_always_polite
        upper_case_follows_unicode
        zero_bytes_are_a_reply),
    lesson!("02-communication-loop" communication_loop:
        zero_is_nothing_yet
        empty_send_is_a_message
        read_to_end_is_one_message
        write_is_sent
        printed_is_shown
        read_line_replaces
        message_is_a_line
        read_fills_the_buffer
        bytes_may_be_trimmed
        each_read_is_whole_text
        one_read_is_the_whole_reply),
    lesson!("03-connection-loop" connection_loop:
        network_never_fails
        broken_pipe_is_an_error
        one_accept_is_enough
        finished_connections_close_themselves
        port_is_free_at_once
        backlog_is_the_default),
    lesson!("04-whole-message" whole_message:
        one_write_takes_it_all
        offered_is_taken
        failed_half_way_did_nothing
        one_read_is_the_whole_line
        what_has_come_is_all),
    lesson!("05-glue" glue:
        two_sends_are_two_receives
        each_send_is_a_segment
        sends_may_be_joined),
    lesson!("06-leftover" leftover:
        pipe_holds_everything
        output_is_stdout
        commands_have_an_empty_input
        ended_child_is_gone),
    lesson!("07-length-ack" length_ack:
        body_may_follow_at_once
        every_read_is_full
        zero_length_is_the_end
        nothing_needs_no_answer),
    lesson!("08-struct-framing" struct_framing:
        one_read_is_one_header
        byte_order_is_obvious
        any_integer_will_do
        characters_are_bytes),
    lesson!("09-framing" framing:
        length_counts_itself
        one_read_is_one_payload
        header_may_go_first
        one_read_is_one_frame
        read_ends_with_the_message
        header_can_be_trusted
        end_of_stream_ends_the_frame),
    lesson!("10-lines" lines:
        delimiter_comes_in_one_piece
        one_read_is_one_line
        one_send_is_one_line
        every_line_ends),
    lesson!("11-json-header" json_header:
        header_and_body_are_one_json
        header_is_always_well_formed),
    lesson!("12-file-download" file_download:
        file_is_text
        what_comes_is_this_file
        names_stay_in_the_folder
        begun_is_finished
        right_length_is_right_content),
    lesson!("13-udp-echo" udp_echo:
        empty_datagram_is_the_end
        empty_datagram_is_no_message
        rest_comes_with_the_next_receive
        first_sender_is_the_client
        any_socket_may_answer
        whatever_arrives_is_the_reply
        datagrams_never_fail),
    lesson!("14-datagrams" datagrams:
        receive_tells_the_length),
    lesson!("15-retry" retry:
        what_is_sent_arrives
        each_try_is_a_new_request
        any_reply_is_the_reply
        one_id_is_enough
        the_same_pace_will_do
        somebody_will_answer
        each_arrival_is_a_request
        answered_is_done
        only_the_newest_comes_again
        id_alone_tells_the_request
        what_comes_is_well_formed),
    lesson!("16-threads" threads:
        accept_can_wait
        locks_may_be_held_over_io
        accept_never_fails
        threads_are_always_to_be_had),
    lesson!("17-processes" processes:
        ended_children_are_gone
        signals_disturb_no_call
        handed_over_is_given_away
        children_inherit_nothing),
    lesson!("18-socketserver" socketserver:
        a_failed_request_fails_the_server
        one_handler_serves_all
        sigterm_lets_me_finish
        a_signal_ends_accept
        exit_waits_for_the_others
        children_end_with_their_parent),
    lesson!("19-multiplex" multiplex:
        readable_means_a_whole_message
        one_buffer_for_all
        nonblocking_means_asking_again
        writable_is_news
        events_come_again
        many_clients_take_many_threads
        only_reading_waits
        would_block_is_an_error
        write_all_sends_all
        the_rest_goes_with_the_next
        a_queue_has_room_for_all
        the_end_of_hearing_is_the_end
        a_failed_accept_is_over
        accepted_sockets_inherit),
    lesson!("20-unix-sockets" unix_sockets:
        path_is_free_when_the_server_ends
        whatever_lies_there_is_mine
        a_socket_file_is_a_left_over
        refused_means_a_dead_server
        no_connection_means_no_server
        files_go_with_the_process
        a_signal_ends_a_blocking_call
        the_path_is_still_mine
        what_i_bind_is_mine_alone
        long_paths_are_cut
        accept_says_who_it_is
        packets_are_read_in_parts
        a_cut_packet_is_an_error
        an_empty_packet_is_a_message),
    lesson!("21-addresses" addresses:
        an_address_is_ip_colon_port
        the_colon_ends_the_host
        every_address_is_ipv4
        an_address_is_numbers
        first_address_is_the_address
        i_am_what_i_was_told
        mapped_address_is_the_clients
        wildcard_takes_both_families),
    lesson!("22-timeouts" timeouts:
        late_answer_is_the_next
        last_word_is_good_bye
        each_byte_is_a_sign_of_life
        silence_is_an_error
        time_out_is_the_end
        time_out_is_called_timed_out
        connect_gives_up_in_time
        every_error_has_a_number
        writable_means_connected),
    lesson!("23-group-chat" group_chat:
        one_failure_ends_the_broadcast
        removal_leaves_the_walk_alone
        leaving_tells_itself
        whoever_notices_tells
        insert_only_adds
        everybody_reads
        a_queue_needs_no_end
        a_time_needs_no_zone
        first_i_speak_then_they
        listening_ends_the_program),
    lesson!("24-async" async_lesson:
        a_lost_race_loses_nothing
        lagging_loses_nothing
        a_limit_is_a_limit
        a_task_may_block),
    lesson!("25-ping" ping:
        packet_fields_are_native
        kernel_fills_in_every_checksum
        checksum_covers_the_header
        odd_byte_does_not_count
        sums_wrap_around
        raw_socket_hears_only_replies
        any_reply_is_mine
        nobody_else_has_my_identifier
        next_reply_is_to_the_last_request
        ip_header_has_20_bytes
        every_request_is_answered
        lost_packet_is_a_failure
        each_read_has_its_second),
];
