//! The id of each belief, as JSON and `checker explain` have it. `cargo checker dev write` writes this file
//! from the files `checker/course/NN-slug/beliefs.toml`. A typing mistake in a constant does not compile.

// 01-one-shot
pub const BUFFER_IS_MESSAGE: &str = "buffer-is-message";
pub const CLOSE_IS_ALWAYS_POLITE: &str = "close-is-always-polite";
pub const UPPER_CASE_FOLLOWS_UNICODE: &str = "upper-case-follows-unicode";
pub const ZERO_BYTES_ARE_A_REPLY: &str = "zero-bytes-are-a-reply";

// 02-communication-loop
pub const ZERO_IS_NOTHING_YET: &str = "zero-is-nothing-yet";
pub const EMPTY_SEND_IS_A_MESSAGE: &str = "empty-send-is-a-message";
pub const READ_TO_END_IS_ONE_MESSAGE: &str = "read-to-end-is-one-message";
pub const WRITE_IS_SENT: &str = "write-is-sent";
pub const PRINTED_IS_SHOWN: &str = "printed-is-shown";
pub const READ_LINE_REPLACES: &str = "read-line-replaces";
pub const MESSAGE_IS_A_LINE: &str = "message-is-a-line";
pub const READ_FILLS_THE_BUFFER: &str = "read-fills-the-buffer";
pub const BYTES_MAY_BE_TRIMMED: &str = "bytes-may-be-trimmed";
pub const EACH_READ_IS_WHOLE_TEXT: &str = "each-read-is-whole-text";
pub const ONE_READ_IS_THE_WHOLE_REPLY: &str = "one-read-is-the-whole-reply";

// 03-connection-loop
pub const NETWORK_NEVER_FAILS: &str = "network-never-fails";
pub const BROKEN_PIPE_IS_AN_ERROR: &str = "broken-pipe-is-an-error";
pub const ONE_ACCEPT_IS_ENOUGH: &str = "one-accept-is-enough";
pub const FINISHED_CONNECTIONS_CLOSE_THEMSELVES: &str = "finished-connections-close-themselves";
pub const PORT_IS_FREE_AT_ONCE: &str = "port-is-free-at-once";
pub const BACKLOG_IS_THE_DEFAULT: &str = "backlog-is-the-default";

// 04-whole-message
pub const ONE_WRITE_TAKES_IT_ALL: &str = "one-write-takes-it-all";
pub const OFFERED_IS_TAKEN: &str = "offered-is-taken";
pub const FAILED_HALF_WAY_DID_NOTHING: &str = "failed-half-way-did-nothing";
pub const ONE_READ_IS_THE_WHOLE_LINE: &str = "one-read-is-the-whole-line";
pub const WHAT_HAS_COME_IS_ALL: &str = "what-has-come-is-all";

// 05-glue
pub const TWO_SENDS_ARE_TWO_RECEIVES: &str = "two-sends-are-two-receives";
pub const EACH_SEND_IS_A_SEGMENT: &str = "each-send-is-a-segment";
pub const SENDS_MAY_BE_JOINED: &str = "sends-may-be-joined";

// 06-leftover
pub const PIPE_HOLDS_EVERYTHING: &str = "pipe-holds-everything";
pub const OUTPUT_IS_STDOUT: &str = "output-is-stdout";
pub const COMMANDS_HAVE_AN_EMPTY_INPUT: &str = "commands-have-an-empty-input";
pub const ENDED_CHILD_IS_GONE: &str = "ended-child-is-gone";

// 07-length-ack
pub const BODY_MAY_FOLLOW_AT_ONCE: &str = "body-may-follow-at-once";
pub const EVERY_READ_IS_FULL: &str = "every-read-is-full";
pub const ZERO_LENGTH_IS_THE_END: &str = "zero-length-is-the-end";
pub const NOTHING_NEEDS_NO_ANSWER: &str = "nothing-needs-no-answer";

// 08-struct-framing
pub const ONE_READ_IS_ONE_HEADER: &str = "one-read-is-one-header";
pub const BYTE_ORDER_IS_OBVIOUS: &str = "byte-order-is-obvious";
pub const ANY_INTEGER_WILL_DO: &str = "any-integer-will-do";
pub const CHARACTERS_ARE_BYTES: &str = "characters-are-bytes";

// 09-framing
pub const LENGTH_COUNTS_ITSELF: &str = "length-counts-itself";
pub const ONE_READ_IS_ONE_PAYLOAD: &str = "one-read-is-one-payload";
pub const HEADER_MAY_GO_FIRST: &str = "header-may-go-first";
pub const ONE_READ_IS_ONE_FRAME: &str = "one-read-is-one-frame";
pub const READ_ENDS_WITH_THE_MESSAGE: &str = "read-ends-with-the-message";
pub const HEADER_CAN_BE_TRUSTED: &str = "header-can-be-trusted";
pub const END_OF_STREAM_ENDS_THE_FRAME: &str = "end-of-stream-ends-the-frame";

// 10-lines
pub const DELIMITER_COMES_IN_ONE_PIECE: &str = "delimiter-comes-in-one-piece";
pub const ONE_READ_IS_ONE_LINE: &str = "one-read-is-one-line";
pub const ONE_SEND_IS_ONE_LINE: &str = "one-send-is-one-line";
pub const EVERY_LINE_ENDS: &str = "every-line-ends";

// 11-json-header
pub const HEADER_AND_BODY_ARE_ONE_JSON: &str = "header-and-body-are-one-json";
pub const HEADER_IS_ALWAYS_WELL_FORMED: &str = "header-is-always-well-formed";

// 12-file-download
pub const FILE_IS_TEXT: &str = "file-is-text";
pub const WHAT_COMES_IS_THIS_FILE: &str = "what-comes-is-this-file";
pub const NAMES_STAY_IN_THE_FOLDER: &str = "names-stay-in-the-folder";
pub const BEGUN_IS_FINISHED: &str = "begun-is-finished";
pub const RIGHT_LENGTH_IS_RIGHT_CONTENT: &str = "right-length-is-right-content";

// 13-udp-echo
pub const EMPTY_DATAGRAM_IS_THE_END: &str = "empty-datagram-is-the-end";
pub const EMPTY_DATAGRAM_IS_NO_MESSAGE: &str = "empty-datagram-is-no-message";
pub const REST_COMES_WITH_THE_NEXT_RECEIVE: &str = "rest-comes-with-the-next-receive";
pub const FIRST_SENDER_IS_THE_CLIENT: &str = "first-sender-is-the-client";
pub const ANY_SOCKET_MAY_ANSWER: &str = "any-socket-may-answer";
pub const WHATEVER_ARRIVES_IS_THE_REPLY: &str = "whatever-arrives-is-the-reply";
pub const DATAGRAMS_NEVER_FAIL: &str = "datagrams-never-fail";

// 14-datagrams
pub const RECEIVE_TELLS_THE_LENGTH: &str = "receive-tells-the-length";

// 15-retry
pub const WHAT_IS_SENT_ARRIVES: &str = "what-is-sent-arrives";
pub const EACH_TRY_IS_A_NEW_REQUEST: &str = "each-try-is-a-new-request";
pub const ANY_REPLY_IS_THE_REPLY: &str = "any-reply-is-the-reply";
pub const ONE_ID_IS_ENOUGH: &str = "one-id-is-enough";
pub const THE_SAME_PACE_WILL_DO: &str = "the-same-pace-will-do";
pub const SOMEBODY_WILL_ANSWER: &str = "somebody-will-answer";
pub const EACH_ARRIVAL_IS_A_REQUEST: &str = "each-arrival-is-a-request";
pub const ANSWERED_IS_DONE: &str = "answered-is-done";
pub const ONLY_THE_NEWEST_COMES_AGAIN: &str = "only-the-newest-comes-again";
pub const ID_ALONE_TELLS_THE_REQUEST: &str = "id-alone-tells-the-request";
pub const WHAT_COMES_IS_WELL_FORMED: &str = "what-comes-is-well-formed";

// 16-threads
pub const ACCEPT_CAN_WAIT: &str = "accept-can-wait";
pub const LOCKS_MAY_BE_HELD_OVER_IO: &str = "locks-may-be-held-over-io";
pub const ACCEPT_NEVER_FAILS: &str = "accept-never-fails";
pub const THREADS_ARE_ALWAYS_TO_BE_HAD: &str = "threads-are-always-to-be-had";

// 17-processes
pub const ENDED_CHILDREN_ARE_GONE: &str = "ended-children-are-gone";
pub const SIGNALS_DISTURB_NO_CALL: &str = "signals-disturb-no-call";
pub const HANDED_OVER_IS_GIVEN_AWAY: &str = "handed-over-is-given-away";
pub const CHILDREN_INHERIT_NOTHING: &str = "children-inherit-nothing";

// 18-socketserver
pub const A_FAILED_REQUEST_FAILS_THE_SERVER: &str = "a-failed-request-fails-the-server";
pub const ONE_HANDLER_SERVES_ALL: &str = "one-handler-serves-all";
pub const SIGTERM_LETS_ME_FINISH: &str = "sigterm-lets-me-finish";
pub const A_SIGNAL_ENDS_ACCEPT: &str = "a-signal-ends-accept";
pub const EXIT_WAITS_FOR_THE_OTHERS: &str = "exit-waits-for-the-others";
pub const CHILDREN_END_WITH_THEIR_PARENT: &str = "children-end-with-their-parent";

// 19-multiplex
pub const READABLE_MEANS_A_WHOLE_MESSAGE: &str = "readable-means-a-whole-message";
pub const ONE_BUFFER_FOR_ALL: &str = "one-buffer-for-all";
pub const NONBLOCKING_MEANS_ASKING_AGAIN: &str = "nonblocking-means-asking-again";
pub const WRITABLE_IS_NEWS: &str = "writable-is-news";
pub const EVENTS_COME_AGAIN: &str = "events-come-again";
pub const MANY_CLIENTS_TAKE_MANY_THREADS: &str = "many-clients-take-many-threads";
pub const ONLY_READING_WAITS: &str = "only-reading-waits";
pub const WOULD_BLOCK_IS_AN_ERROR: &str = "would-block-is-an-error";
pub const WRITE_ALL_SENDS_ALL: &str = "write-all-sends-all";
pub const THE_REST_GOES_WITH_THE_NEXT: &str = "the-rest-goes-with-the-next";
pub const A_QUEUE_HAS_ROOM_FOR_ALL: &str = "a-queue-has-room-for-all";
pub const THE_END_OF_HEARING_IS_THE_END: &str = "the-end-of-hearing-is-the-end";
pub const A_FAILED_ACCEPT_IS_OVER: &str = "a-failed-accept-is-over";
pub const ACCEPTED_SOCKETS_INHERIT: &str = "accepted-sockets-inherit";

// 20-unix-sockets
pub const PATH_IS_FREE_WHEN_THE_SERVER_ENDS: &str = "path-is-free-when-the-server-ends";
pub const WHATEVER_LIES_THERE_IS_MINE: &str = "whatever-lies-there-is-mine";
pub const A_SOCKET_FILE_IS_A_LEFT_OVER: &str = "a-socket-file-is-a-left-over";
pub const REFUSED_MEANS_A_DEAD_SERVER: &str = "refused-means-a-dead-server";
pub const NO_CONNECTION_MEANS_NO_SERVER: &str = "no-connection-means-no-server";
pub const FILES_GO_WITH_THE_PROCESS: &str = "files-go-with-the-process";
pub const A_SIGNAL_ENDS_A_BLOCKING_CALL: &str = "a-signal-ends-a-blocking-call";
pub const THE_PATH_IS_STILL_MINE: &str = "the-path-is-still-mine";
pub const WHAT_I_BIND_IS_MINE_ALONE: &str = "what-i-bind-is-mine-alone";
pub const LONG_PATHS_ARE_CUT: &str = "long-paths-are-cut";
pub const ACCEPT_SAYS_WHO_IT_IS: &str = "accept-says-who-it-is";
pub const PACKETS_ARE_READ_IN_PARTS: &str = "packets-are-read-in-parts";
pub const A_CUT_PACKET_IS_AN_ERROR: &str = "a-cut-packet-is-an-error";
pub const AN_EMPTY_PACKET_IS_A_MESSAGE: &str = "an-empty-packet-is-a-message";

// 21-addresses
pub const AN_ADDRESS_IS_IP_COLON_PORT: &str = "an-address-is-ip-colon-port";
pub const THE_COLON_ENDS_THE_HOST: &str = "the-colon-ends-the-host";
pub const EVERY_ADDRESS_IS_IPV4: &str = "every-address-is-ipv4";
pub const AN_ADDRESS_IS_NUMBERS: &str = "an-address-is-numbers";
pub const FIRST_ADDRESS_IS_THE_ADDRESS: &str = "first-address-is-the-address";
pub const I_AM_WHAT_I_WAS_TOLD: &str = "i-am-what-i-was-told";
pub const MAPPED_ADDRESS_IS_THE_CLIENTS: &str = "mapped-address-is-the-clients";
pub const WILDCARD_TAKES_BOTH_FAMILIES: &str = "wildcard-takes-both-families";

// 22-timeouts
pub const LATE_ANSWER_IS_THE_NEXT: &str = "late-answer-is-the-next";
pub const LAST_WORD_IS_GOOD_BYE: &str = "last-word-is-good-bye";
pub const EACH_BYTE_IS_A_SIGN_OF_LIFE: &str = "each-byte-is-a-sign-of-life";
pub const SILENCE_IS_AN_ERROR: &str = "silence-is-an-error";
pub const TIME_OUT_IS_THE_END: &str = "time-out-is-the-end";
pub const TIME_OUT_IS_CALLED_TIMED_OUT: &str = "time-out-is-called-timed-out";
pub const CONNECT_GIVES_UP_IN_TIME: &str = "connect-gives-up-in-time";
pub const EVERY_ERROR_HAS_A_NUMBER: &str = "every-error-has-a-number";
pub const WRITABLE_MEANS_CONNECTED: &str = "writable-means-connected";

// 23-group-chat
pub const ONE_FAILURE_ENDS_THE_BROADCAST: &str = "one-failure-ends-the-broadcast";
pub const REMOVAL_LEAVES_THE_WALK_ALONE: &str = "removal-leaves-the-walk-alone";
pub const LEAVING_TELLS_ITSELF: &str = "leaving-tells-itself";
pub const WHOEVER_NOTICES_TELLS: &str = "whoever-notices-tells";
pub const INSERT_ONLY_ADDS: &str = "insert-only-adds";
pub const EVERYBODY_READS: &str = "everybody-reads";
pub const A_QUEUE_NEEDS_NO_END: &str = "a-queue-needs-no-end";
pub const A_TIME_NEEDS_NO_ZONE: &str = "a-time-needs-no-zone";
pub const FIRST_I_SPEAK_THEN_THEY: &str = "first-i-speak-then-they";
pub const LISTENING_ENDS_THE_PROGRAM: &str = "listening-ends-the-program";

// 24-async
pub const A_LOST_RACE_LOSES_NOTHING: &str = "a-lost-race-loses-nothing";
pub const LAGGING_LOSES_NOTHING: &str = "lagging-loses-nothing";
pub const A_LIMIT_IS_A_LIMIT: &str = "a-limit-is-a-limit";
pub const A_TASK_MAY_BLOCK: &str = "a-task-may-block";

// 25-ping
pub const PACKET_FIELDS_ARE_NATIVE: &str = "packet-fields-are-native";
pub const KERNEL_FILLS_IN_EVERY_CHECKSUM: &str = "kernel-fills-in-every-checksum";
pub const CHECKSUM_COVERS_THE_HEADER: &str = "checksum-covers-the-header";
pub const ODD_BYTE_DOES_NOT_COUNT: &str = "odd-byte-does-not-count";
pub const SUMS_WRAP_AROUND: &str = "sums-wrap-around";
pub const RAW_SOCKET_HEARS_ONLY_REPLIES: &str = "raw-socket-hears-only-replies";
pub const ANY_REPLY_IS_MINE: &str = "any-reply-is-mine";
pub const NOBODY_ELSE_HAS_MY_IDENTIFIER: &str = "nobody-else-has-my-identifier";
pub const NEXT_REPLY_IS_TO_THE_LAST_REQUEST: &str = "next-reply-is-to-the-last-request";
pub const IP_HEADER_HAS_20_BYTES: &str = "ip-header-has-20-bytes";
pub const EVERY_REQUEST_IS_ANSWERED: &str = "every-request-is-answered";
pub const LOST_PACKET_IS_A_FAILURE: &str = "lost-packet-is-a-failure";
pub const EACH_READ_HAS_ITS_SECOND: &str = "each-read-has-its-second";
