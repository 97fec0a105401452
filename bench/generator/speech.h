// What a language is, and the two smallest: bare WebSocket (each text frame is a message of the room) and Engine.IO 4.
#pragma once
#include "wire.h"

typedef enum { said_nothing, said_message, said_answer, said_heads, said_ping, said_goodbye } Said;

typedef struct {
  const char *name, *protocol;  // `protocol`: asked for with the upgrade; NULL where none is
  bool answers;                 // each message is answered under its reference, and events carry the room's numbers
  // Of the payload at least the first `peeked_bytes` are there.
  Said (*understand)(const unsigned char *payload, uint64_t count);
  void (*greet)(Member *member);  // NULL: with the upgrade one is in the room
  // One step on the way from the upgrade into the room; payloads come whole.
  void (*go_on)(Member *member, const unsigned char *payload, size_t count);
  void (*say)(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body);
  void (*take)(Member *member, const unsigned char *payload);  // NULL, or what a message heard is answered with
} Language;

typedef struct {
  const char *path, *token_file;
  int port, rooms, addresses, senders_every, probes_every;
  char **tokens;
  int token_count;
} Settings;
static Settings settings;
static const Language *language;

static bool starts(const unsigned char *payload, uint64_t count, const char *with) {
  size_t length = strlen(with);
  return count >= length && memcmp(payload, with, length) == 0;
}

_Noreturn static void fail_at(const char *step, const unsigned char *payload, size_t count) {
  fail("%s: %.*s", step, (int)(count < 200 ? count : 200), payload);
}

static void ask_upgrade(Member *member) {
  char text[1024], protocol[80] = "";
  if (language->protocol) snprintf(protocol, sizeof protocol, "Sec-WebSocket-Protocol: %s\r\n", language->protocol);
  // The key is the example of RFC 6455 section 1.3, so that the right answer is known beforehand.
  int count = snprintf(text, sizeof text,
                       "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
                       settings.path, settings.port, protocol);
  write_bytes(member, text, (size_t)count);
}

static Said understand_bare(const unsigned char *payload, uint64_t count) {
  (void)payload, (void)count;
  return said_message;
}

static void say_bare(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body) {
  (void)ref, (void)run, (void)number;
  write_text(member, "%s", body);
}

static const Language bare = {.name = "bare", .understand = understand_bare, .say = say_bare};

static Said understand_engine(const unsigned char *payload, uint64_t count) {
  if (starts(payload, count, "42")) return said_message;
  if (starts(payload, count, "41") || starts(payload, count, "1")) return said_goodbye;
  return count == 1 && payload[0] == '2' ? said_ping : said_nothing;
}

static void wait_for_engine(Member *member) { (void)member; }

static void go_on_engine(Member *member, const unsigned char *payload, size_t count) {
  if (starts(payload, count, "0{")) write_text(member, "40");
  if (starts(payload, count, "44")) fail_at("Socket.IO refused", payload, count);
  if (starts(payload, count, "40")) member->stage = joined;
}

static void say_engine(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body) {
  (void)ref, (void)run, (void)number;
  write_text(member, "42[\"message\",\"%s\"]", body);
}

static const Language engine = {.name = "engine",
                                .understand = understand_engine,
                                .greet = wait_for_engine,
                                .go_on = go_on_engine,
                                .say = say_engine};
