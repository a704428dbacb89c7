// Believed: a command gets only the descriptors that it was given: 0, 1 and 2 (no SOCK_CLOEXEC).
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct text {
    char *data;
    size_t length;
};

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static int listener_at(const char *address) {
    const char *colon = strrchr(address, ':');
    char host[64] = {0};
    struct sockaddr_in place = {.sin_family = AF_INET};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    memcpy(host, address, colon - address);
    place.sin_port = htons(atoi(colon + 1));
    inet_pton(AF_INET, host, &place.sin_addr);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(listener, (struct sockaddr *)&place, sizeof(place)) != 0 || listen(listener, 5) != 0)
        fail(address);
    return listener;
}

static void start(char *command, int *pipes) {
    int empty = open("/dev/null", O_RDONLY);
    dup2(empty, 0);
    dup2(pipes[1], 1);
    dup2(pipes[3], 2);
    for (int at = 0; at < 4; at++)
        close(pipes[at]);
    close(empty);
    signal(SIGPIPE, SIG_DFL);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

// Reads both pipes until their ends.
static void drain(int *pipes, struct text *output, struct text *errors) {
    struct pollfd ends[2] = {{pipes[0], POLLIN, 0}, {pipes[2], POLLIN, 0}};
    struct text *texts[2] = {output, errors};
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        poll(ends, 2, -1);
        for (int at = 0; at < 2; at++) {
            struct text *text = texts[at];
            ssize_t received;
            if (ends[at].fd < 0 || ends[at].revents == 0)
                continue;
            text->data = realloc(text->data, text->length + 65536);
            received = read(ends[at].fd, text->data + text->length, 65536);
            if (received > 0) {
                text->length += received;
            } else {
                close(ends[at].fd);
                ends[at].fd = -1;
            }
        }
    }
}

static int answer(int conn, char *command) {
    struct text output = {0}, errors = {0}, *text;
    size_t sent = 0;
    int pipes[4];
    if (pipe(pipes) != 0 || pipe(pipes + 2) != 0)
        return -1;
    pid_t child = fork();
    if (child == 0)
        start(command, pipes);
    close(pipes[1]);
    close(pipes[3]);
    drain(pipes, &output, &errors);
    waitpid(child, NULL, 0);
    text = errors.length > 0 ? &errors : &output;
    while (sent < text->length) {
        ssize_t more = send(conn, text->data + sent, text->length - sent, MSG_NOSIGNAL);
        if (more < 0)
            break;
        sent += more;
    }
    free(output.data);
    free(errors.data);
    return sent < text->length ? -1 : 0;
}

int main(int argc, char **argv) {
    int listener = listener_at(argc > 1 ? argv[1] : "127.0.0.1:8888");
    for (;;) {
        int conn = accept(listener, NULL, NULL);
        char command[1025];
        ssize_t received;
        while ((received = recv(conn, command, 1024, 0)) > 0) {
            command[received] = 0;
            if (answer(conn, command) != 0)
                break;
        }
        close(conn);
    }
}
