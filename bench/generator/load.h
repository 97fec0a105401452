// One run of load: what is sent when, what came of it, and the account that is given of it.
#pragma once
#include "languages.h"
#include "measure.h"

enum { body_bytes = 120, most_members = 65536, most_pids = 64 };

typedef struct {
  uint64_t frames, bytes, probe_frames, probe_bytes, probe_messages, acked, sent, at_ns;
  uint64_t server_ns, own_ns, softirq_ns;
  Split server;
} Count;

typedef struct {
  bool active;
  uint32_t id, sender_count;
  int pid_count, pids[most_pids];
  uint64_t start_ns, window_from_ns, window_to_ns, total, first_ref, lateness_ns;
  double gap_ns;
  uint64_t sent, seen, expected, missing, repeated, late_seqs, answered, refused, unknown, doubled;
  Member **senders;
  unsigned char *acked;
  char refusal[200];
  Histogram delivery, answer;
  Count from, to, before;
} Run;

static Member *members[most_members];
static int member_count, joined_count;
static Run run;

static Count count_all(void) {
  Count count = {.sent = run.sent, .acked = run.answered, .own_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID)};
  for (int i = 0; i < member_count; i++) {
    Member *member = members[i];
    count.frames += member->frames;
    count.bytes += member->bytes;
    if (member->role != probe) continue;
    count.probe_frames += member->frames;
    count.probe_bytes += member->bytes;
    count.probe_messages += member->messages;
  }
  for (int i = 0; i < run.pid_count; i++) {
    Split split = process_split(run.pids[i]);
    count.server_ns += process_ns(run.pids[i]);
    count.server.user_ns += split.user_ns;
    count.server.system_ns += split.system_ns;
  }
  count.softirq_ns = softirq_ns();
  count.at_ns = now_ns();
  return count;
}

static uint64_t intended_ns(uint64_t number) { return run.start_ns + (uint64_t)((double)number * run.gap_ns); }

static bool in_window(uint64_t intended) { return intended >= run.window_from_ns && intended < run.window_to_ns; }

// A body is `~tb`, then in hexadecimal the run, the intended time, the sender and its number, then filling.
static void send_next(void) {
  uint64_t intended = intended_ns(run.sent), late = now_ns() - intended;
  uint32_t at = (uint32_t)(run.sent % run.sender_count);
  char body[body_bytes + 1];
  int length = snprintf(body, sizeof body, "~tb%02x%016llx%04x%08x", run.id & 0xff, (unsigned long long)intended, at,
                        (unsigned)(run.sent / run.sender_count));
  static const char filling[] = " a cup of tea, a quiet room, and somebody who says something of an ordinary length.....";
  memcpy(body + length, filling, (size_t)(body_bytes - length));
  body[body_bytes] = 0;
  if (late > run.lateness_ns) run.lateness_ns = late;
  language->say(run.senders[at], run.first_ref + run.sent, run.id, run.sent, body);
  run.sent++;
}

static uint64_t hex_at(const unsigned char *at, int digits) {
  uint64_t value = 0;
  for (int i = 0; i < digits; i++) value = value << 4 | (uint64_t)(at[i] <= '9' ? at[i] - '0' : at[i] - 'a' + 10);
  return value;
}

static uint64_t number_after(const unsigned char *payload, size_t count, const char *key) {
  const unsigned char *at = memmem(payload, count, key, strlen(key));
  return at ? strtoull((const char *)at + strlen(key), NULL, 10) : 0;
}

// The room's numbers must go on where the last frame ended.
static void check_seqs(Member *member, const unsigned char *payload, size_t count) {
  uint64_t first = number_after(payload, count, "\"first\":"), last = number_after(payload, count, "\"last\":");
  if (member->last_seq != 0 && first != member->last_seq + 1) run.late_seqs++;
  member->last_seq = last;
}

static void hear_messages(Member *member, const unsigned char *payload, size_t count) {
  const unsigned char *at = payload, *end = payload + count;
  uint64_t now = now_ns();
  if (language->answers) check_seqs(member, payload, count);
  while ((at = memchr(at, '~', (size_t)(end - at))) && end - at >= 33) {
    if (memcmp(at, "~tb", 3) != 0 || hex_at(at + 3, 2) != (run.id & 0xff)) {
      at++;
      continue;
    }
    uint64_t intended = hex_at(at + 5, 16);
    uint32_t from = (uint32_t)hex_at(at + 21, 4), number = (uint32_t)hex_at(at + 25, 8);
    member->messages++;
    at += 33;
    if (from >= run.sender_count) continue;
    if (number < member->next_number[from]) run.repeated++;
    else {
      run.missing += number - member->next_number[from];
      run.seen++;
      member->next_number[from] = number + 1;
      if (in_window(intended)) record(&run.delivery, now - intended);
    }
  }
}

static void hear_answer(const unsigned char *payload, size_t count) {
  uint64_t number = strtoull((const char *)payload + 1, NULL, 10) - run.first_ref;
  const unsigned char *comma = memchr(payload, ',', count);
  if (!run.acked || !comma || number >= run.total) return;
  if (comma[2] != 'o') {
    if (comma[2] == 'u') run.unknown++;
    else run.refused++;
    snprintf(run.refusal, sizeof run.refusal, "%.*s", (int)(count < 190 ? count : 190), payload);
  } else if (run.acked[number]) {
    run.doubled++;
  } else {
    run.acked[number] = 1;
    run.answered++;
    if (in_window(intended_ns(number))) record(&run.answer, now_ns() - intended_ns(number));
  }
}

static void prepare(double rate, double warm_ms, double window_ms) {
  static uint32_t runs;
  free(run.senders);
  free(run.acked);
  int pid_count = run.pid_count, pids[most_pids];
  memcpy(pids, run.pids, sizeof pids);
  run = (Run){.id = ++runs, .pid_count = pid_count, .gap_ns = second_ns / rate};
  memcpy(run.pids, pids, sizeof pids);
  run.senders = calloc((size_t)member_count, sizeof *run.senders);
  for (int i = 0; i < member_count; i++) {
    if (members[i]->role == sender) run.senders[run.sender_count++] = members[i];
  }
  if (run.sender_count == 0 || run.sender_count > 0xffff) fail("%u senders", run.sender_count);
  run.total = (uint64_t)(rate * (warm_ms + window_ms) / 1000);
  run.acked = calloc(run.total + 1, 1);
  run.first_ref = next_ref;
  next_ref += run.total;
  for (int i = 0; i < member_count; i++) {
    Member *member = members[i];
    member->bytes_before = member->bytes;
    if (member->role != probe) continue;
    free(member->next_number);
    member->next_number = calloc(run.sender_count, sizeof *member->next_number);
    for (uint32_t s = 0; s < run.sender_count; s++) {
      if (run.senders[s]->room != member->room) continue;
      run.expected += run.total / run.sender_count + (s < run.total % run.sender_count);
    }
  }
  run.start_ns = now_ns() + 50 * ms_ns;
  run.window_from_ns = run.start_ns + (uint64_t)(warm_ms * ms_ns);
  run.window_to_ns = run.window_from_ns + (uint64_t)(window_ms * ms_ns);
}

static uint64_t bytes_of_run(const Member *member) { return member->bytes - member->bytes_before; }

static bool everything_came(void) {
  if (language->answers && run.answered + run.refused + run.unknown < run.total) return false;
  if (run.seen + run.missing < run.expected) return false;
  if (settings.rooms > 1 || run.expected == 0) return true;
  Member *first = NULL;
  for (int i = 0; i < member_count; i++) {
    if (members[i]->stage != joined) continue;
    if (!first) first = members[i];
    if (bytes_of_run(members[i]) != bytes_of_run(first)) return false;
  }
  return true;
}

// Sinks that got other bytes than the others: with one room all of them must agree.
static int odd_sinks(void) {
  int odd = 0;
  for (int i = 0; i < member_count && settings.rooms == 1; i++) {
    if (members[i]->stage == joined && bytes_of_run(members[i]) != bytes_of_run(members[0])) odd++;
  }
  return odd;
}

static void print_run(double rate, bool drained) {
  Count *from = &run.from, *to = &run.to, all = count_all();
  double seconds = (double)(to->at_ns - from->at_ns) / second_ns;
  double bytes = (double)(all.probe_bytes - run.before.probe_bytes);
  double per_byte = bytes > 0 ? (double)(all.probe_messages - run.before.probe_messages) / bytes : 0;
  double messages = (double)(to->bytes - from->bytes) * per_byte;
  printf("{\"rate\":%g,\"seconds\":%.6f,\"senders\":%u,\"members\":%d,", rate, seconds, run.sender_count, joined_count);
  printf("\"sent\":%llu,\"sentInWindow\":%llu,\"latestSendMs\":%.3f,", (unsigned long long)run.sent,
         (unsigned long long)(to->sent - from->sent), (double)run.lateness_ns / ms_ns);
  printf("\"allFrames\":%llu,", (unsigned long long)(all.frames - run.before.frames));
  printf("\"messages\":%.0f,\"frames\":%llu,\"bytes\":%llu,", messages, (unsigned long long)(to->frames - from->frames),
         (unsigned long long)(to->bytes - from->bytes));
  printf("\"answered\":%llu,\"answeredInWindow\":%llu,\"refused\":%llu,\"unknown\":%llu,\"answeredTwice\":%llu,",
         (unsigned long long)run.answered, (unsigned long long)(to->acked - from->acked),
         (unsigned long long)run.refused, (unsigned long long)run.unknown, (unsigned long long)run.doubled);
  printf("\"serverSeconds\":%.6f,\"generatorSeconds\":%.6f,\"softirqSeconds\":%.3f,",
         (double)(to->server_ns - from->server_ns) / second_ns, (double)(to->own_ns - from->own_ns) / second_ns,
         (double)(to->softirq_ns - from->softirq_ns) / second_ns);
  printf("\"serverUserSeconds\":%.2f,\"serverSystemSeconds\":%.2f,",
         (double)(to->server.user_ns - from->server.user_ns) / second_ns,
         (double)(to->server.system_ns - from->server.system_ns) / second_ns);
  printf("\"drained\":%s,\"expected\":%llu,\"seen\":%llu,\"missing\":%llu,\"outOfOrder\":%llu,\"brokenSeqs\":%llu,",
         drained ? "true" : "false", (unsigned long long)run.expected, (unsigned long long)run.seen,
         (unsigned long long)run.missing, (unsigned long long)run.repeated, (unsigned long long)run.late_seqs);
  printf("\"oddSinks\":%d,\"lostConnections\":%llu,", odd_sinks(), (unsigned long long)lost_connections);
  printf("\"delivery\":{\"count\":%llu,\"p50\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f},",
         (unsigned long long)run.delivery.count, quantile_ms(&run.delivery, 0.5), quantile_ms(&run.delivery, 0.99),
         quantile_ms(&run.delivery, 0.999), quantile_ms(&run.delivery, 1));
  printf("\"answer\":{\"count\":%llu,\"p50\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f}", (unsigned long long)run.answer.count,
         quantile_ms(&run.answer, 0.5), quantile_ms(&run.answer, 0.99), quantile_ms(&run.answer, 0.999),
         quantile_ms(&run.answer, 1));
  for (char *at = run.refusal; *at; at++) if (*at == '"' || *at == '\\') *at = '\'';
  printf(",\"refusal\":\"%s\"}\n", run.refusal);
}
