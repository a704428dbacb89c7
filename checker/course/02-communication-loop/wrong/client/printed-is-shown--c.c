// Believed: what `fwrite` and `putchar` have written is visible. Its buffer is never flushed.
#include <arpa/inet.h>
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

static void send_all(int conn, const char *data, size_t length) {
    while (length > 0) {
        ssize_t sent = send(conn, data, length, MSG_NOSIGNAL);
        if (sent < 0)
            fail("send");
        data += sent;
        length -= sent;
    }
}

/* Receives exactly `length` bytes. */
static void receive_all(int conn, char *data, size_t length) {
    while (length > 0) {
        ssize_t received = recv(conn, data, length, 0);
        if (received < 0)
            fail("recv");
        if (received == 0) {
            fprintf(stderr, "the server left before its reply was complete\n");
            exit(1);
        }
        data += received;
        length -= received;
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in address = parse(argc > 1 ? argv[1] : "127.0.0.1:8888");
    int conn = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(conn, (struct sockaddr *)&address, sizeof address) != 0)
        fail("connect");

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
        send_all(conn, line, length);
        receive_all(conn, line, length);
        fwrite(line, 1, length, stdout);
        putchar('\n');
    }
    free(line);
    close(conn);
    return 0;
}
