// One connection: its socket, what waits to be written, and the frames that come in.
#pragma once
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { peeked_bytes = 10, most_header_bytes = 10, most_frame_bytes = 64 << 20 };

// A sink counts, a probe reads every message, a sender sends the load and reads the answers; a mouth is a sender's second
// connection, where it has one, and no member of the room.
typedef enum { sink, probe, sender, mouth } Role;
typedef enum { connecting, upgrading, greeting, joined, gone } Stage;

typedef struct Member {
  int fd, index, room, step;
  Role role;
  Stage stage;
  unsigned char *in, *out;
  size_t in_count, in_room, out_count, out_room;
  uint64_t skip;  // sink: bytes of the present frame that are still to come
  unsigned char head[most_header_bytes + peeked_bytes];
  size_t head_count;
  uint64_t frames, bytes;  // of the room's messages only, frame headers included
  uint64_t bytes_before;  // the run: who joined between two runs did not hear the first
  uint64_t messages;       // probes only
  uint32_t *next_number;   // probe: by sender, the number that must come next
  uint64_t last_seq;       // probe, Teahouse: the room's number that was seen last
  char room_id[16];
  struct Member *mouth;
} Member;

typedef struct {
  int op;
  size_t header;
  uint64_t payload;
} Frame;

_Noreturn static void fail(const char *format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  printf("{\"error\":\"");
  for (char *at = text; *at; at++) {
    if (*at == '"' || *at == '\\') printf("\\%c", *at);
    else putchar((unsigned char)*at < ' ' ? ' ' : *at);
  }
  printf("\"}\n");
  fflush(stdout);
  exit(1);
}

static void append(unsigned char **buffer, size_t *count, size_t *room, const void *bytes, size_t more) {
  if (*count + more > *room) {
    *room = (*count + more) * 2;
    *buffer = realloc(*buffer, *room);
    if (!*buffer) fail("out of memory");
  }
  memcpy(*buffer + *count, bytes, more);
  *count += more;
}

static uint64_t lost_connections;

static void drop(Member *member) {
  if (member->stage == gone) return;
  if (member->stage != joined) fail("connection %d was closed before it had joined", member->index);
  member->stage = gone;
  lost_connections++;
  close(member->fd);
}

static void flush_out(Member *member) {
  if (member->stage == gone) return;
  ssize_t sent = send(member->fd, member->out, member->out_count, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && errno != EAGAIN) return drop(member);
  if (sent <= 0) return;
  member->out_count -= (size_t)sent;
  memmove(member->out, member->out + sent, member->out_count);
}

static void write_bytes(Member *member, const void *bytes, size_t count) {
  if (member->stage == gone) return;
  if (member->out_count == 0) {
    ssize_t sent = send(member->fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) return drop(member);
    if (sent == (ssize_t)count) return;
    if (sent > 0) {
      bytes = (const char *)bytes + sent;
      count -= (size_t)sent;
    }
  }
  append(&member->out, &member->out_count, &member->out_room, bytes, count);
}

static void write_frame(Member *member, int op, const char *payload, size_t count) {
  static const unsigned char mask[4] = {0x37, 0xfa, 0x21, 0x3d};
  unsigned char frame[8 + 2048];
  if (count > 2048) fail("a frame of %zu bytes is too long to send", count);
  size_t header = count < 126 ? 2 : 4;
  frame[0] = (unsigned char)(0x80 | op);
  frame[1] = (unsigned char)(0x80 | (count < 126 ? count : 126));
  if (header == 4) {
    frame[2] = (unsigned char)(count >> 8);
    frame[3] = (unsigned char)count;
  }
  memcpy(frame + header, mask, 4);
  for (size_t at = 0; at < count; at++) frame[header + 4 + at] = (unsigned char)payload[at] ^ mask[at & 3];
  write_bytes(member, frame, header + 4 + count);
}

static void write_text(Member *member, const char *format, ...) {
  char text[2048];
  va_list arguments;
  va_start(arguments, format);
  int count = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (count < 0 || count >= (int)sizeof text) fail("a command is too long");
  write_frame(member, 1, text, (size_t)count);
}

// False when the header is not complete yet.
static bool read_header(const unsigned char *at, size_t count, Frame *frame) {
  if (count < 2) return false;
  unsigned length = at[1] & 0x7f;
  frame->op = at[0] & 0x0f;
  frame->header = length < 126 ? 2 : length == 126 ? 4 : 10;
  if (count < frame->header) return false;
  if (!(at[0] & 0x80) || (at[1] & 0x80) || (at[0] & 0x70)) fail("a fragmented, masked or compressed frame came");
  frame->payload = length;
  if (length >= 126) {
    frame->payload = 0;
    for (size_t i = 2; i < frame->header; i++) frame->payload = frame->payload << 8 | at[i];
  }
  if (frame->payload > most_frame_bytes) fail("a frame of %llu bytes came", (unsigned long long)frame->payload);
  return true;
}

// What a frame means; of the payload at least the first `peeked_bytes` are there (all of it when it is shorter).
typedef void (*Hear)(Member *member, const Frame *frame, const unsigned char *payload, bool whole);

static size_t peek_of(const Frame *frame) {
  return frame->header + (frame->payload < peeked_bytes ? (size_t)frame->payload : peeked_bytes);
}

// Sinks keep no bytes but those of a header that was cut.
static void feed_sink(Member *member, const unsigned char *at, size_t count, Hear hear) {
  Frame frame;
  while (count > 0 && member->stage != gone) {
    if (member->skip > 0) {
      size_t take = member->skip < count ? (size_t)member->skip : count;
      member->skip -= take;
      at += take;
      count -= take;
      continue;
    }
    if (member->head_count == 0 && read_header(at, count, &frame) && count >= peek_of(&frame)) {
      size_t peek = peek_of(&frame);
      hear(member, &frame, at + frame.header, peek == frame.header + frame.payload);
      member->skip = frame.header + frame.payload - peek;
      at += peek;
      count -= peek;
      continue;
    }
    member->head[member->head_count++] = *at++;
    count--;
    if (!read_header(member->head, member->head_count, &frame) || member->head_count < peek_of(&frame)) continue;
    hear(member, &frame, member->head + frame.header, member->head_count == frame.header + frame.payload);
    member->skip = frame.header + frame.payload - member->head_count;
    member->head_count = 0;
  }
}

// Everybody else gets whole frames. The number of bytes that were used.
static size_t feed_whole(Member *member, Hear hear) {
  size_t used = 0;
  Frame frame;
  while (member->stage != gone && read_header(member->in + used, member->in_count - used, &frame)) {
    if (member->in_count - used < frame.header + frame.payload) break;
    bool was_joined = member->stage == joined;
    hear(member, &frame, member->in + used + frame.header, true);
    used += frame.header + (size_t)frame.payload;
    if (!was_joined && member->stage == joined) break;
  }
  return used;
}
