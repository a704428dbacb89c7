// Adds no upper limit to the small letters: `{` becomes `[`.
#include <arpa/inet.h>
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

static int send_all(int conn, const char *data, size_t length) {
    while (length > 0) {
        ssize_t sent = send(conn, data, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -1;
        data += sent;
        length -= sent;
    }
    return 0;
}

int main(int argc, char **argv) {
    int listener = listener_at(argc > 1 ? argv[1] : "127.0.0.1:8888");
    int conn = accept(listener, NULL, NULL);
    char buffer[1024];
    if (conn < 0)
        fail("accept");
    ssize_t received;
    while ((received = recv(conn, buffer, sizeof(buffer), 0)) > 0) {
        for (ssize_t at = 0; at < received; at++)
            if ((signed char)buffer[at] >= 'a')
                buffer[at] -= 'a' - 'A';
        if (send_all(conn, buffer, received) != 0) {
            perror("client");
            break;
        }
    }
    close(conn);
    return 0;
}
