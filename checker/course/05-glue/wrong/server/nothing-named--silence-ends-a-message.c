// Takes a silence for the end of a message: SO_RCVTIMEO, and receives until one of them fails.
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "127.0.0.1:8888", *colon = strrchr(address, ':');
    char host[64] = {0};
    struct sockaddr_in place = {.sin_family = AF_INET};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    memcpy(host, address, colon - address);
    place.sin_port = htons(atoi(colon + 1));
    inet_pton(AF_INET, host, &place.sin_addr);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(listener, (struct sockaddr *)&place, sizeof(place)) != 0 || listen(listener, 1) != 0)
        fail(address);
    int conn = accept(listener, NULL, NULL);
    if (conn < 0)
        fail("accept");
    for (int number = 1; number < argc - 1; number++) {
        size_t size = atoi(argv[number + 1]), have = 0;
        char *data = malloc(size);
        struct timeval patience = {0, 0}, moment = {0, 40000};
        setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        ssize_t received = recv(conn, data, size, 0);
        setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof(moment));
        while (received > 0 && (have += received) < size)
            received = recv(conn, data + have, size - have, 0);
        printf("info_%d: ", number);
        fwrite(data, 1, have, stdout);
        putchar('\n');
        free(data);
    }
    close(conn);
    return 0;
}
