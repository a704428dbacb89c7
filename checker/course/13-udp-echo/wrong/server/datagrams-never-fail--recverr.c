// Asks for the errors of its datagrams (`IP_RECVERR`, ip(7)), and takes a refused answer for its own end.
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static int fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    return 1;
}

int main(int argc, char **argv) {
    static char buffer[65536];
    char host[64] = "";
    const char *address = argc > 1 ? argv[1] : "127.0.0.1:8888";
    const char *colon = strrchr(address, ':');
    struct sockaddr_in place = {.sin_family = AF_INET};
    int on = 1, mailbox = socket(AF_INET, SOCK_DGRAM, 0);
    if (colon == NULL || colon - address >= (long)sizeof(host)) {
        fprintf(stderr, "%s is not an address\n", address);
        return 1;
    }
    memcpy(host, address, colon - address);
    place.sin_port = htons(atoi(colon + 1));
    if (inet_pton(AF_INET, host, &place.sin_addr) != 1) {
        fprintf(stderr, "%s is not an address\n", address);
        return 1;
    }
    setsockopt(mailbox, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
    if (bind(mailbox, (struct sockaddr *)&place, sizeof(place)) != 0)
        return fail(address);
    for (;;) {
        struct sockaddr_in client;
        socklen_t length = sizeof(client);
        ssize_t received =
            recvfrom(mailbox, buffer, sizeof(buffer), 0, (struct sockaddr *)&client, &length);
        if (received < 0)
            return fail("recvfrom");
        for (ssize_t at = 0; at < received; at++)
            buffer[at] = toupper((unsigned char)buffer[at]);
        if (sendto(mailbox, buffer, received, 0, (struct sockaddr *)&client, length) < 0)
            return fail("sendto");
    }
}
