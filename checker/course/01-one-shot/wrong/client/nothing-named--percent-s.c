// Prints the reply as a string of C, which ends at the first zero byte.
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
    char *line = NULL, reply[1025];
    size_t room = 0;
    ssize_t length = getline(&line, &room, stdin);
    if (length > 0 && line[length - 1] == '\n')
        length--;
    if (length <= 0) {
        fprintf(stderr, "there is no line to send\n");
        return 1;
    }
    int conn = connected_to(argc > 1 ? argv[1] : "127.0.0.1:8888");
    if (send_all(conn, line, length) != 0)
        fail("sending");
    ssize_t received = recv(conn, reply, 1024, 0);
    if (received < 0)
        fail("receiving");
    if (received == 0) {
        fprintf(stderr, "the server left without a reply\n");
        return 1;
    }
    reply[received] = '\0';
    printf("%s\n", reply);
    return 0;
}
