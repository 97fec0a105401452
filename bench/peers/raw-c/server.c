// The least that a relay over one core can do: epoll, a frame built once, one send per socket. Not a peer but a
// denominator. It knows one client only, ours: a fixed handshake key, and small masked text frames that come whole.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most_sockets = 65536, most_events = 512, buffer_bytes = 65536, most_header = 10 };

// The answer to the example key of RFC 6455 section 1.3, which our generator always sends.
static const char welcome[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static int members[most_sockets];
static int member_count;
static int place_of[most_sockets];  // 0: not a member yet, else its place in `members` plus 1

static void leave(int fd) {
  int place = place_of[fd];
  if (place > 0) {
    int last = members[--member_count];
    members[place - 1] = last;
    place_of[last] = place;
    place_of[fd] = 0;
  }
  close(fd);
}

static void join(int fd) {
  members[member_count] = fd;
  place_of[fd] = ++member_count;
}

// A receiver whose pipe is full loses the connection: the rest of a half-sent frame has no place to wait.
static void broadcast(const unsigned char *payload, size_t length) {
  unsigned char frame[most_header + buffer_bytes];
  size_t header = length < 126 ? 2 : 4;
  frame[0] = 0x81;
  frame[1] = length < 126 ? (unsigned char)length : 126;
  if (header == 4) {
    frame[2] = (unsigned char)(length >> 8);
    frame[3] = (unsigned char)length;
  }
  memcpy(frame + header, payload, length);
  for (int at = member_count - 1; at >= 0; at--) {
    ssize_t sent = send(members[at], frame, header + length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent != (ssize_t)(header + length)) leave(members[at]);
  }
}

static void read_frames(int fd, unsigned char *bytes, size_t count) {
  size_t at = 0;
  while (count - at >= 6) {
    size_t length = bytes[at + 1] & 0x7f, header = 2;
    if (length == 126) {
      length = (size_t)bytes[at + 2] << 8 | bytes[at + 3];
      header = 4;
    }
    unsigned char *mask = bytes + at + header, *payload = mask + 4;
    if (at + header + 4 + length > count) break;
    for (size_t i = 0; i < length; i++) payload[i] ^= mask[i & 3];
    if ((bytes[at] & 0x0f) == 8) {
      leave(fd);
      return;
    }
    broadcast(payload, length);
    if (place_of[fd] == 0) return;
    at += header + 4 + length;
  }
  if (at != count) leave(fd);
}

static void read_socket(int fd) {
  static unsigned char bytes[buffer_bytes];
  ssize_t count = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) {
    leave(fd);
  } else if (place_of[fd] > 0) {
    read_frames(fd, bytes, (size_t)count);
  } else if (count >= 4 && memcmp(bytes + count - 4, "\r\n\r\n", 4) == 0) {
    send(fd, welcome, sizeof welcome - 1, MSG_NOSIGNAL);
    join(fd);
  } else {
    leave(fd);
  }
}

static int listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 4096) != 0) {
    perror("listen");
    exit(1);
  }
  return fd;
}

static void accept_all(int listener, int poll) {
  int fd, yes = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    if (fd >= most_sockets) {
      close(fd);
      continue;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
  }
}

int main(void) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  int listener = listen_on(atoi(getenv("PORT") ? getenv("PORT") : "0"));
  int poll = epoll_create1(0);
  struct epoll_event own = {.events = EPOLLIN, .data.fd = listener}, events[most_events];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &own);
  for (;;) {
    int ready = epoll_wait(poll, events, most_events, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == listener) accept_all(listener, poll);
      else read_socket(events[i].data.fd);
    }
  }
}
