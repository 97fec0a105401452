// Read as bare WebSocket, said by HTTP: each sender has a second connection, its mouth, on which requests follow each other.
#pragma once
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "speech.h"

static void open_mouth(Member *member) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  struct sockaddr_in other = {.sin_family = AF_INET, .sin_port = htons((unsigned short)settings.port)};
  other.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, (struct sockaddr *)&other, sizeof other) != 0) fail("a mouth: %s", strerror(errno));
  fcntl(fd, F_SETFL, O_NONBLOCK);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  member->mouth = calloc(1, sizeof *member->mouth);
  if (!member->mouth) fail("out of memory");
  *member->mouth = (Member){.fd = fd, .index = member->index, .stage = joined, .role = mouth};
}

static void say_posted(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body) {
  (void)ref, (void)run, (void)number;
  char text[512];
  int count = snprintf(text, sizeof text, "POST /pub HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %zu\r\n\r\n%s",
                       strlen(body), body);
  if (!member->mouth) fail("member %d has no mouth", member->index);
  write_bytes(member->mouth, text, (size_t)count);
}

// What an answer that was no success says, else NULL. An answer whose first line is cut is passed over: what it should have
// delivered is missed by the probes.
static const unsigned char *refusal_of(const unsigned char *bytes, size_t count) {
  const unsigned char *at = bytes, *end = bytes + count;
  while ((at = memmem(at, (size_t)(end - at), "HTTP/1.1 ", 9)) && end - at > 12) {
    if (at[9] != '2') return at;
    at += 9;
  }
  return NULL;
}

static const Language posted = {.name = "posted", .understand = understand_bare, .say = say_posted};
