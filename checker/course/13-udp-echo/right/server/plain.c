// Datagrams in C: each goes back to its own sender.
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

static int mailbox_at(const char *address) {
    const char *colon = strrchr(address, ':');
    char host[64] = {0};
    struct sockaddr_in place = {.sin_family = AF_INET};
    int mailbox = socket(AF_INET, SOCK_DGRAM, 0);
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
    if (bind(mailbox, (struct sockaddr *)&place, sizeof(place)) != 0)
        fail(address);
    return mailbox;
}

int main(int argc, char **argv) {
    int mailbox = mailbox_at(argc > 1 ? argv[1] : "127.0.0.1:8888");
    static char buffer[65536];
    for (;;) {
        struct sockaddr_in client;
        socklen_t length = sizeof(client);
        ssize_t received =
            recvfrom(mailbox, buffer, sizeof(buffer), 0, (struct sockaddr *)&client, &length);
        if (received < 0)
            continue;
        for (ssize_t at = 0; at < received; at++)
            buffer[at] = toupper((unsigned char)buffer[at]);
        if (sendto(mailbox, buffer, received, 0, (struct sockaddr *)&client, length) < 0)
            perror("client");
    }
}
