// Takes the -1 of a failed `recv` for a number of bytes, and goes on at the end of the stream.
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

static int connected_to(const char *address) {
    const char *colon = strrchr(address, ':');
    char host[64] = {0};
    struct sockaddr_in place = {.sin_family = AF_INET};
    int conn = socket(AF_INET, SOCK_STREAM, 0);
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
    if (connect(conn, (struct sockaddr *)&place, sizeof(place)) != 0)
        fail(address);
    return conn;
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
    int conn = connected_to(argc > 1 ? argv[1] : "127.0.0.1:8888");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stdin)) > 0) {
        if (line[length - 1] == '\n')
            length--;
        if (length == 1 && line[0] == 'q')
            break;
        if (length == 0)
            continue;
        char *reply = malloc(length + 1);
        if (reply == NULL || send_all(conn, line, length) != 0)
            fail("sending");
        size_t received = 0;
        while (received < (size_t)length) {
            ssize_t more = recv(conn, reply + received, length - received, 0);
            if (more == 0 || more == -1)
                break;
            received += more;
        }
        fwrite(reply, 1, received, stdout);
        putchar('\n');
        fflush(stdout);
        free(reply);
    }
    close(conn);
    return 0;
}
