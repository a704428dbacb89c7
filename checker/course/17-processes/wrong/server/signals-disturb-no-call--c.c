// Believed: a signal does not disturb `accept`. When a child ends, so does the server (EINTR).
// Luck: one-that-does-not-read: the third client may be accepted before the second client's child ends.
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
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

static void bury(int number) {
    int saved = errno;
    (void)number;
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
    errno = saved;
}

static int recv_all(int conn, char *data, size_t length) {
    while (length > 0) {
        ssize_t received = recv(conn, data, length, MSG_WAITALL);
        if (received < 0 && errno == EINTR)
            continue;
        if (received <= 0)
            return -1;
        data += received;
        length -= received;
    }
    return 0;
}

static void converse(int conn) {
    unsigned char header[4];
    while (recv_all(conn, (char *)header, 4) == 0) {
        size_t length = (size_t)header[0] << 24 | header[1] << 16 | header[2] << 8 | header[3];
        if (length > 1 << 20) {
            fprintf(stderr, "a frame of %zu bytes\n", length);
            return;
        }
        char *frame = malloc(4 + length);
        memcpy(frame, header, 4);
        if (recv_all(conn, frame + 4, length) != 0) {
            fprintf(stderr, "the end, inside a frame\n");
            free(frame);
            return;
        }
        for (size_t at = 4; at < 4 + length; at++)
            frame[at] = toupper((unsigned char)frame[at]);
        int sent = send_all(conn, frame, 4 + length);
        free(frame);
        if (sent != 0)
            return;
    }
}

int main(int argc, char **argv) {
    int listener = listener_at(argc > 1 ? argv[1] : "127.0.0.1:8888");
    struct sigaction action = {.sa_handler = bury};
    sigaction(SIGCHLD, &action, NULL);
    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn < 0 && errno != EINTR) {
            usleep(20000);
            continue;
        }
        if (conn < 0)
            fail("accept");
        pid_t child = fork();
        if (child == 0) {
            close(listener);
            converse(conn);
            _exit(0);
        }
        close(conn);
    }
}
