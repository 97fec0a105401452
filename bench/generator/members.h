// Members: how they join, what they hear, and how often they look.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>

#include "load.h"

enum {
  most_joining = 64,
  sweep_slice = 32,
  sweep_busy_ns = 10 * ms_ns,
  swept_in_that = 2000, // of more a sweep takes longer: their rooms have wider ticks, and to look into 10,000 sockets that are empty each 10 ms takes a core
  sweep_calm_ns = 100 * ms_ns,
  shared_bytes = 256 * 1024,
  receive_bytes = 64 * 1024,
  joining_timeout_s = 60,
};

static int joining_count, poll_fd, sweep_at;
static uint64_t sweep_due_ns;
static unsigned char shared[shared_bytes];

static void watch(Member *member, int operation, unsigned events) {
  struct epoll_event event = {.events = events, .data.ptr = member};
  epoll_ctl(poll_fd, operation, member->fd, &event);
}

static void arrive(Member *member) {
  joined_count++;
  joining_count--;
  if (language != &posted || member->role != sender) return;
  open_mouth(member);
  watch(member->mouth, EPOLL_CTL_ADD, EPOLLIN);
}

static void hear(Member *member, const Frame *frame, const unsigned char *payload, bool whole) {
  if (frame->op == 8) return drop(member);
  if (frame->op == 9) return write_frame(member, 10, (const char *)payload, whole ? (size_t)frame->payload : 0);
  if (frame->op == 10) return;
  if (member->stage == greeting) {
    language->go_on(member, payload, (size_t)frame->payload);
    if (member->stage == joined) arrive(member);
    return;
  }
  switch (language->understand(payload, frame->payload)) {
    case said_message:
      member->frames++;
      member->bytes += frame->header + frame->payload;
      if (member->role == probe) hear_messages(member, payload, (size_t)frame->payload);
      if (language->take) language->take(member, payload);
      return;
    case said_answer:
      if (member->role == sender) hear_answer(payload, (size_t)frame->payload);
      return;
    case said_heads:
      return answer_heads(member);
    case said_ping:
      return write_text(member, "3");
    case said_goodbye:
      return drop(member);
    case said_nothing:
      return;
  }
}

// A sink leaves epoll: being woken by each frame would cost the server, in whose send() loopback does that work.
static void settle_sink(Member *member) {
  watch(member, EPOLL_CTL_DEL, 0);
  feed_sink(member, member->in, member->in_count, hear);
  free(member->in);
  free(member->out_count == 0 ? member->out : NULL);
  if (member->out_count == 0) member->out = NULL, member->out_room = 0;
  member->in = NULL;
  member->in_count = member->in_room = 0;
}

static void finish_upgrade(Member *member) {
  unsigned char *end = memmem(member->in, member->in_count, "\r\n\r\n", 4);
  if (!end) return;
  size_t used = (size_t)(end + 4 - member->in);
  bool right = memmem(member->in, used, " 101 ", 5) && memmem(member->in, used, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", 28);
  if (!right) fail("the upgrade was answered: %.*s", (int)(used < 200 ? used : 200), member->in);
  member->in_count -= used;
  memmove(member->in, member->in + used, member->in_count);
  member->stage = language->greet ? greeting : joined;
  if (language->greet) language->greet(member);
  if (member->stage == joined) arrive(member);
}

static void read_mouth(Member *member) {
  ssize_t count = recv(member->fd, shared, sizeof shared - 1, MSG_DONTWAIT);
  if (count == 0 || (count < 0 && errno != EAGAIN)) return drop(member);
  if (count < 0) return;
  shared[count] = 0;
  const unsigned char *refusal = refusal_of(shared, (size_t)count);
  if (!refusal) return;
  run.refused++;
  snprintf(run.refusal, sizeof run.refusal, "%.*s", (int)strcspn((const char *)refusal, "\r\n"), refusal);
}

static void read_watched(Member *member) {
  ssize_t count;
  while (member->stage != gone && (count = recv(member->fd, shared, sizeof shared, MSG_DONTWAIT)) != -1) {
    if (count == 0) return drop(member);
    append(&member->in, &member->in_count, &member->in_room, shared, (size_t)count);
    if (member->stage == upgrading) finish_upgrade(member);
    bool greeted = member->stage == greeting;
    if (greeted || member->role != sink) {
      size_t used = feed_whole(member, hear);
      member->in_count -= used;
      memmove(member->in, member->in + used, member->in_count);
      if (greeted && member->stage == joined && member->role != sink) {
        used = feed_whole(member, hear);
        member->in_count -= used;
        memmove(member->in, member->in + used, member->in_count);
      }
    }
    if (member->stage == joined && member->role == sink) return settle_sink(member);
    if (count < (ssize_t)sizeof shared) return;
  }
  if (member->stage != gone && errno != EAGAIN) drop(member);
}

static void handle(Member *member, unsigned events) {
  if (member->stage == connecting && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP))) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(member->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) fail("connection %d: %s", member->index, strerror(error));
    member->stage = upgrading;
    ask_upgrade(member);
    watch(member, EPOLL_CTL_MOD, EPOLLIN);
    return;
  }
  if (!(events & (EPOLLIN | EPOLLERR | EPOLLHUP))) return;
  if (member->role == mouth) read_mouth(member);
  else read_watched(member);
}

static void sweep_one(Member *member) {
  ssize_t count;
  if (member->out_count > 0) flush_out(member);
  if (member->mouth && member->mouth->out_count > 0) flush_out(member->mouth);
  if (member->role != sink || member->stage != joined) return;
  while ((count = recv(member->fd, shared, sizeof shared, MSG_DONTWAIT)) > 0) {
    feed_sink(member, shared, (size_t)count, hear);
    if (member->stage == gone || count < (ssize_t)sizeof shared) return;
  }
  if (count == 0 || errno != EAGAIN) drop(member);
}

static uint64_t busy_pace(void) {
  uint64_t pace = member_count > swept_in_that ? sweep_busy_ns * member_count / swept_in_that : sweep_busy_ns;
  return pace < sweep_calm_ns ? pace : sweep_calm_ns;
}

// Slice by slice, so that no probe waits for a whole sweep.
static void sweep(uint64_t now) {
  if (now < sweep_due_ns || member_count == 0) return;
  uint64_t pace = run.active ? busy_pace() : sweep_calm_ns;
  for (int i = 0; i < sweep_slice && i < member_count; i++) {
    if (sweep_at >= member_count) sweep_at = 0;
    sweep_one(members[sweep_at++]);
  }
  uint64_t step = pace * sweep_slice / (uint64_t)(member_count > sweep_slice ? member_count : sweep_slice);
  sweep_due_ns = (sweep_due_ns + pace < now ? now : sweep_due_ns) + step;
}

static void start_joining(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1, room = receive_bytes;
  if (fd < 0) fail("socket: %s", strerror(errno));
  Member *member = calloc(1, sizeof *member);
  if (!member) fail("out of memory");
  int index = member_count;
  *member = (Member){.fd = fd, .index = index, .room = index % settings.rooms, .stage = connecting, .role = sink};
  if (settings.probes_every > 0 && index % settings.probes_every == settings.probes_every / 2) member->role = probe;
  if (settings.senders_every > 0 && index % settings.senders_every == 0) member->role = sender;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  struct sockaddr_in own = {.sin_family = AF_INET}, other = {.sin_family = AF_INET};
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (unsigned)(index % settings.addresses));
  other.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  other.sin_port = htons((unsigned short)settings.port);
  if (bind(fd, (struct sockaddr *)&own, sizeof own) != 0) fail("bind: %s", strerror(errno));
  if (connect(fd, (struct sockaddr *)&other, sizeof other) != 0 && errno != EINPROGRESS) {
    fail("connect: %s", strerror(errno));
  }
  members[member_count++] = member;
  joining_count++;
  watch(member, EPOLL_CTL_ADD, EPOLLOUT);
}
