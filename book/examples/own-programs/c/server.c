/* Lesson 02 in C: the server. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static struct sockaddr_in parse(const char *address) {
    struct sockaddr_in parsed = {.sin_family = AF_INET};
    char host[64];
    unsigned short port;
    if (sscanf(address, "%63[^:]:%hu", host, &port) != 2 ||
        inet_pton(AF_INET, host, &parsed.sin_addr) != 1) {
        fprintf(stderr, "%s is not an address\n", address);
        exit(1);
    }
    parsed.sin_port = htons(port);
    return parsed;
}

static int send_all(int conn, const char *data, size_t length) {
    while (length > 0) {
        /* Without MSG_NOSIGNAL, a client that has gone ends this program by SIGPIPE. */
        ssize_t sent = send(conn, data, length, MSG_NOSIGNAL);
        if (sent < 0)
            return -1;
        data += sent;
        length -= sent;
    }
    return 0;
}

int main(int argc, char **argv) {
    struct sockaddr_in address = parse(argc > 1 ? argv[1] : "127.0.0.1:8888");
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0)
        fail("bind");
    if (listen(listener, 128) != 0)
        fail("listen");
    int conn = accept(listener, NULL, NULL);
    if (conn < 0)
        fail("accept");

    char buffer[1024];
    ssize_t received;
    /* recv returns 0 when the client is done. */
    while ((received = recv(conn, buffer, sizeof buffer, 0)) > 0) {
        for (ssize_t at = 0; at < received; at++)
            buffer[at] = toupper((unsigned char)buffer[at]);
        if (send_all(conn, buffer, received) != 0)
            break;
    }
    /* A reset is one more way for a client to leave. */
    close(conn);
    return 0;
}
