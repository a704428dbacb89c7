// Believed: one `send` takes all that it is given. (Its result is not looked at.)
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static int listener_at(const char *address) {
    const char *colon = strrchr(address, ':');
    char host[64] = {0};
    struct sockaddr_in place = {.sin_family = AF_INET};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    if (colon == NULL || colon - address >= (long)sizeof(host)) {
        fprintf(stderr, "%s is not an address\n", address);
        exit(1);
    }
    memcpy(host, address, colon - address);
    place.sin_port = htons(atoi(colon + 1));
    if (inet_pton(AF_INET, host, &place.sin_addr) != 1) {
        fprintf(stderr, "%s is not an address\n", address);
        exit(1);
    }
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(listener, (struct sockaddr *)&place, sizeof(place)) != 0 || listen(listener, 128) != 0)
        fail(address);
    return listener;
}

static long count_from(int conn) {
    char line[24] = {0};
    for (size_t at = 0; at < sizeof(line) - 1; at++) {
        if (recv(conn, line + at, 1, 0) != 1)
            return -1;
        if (line[at] == '\n') {
            char *end;
            long count = strtol(line, &end, 10);
            return isdigit((unsigned char)line[0]) && *end == '\n' ? count : -1;
        }
    }
    return -1;
}

int main(int argc, char **argv) {
    int listener = listener_at(argc > 1 ? argv[1] : "127.0.0.1:8888");
    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn < 0) {
            usleep(100000);
            continue;
        }
        long count = count_from(conn);
        unsigned char *message = malloc(count > 0 ? count : 1);
        for (long at = 0; at < count; at++)
            message[at] = at % 251;
        if (count > 0)
            send(conn, message, count, MSG_NOSIGNAL);
        free(message);
        close(conn);
    }
}
