// The three languages: bare WebSocket (each text frame is a message of the room), Teahouse v1, Engine.IO 4.
#pragma once
#include "wire.h"

typedef enum { bare, teahouse, engine } Speech;
typedef enum { said_nothing, said_message, said_answer, said_heads, said_ping, said_goodbye } Said;

typedef struct {
  Speech speech;
  const char *path, *token_file;
  int port, rooms, addresses, senders_every, probes_every;
  char **tokens;
  int token_count;
} Settings;
static Settings settings;

// A command's reference. Commands that carry the load count on from the first one of their run.
static uint64_t next_ref = 1;

static bool starts(const unsigned char *payload, uint64_t count, const char *with) {
  size_t length = strlen(with);
  return count >= length && memcmp(payload, with, length) == 0;
}

static Said understand(const unsigned char *payload, uint64_t count) {
  if (settings.speech == bare) return said_message;
  if (settings.speech == engine) {
    if (starts(payload, count, "42")) return said_message;
    if (starts(payload, count, "41") || starts(payload, count, "1")) return said_goodbye;
    return count == 1 && payload[0] == '2' ? said_ping : said_nothing;
  }
  if (starts(payload, count, "[0,\"events")) return said_message;
  if (starts(payload, count, "[0,\"heads\"")) return said_heads;
  if (starts(payload, count, "[0,\"goaway")) return said_goodbye;
  return starts(payload, count, "[0,") ? said_nothing : said_answer;
}

static void ask_upgrade(Member *member) {
  char text[1024];
  // The key is the example of RFC 6455 section 1.3, so that the right answer is known beforehand.
  int count = snprintf(text, sizeof text,
                       "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
                       settings.path, settings.port,
                       settings.speech == teahouse ? "Sec-WebSocket-Protocol: teahouse.v1\r\n" : "");
  write_bytes(member, text, (size_t)count);
}

static void ask_next(Member *member) {
  unsigned long long ref = next_ref++;
  switch (member->step) {
    case 0:
      if (member->index >= settings.token_count) fail("there are only %d guests", settings.token_count);
      write_text(member, "[%llu,\"hello\",{\"v\":1,\"token\":\"%s\"}]", ref, settings.tokens[member->index]);
      return;
    case 1:
      write_text(member, "[%llu,\"profile.set\",{\"name\":\"bench %05d\",\"look\":%d}]", ref, member->index,
                 member->index % 1080);
      return;
    case 2:
      write_text(member, "[%llu,\"room.open\",{\"name\":\"bench-%d\"}]", ref, member->room);
      return;
    case 3:
      write_text(member, "[%llu,\"room.join\",{\"room\":\"%s\"}]", ref, member->room_id);
      return;
    default:
      member->stage = joined;
  }
}

static void begin_greeting(Member *member) {
  member->stage = settings.speech == bare ? joined : greeting;
  if (settings.speech == teahouse) ask_next(member);
}

// One step on the way from the upgrade into the room.
static void go_on_greeting(Member *member, const unsigned char *payload, size_t count) {
  if (settings.speech == engine) {
    if (starts(payload, count, "0{")) write_text(member, "40");
    if (starts(payload, count, "44")) fail("Socket.IO refused: %.*s", (int)(count < 200 ? count : 200), payload);
    if (starts(payload, count, "40")) member->stage = joined;
    return;
  }
  if (understand(payload, count) != said_answer) return;
  const unsigned char *comma = memchr(payload, ',', count);
  size_t rest = comma ? count - (size_t)(comma - payload) : 0;
  if (!comma || !starts(comma, rest, ",\"ok\"")) {
    fail("step %d of a guest's way into the room: %.*s", member->step, (int)(count < 200 ? count : 200), payload);
  }
  if (member->step == 2) {
    const unsigned char *id = memmem(payload, count, "\"id\":\"r", 7);
    if (!id || (size_t)(payload + count - id) < 6 + 13) fail("room.open answered without an id");
    memcpy(member->room_id, id + 6, 13);
  }
  member->step++;
  ask_next(member);
}

static void answer_heads(Member *member) {
  write_text(member, "[%llu,\"heartbeat\",{}]", (unsigned long long)next_ref++);
}

static void say(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body) {
  if (settings.speech == bare) write_text(member, "%s", body);
  else if (settings.speech == engine) write_text(member, "42[\"message\",\"%s\"]", body);
  else {
    write_text(member,
               "[%llu,\"message.post\",{\"room\":\"%s\",\"cid\":\"%08x-0000-4000-8000-%012llx\",\"body\":\"%s\"}]",
               (unsigned long long)ref, member->room_id, run, (unsigned long long)number, body);
  }
}
