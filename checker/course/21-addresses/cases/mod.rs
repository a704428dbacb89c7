//! Lesson 21: addresses of both families, and names for them. The server sends each client both
//! addresses of the connection. The scenes differ in the place where the two meet. The scripts are
//! in the files next to this table.

mod client;
mod server;

use super::Case;
use crate::case::Need;
use crate::ids::*;
use crate::lessons::{belief, rows};

pub const CASES: &[Case] = &[
    Case::server("ipv4", server::ipv4)
        .promises("The server tells each IPv4 client `you are A, I am B`, and closes")
        .exposes(&[
            belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::line_arrives),
            belief(BYTE_ORDER_IS_OBVIOUS, server::line_begins_correctly),
        ]),
    Case::server("ipv6", server::ipv6)
        .promises("The server listens on `[::1]`, and writes IPv6 addresses with brackets")
        .exposes(&[
            belief(AN_ADDRESS_IS_IP_COLON_PORT, server::ipv4),
            belief(THE_COLON_ENDS_THE_HOST, server::name_of_ipv6),
            belief(EVERY_ADDRESS_IS_IPV4, server::ipv4_among_names),
            belief(BYTE_ORDER_IS_OBVIOUS, server::line_begins_correctly),
        ]),
    Case::server("localhost", server::localhost)
        .promises("The server listens on the address of `localhost`")
        .exposes(&[belief(AN_ADDRESS_IS_NUMBERS, server::both_families_apart)]),
    Case::server("name-of-ipv6", server::name_of_ipv6)
        .promises("The server listens on a name that has only an IPv6 address")
        .needs(Need::Cell)
        .exposes(&[
            belief(EVERY_ADDRESS_IS_IPV4, server::name_of_ipv4),
            belief(AN_ADDRESS_IS_NUMBERS, server::both_families_apart),
        ]),
    Case::server("first-address-is-taken", server::first_address_is_taken)
        .promises("The server listens on a name's second address if the first is not available")
        .needs(Need::Cell)
        .exposes(&[belief(FIRST_ADDRESS_IS_THE_ADDRESS, server::first_address_is_free)]),
    Case::server("first-address-is-free", server::first_address_is_free)
        .promises("The server listens on a name's first address if it is available")
        .needs(Need::Cell),
    // A server that tries both on one socket fails here, too, although it has tried the second address.
    Case::server("first-family-is-taken", server::first_family_is_taken).promises(
        "The server listens on a name's address in the other family if the first is not available",
    )
        .needs(Need::Cell),
    Case::server("ipv4-wildcard", server::ipv4_wildcard)
        .promises("The server on `0.0.0.0` tells each client which address that client has reached")
        .exposes(&[belief(I_AM_WHAT_I_WAS_TOLD, server::ipv4)]),
    Case::server("dual-stack", server::dual_stack)
        .promises("The server on `[::]` serves IPv6 and IPv4, each under its own addresses")
        .exposes(&[
            belief(MAPPED_ADDRESS_IS_THE_CLIENTS, server::both_families_apart),
            belief(I_AM_WHAT_I_WAS_TOLD, server::ipv6),
        ]),
    Case::server("dual-stack-against-the-default", server::dual_stack_against_the_default)
        .promises("The server on `[::]` serves both families, whatever the machine's default")
        .needs(Need::Cell)
        .exposes(&[
            belief(WILDCARD_TAKES_BOTH_FAMILIES, server::dual_stack),
            belief(MAPPED_ADDRESS_IS_THE_CLIENTS, server::both_families_apart),
        ]),
    Case::server("nobody-is-waited-for", server::nobody_is_waited_for).promises(
        "The server tells a client at once, without waiting for input, and serves the next",
    ),
    Case::server("one-client-after-another", server::one_client_after_another)
        .promises("The server serves one client after another, even those that leave at once")
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, server::one_client)]),
    Case::server("gone-before-it-was-let-in", server::gone_before_it_was_let_in)
        .promises(
            "The server serves the next client after some were reset before they were accepted",
        )
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    Case::server("name-that-nobody-has", server::name_that_nobody_has)
        .promises("The server prints an error and exits with status 1 if its name is unknown")
        .needs(Need::Cell),
    rows::address_in_use(),
    Case::client("ipv4-server", client::ipv4)
        .promises("The client prints the line that it receives, and exits with status 0"),
    Case::client("ipv6-server", client::ipv6)
        .promises("The client connects to a server at `[::1]`")
        .exposes(&[
            belief(THE_COLON_ENDS_THE_HOST, client::name_of_ipv6),
            belief(EVERY_ADDRESS_IS_IPV4, client::ipv4_among_names),
        ]),
    Case::client("server-at-localhost", client::localhost)
        .promises("The client connects to a server at `localhost`")
        .exposes(&[belief(AN_ADDRESS_IS_NUMBERS, client::both_families)]),
    Case::client("server-with-a-name-of-ipv6", client::name_of_ipv6)
        .promises("The client connects to a server whose name has only an IPv6 address")
        .needs(Need::Cell)
        .exposes(&[
            belief(EVERY_ADDRESS_IS_IPV4, client::name_of_ipv4),
            belief(AN_ADDRESS_IS_NUMBERS, client::both_families),
        ]),
    // A client that tries both on one socket fails here, too, although it has tried the second address.
    Case::client("one-family-refuses", client::one_family_refuses)
        .promises("The client tries a name's address in the other family if the first refuses")
        .needs(Need::Cell),
    Case::client("one-address-refuses", client::one_address_refuses)
        .promises("The client tries a name's next address if the first refuses")
        .needs(Need::Cell)
        .exposes(&[belief(FIRST_ADDRESS_IS_THE_ADDRESS, client::one_address_of_two)]),
    Case::client("both-addresses-let-in", client::both_addresses_let_in)
        .promises("The client stays with the first address that accepts, and tries no others")
        .needs(Need::Cell),
    Case::client("all-addresses-refuse", client::all_addresses_refuse).promises(
        "The client prints an error and exits with status 1 if all of a name's addresses refuse",
    )
        .needs(Need::Cell),
    Case::client("line-in-pieces", client::line_in_pieces)
        .promises("The client prints the whole line, in whatever pieces it arrives")
        .exposes(&[belief(ONE_READ_IS_THE_WHOLE_REPLY, client::ipv4)]),
    Case::client("says-nothing", client::says_nothing)
        .promises("The client waits for its line, and sends nothing"),
    Case::client("server-leaves", client::server_leaves).promises(
        "The client prints an error and exits with status 1 if the server closes without a line",
    ),
    rows::server_resets(client::server_resets).exposes(&[
        belief(NETWORK_NEVER_FAILS, client::server_leaves),
        belief(BROKEN_PIPE_IS_AN_ERROR, client::server_leaves),
    ]),
    Case::client("server-name-that-nobody-has", client::name_that_nobody_has).promises(
        "The client prints an error and exits with status 1 if the server's name is unknown",
    )
        .needs(Need::Cell),
    rows::nobody_listens_by(client::nobody_listens),
];
