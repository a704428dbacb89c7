// Writes both addresses into one static buffer, as inet_ntoa(3) does: the line has one of them twice.
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Takes HOST:PORT apart; the host may stand in brackets.
static struct addrinfo *addresses_of(const char *text) {
    static char host[256];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    const char *colon = strrchr(text, ':');
    size_t length = colon == NULL ? 0 : colon - text;
    if (colon == NULL || length >= sizeof(host)) {
        fprintf(stderr, "%s is not an address\n", text);
        exit(1);
    }
    if (text[0] == '[')
        memcpy(host, text + 1, length - 2);
    else
        memcpy(host, text, length);
    int error = getaddrinfo(host, colon + 1, &hints, &found);
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", text, gai_strerror(error));
        exit(1);
    }
    return found;
}

static int listener_at(const char *text) {
    int on = 1, off = 0;
    for (struct addrinfo *one = addresses_of(text); one != NULL; one = one->ai_next) {
        int listener = socket(one->ai_family, SOCK_STREAM, 0);
        if (listener < 0)
            continue;
        if (one->ai_family == AF_INET6)
            setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
        if (bind(listener, one->ai_addr, one->ai_addrlen) == 0 && listen(listener, 128) == 0)
            return listener;
        close(listener);
    }
    fprintf(stderr, "%s: %s\n", text, strerror(errno));
    exit(1);
}

static const char *written(const struct sockaddr_storage *address) {
    static char text[64];
    char host[INET6_ADDRSTRLEN];
    if (address->ss_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
        inet_ntop(AF_INET, &v4->sin_addr, host, sizeof(host));
        sprintf(text, "%s:%d", host, ntohs(v4->sin_port));
    } else {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
        int port = ntohs(v6->sin6_port);
        if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr)) {
            inet_ntop(AF_INET, v6->sin6_addr.s6_addr + 12, host, sizeof(host));
            sprintf(text, "%s:%d", host, port);
        } else {
            inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof(host));
            sprintf(text, "[%s]:%d", host, port);
        }
    }
    return text;
}

int main(int argc, char **argv) {
    int listener = listener_at(argc > 1 ? argv[1] : "127.0.0.1:8888");
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        struct sockaddr_storage you, me;
        socklen_t length = sizeof(you), own = sizeof(me);
        int conn = accept(listener, (struct sockaddr *)&you, &length);
        if (conn < 0) {
            if (errno != ECONNABORTED)
                usleep(100000);
            continue;
        }
        getsockname(conn, (struct sockaddr *)&me, &own);
        char line[160];
        sprintf(line, "you are %s, I am %s\n", written(&you), written(&me));
        if (write(conn, line, strlen(line)) < 0)
            perror("client");
        close(conn);
    }
}
