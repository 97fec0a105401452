// Teahouse v1: hello with a guest's token, a name, the room; then `message.post`, and `heartbeat` for the heads.
#pragma once
#include "speech.h"

// A command's reference. Commands that carry the load count on from the first one of their run.
static uint64_t next_ref = 1;

static Said understand_teahouse(const unsigned char *payload, uint64_t count) {
  if (starts(payload, count, "[0,\"events")) return said_message;
  if (starts(payload, count, "[0,\"heads\"")) return said_heads;
  if (starts(payload, count, "[0,\"goaway")) return said_goodbye;
  return starts(payload, count, "[0,") ? said_nothing : said_answer;
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

static void go_on_teahouse(Member *member, const unsigned char *payload, size_t count) {
  if (understand_teahouse(payload, count) != said_answer) return;
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

static void say_teahouse(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body) {
  write_text(member,
             "[%llu,\"message.post\",{\"room\":\"%s\",\"cid\":\"%08x-0000-4000-8000-%012llx\",\"body\":\"%s\"}]",
             (unsigned long long)ref, member->room_id, run, (unsigned long long)number, body);
}

static const Language teahouse = {.name = "teahouse",
                                  .protocol = "teahouse.v1",
                                  .answers = true,
                                  .understand = understand_teahouse,
                                  .greet = ask_next,
                                  .go_on = go_on_teahouse,
                                  .say = say_teahouse};
