// The load generator: one thread, epoll, open loop. It is told what to do by lines on its input and answers each with
// one line of JSON:
//   connect COUNT                                       adds members, each in its room
//   run RATE WARM_MS WINDOW_MS DRAIN_MS SERVER_PIDS     RATE messages a second in all, from the senders in turn
//   idle WINDOW_MS SERVER_PIDS                          nothing but the heartbeats
// Latency counts from the time at which a message was to be sent, so a stall is seen by every message that it delays.
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "members.h"

// One turn of the loop; waits for at most until `until_ns`, or for a line on the input when `listen` is set.
static bool turn(uint64_t until_ns, bool listen) {
  struct epoll_event events[256];
  uint64_t now = now_ns(), wake = until_ns;
  while (run.active && run.sent < run.total && intended_ns(run.sent) <= now) send_next();
  sweep(now);
  if (sweep_due_ns < wake && member_count > 0) wake = sweep_due_ns;
  if (run.active && run.sent < run.total && intended_ns(run.sent) < wake) wake = intended_ns(run.sent);
  now = now_ns();
  uint64_t wait = wake > now ? wake - now : 0;
  struct timespec time = {.tv_sec = (time_t)(wait / second_ns), .tv_nsec = (long)(wait % second_ns)};
  struct pollfd ready[2] = {{.fd = poll_fd, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
  ppoll(ready, listen ? 2 : 1, &time, NULL);
  int count = ready[0].revents ? epoll_wait(poll_fd, events, 256, 0) : 0;
  for (int i = 0; i < count; i++) handle(events[i].data.ptr, events[i].events);
  return listen && ready[1].revents != 0;
}

static void connect_more(int more) {
  uint64_t start = now_ns(), last = start;
  int wanted = member_count + more, seen = joined_count;
  if (wanted > most_members) fail("more than %d members", most_members);
  while (joined_count < wanted) {
    while (member_count < wanted && joining_count < most_joining) start_joining();
    turn(now_ns() + 5 * ms_ns, false);
    if (joined_count > seen) seen = joined_count, last = now_ns();
    if (now_ns() - last > (uint64_t)joining_timeout_s * second_ns) fail("nobody joined for %d s", joining_timeout_s);
  }
  printf("{\"members\":%d,\"ms\":%.0f}\n", joined_count, (double)(now_ns() - start) / ms_ns);
}

static void read_pids(char *list) {
  run.pid_count = 0;
  for (char *at = strtok(list, ","); at && run.pid_count < most_pids; at = strtok(NULL, ",")) {
    run.pids[run.pid_count++] = atoi(at);
  }
}

static void run_load(double rate, double warm_ms, double window_ms, double drain_ms) {
  prepare(rate, warm_ms, window_ms);
  run.before = count_all();
  run.active = true;
  while (now_ns() < run.window_from_ns) turn(run.window_from_ns, false);
  run.from = count_all();
  while (now_ns() < run.window_to_ns) turn(run.window_to_ns, false);
  run.to = count_all();
  uint64_t end = now_ns() + (uint64_t)(drain_ms * ms_ns);
  bool drained = false;
  while (!drained && now_ns() < end) {
    turn(now_ns() + 5 * ms_ns, false);
    drained = run.sent >= run.total && everything_came();
  }
  run.active = false;
  print_run(rate, drained);
}

static void stay_idle(double window_ms) {
  uint64_t end = now_ns() + (uint64_t)(window_ms * ms_ns);
  run.from = count_all();
  while (now_ns() < end) turn(end, false);
  run.to = count_all();
  printf("{\"members\":%d,\"seconds\":%.6f,\"serverSeconds\":%.6f,\"lostConnections\":%llu}\n", joined_count,
         (double)(run.to.at_ns - run.from.at_ns) / second_ns,
         (double)(run.to.server_ns - run.from.server_ns) / second_ns, (unsigned long long)lost_connections);
}

// One guest's token a line. Read anew before each batch of members, because guests are made batch by batch.
static void read_tokens(void) {
  static char line[512];
  if (!settings.token_file) return;
  FILE *file = fopen(settings.token_file, "r");
  if (!file) fail("%s: %s", settings.token_file, strerror(errno));
  for (int at = 0; at < most_members && fgets(line, sizeof line, file); at++) {
    line[strcspn(line, "\n")] = 0;
    if (at < settings.token_count) continue;
    settings.tokens[settings.token_count++] = strdup(line);
  }
  fclose(file);
}

static void obey(char *line) {
  double rate, warm, window, drain;
  char pids[1024];
  int more;
  if (sscanf(line, "connect %d", &more) == 1) {
    read_tokens();
    connect_more(more);
  } else if (sscanf(line, "run %lf %lf %lf %lf %1023s", &rate, &warm, &window, &drain, pids) == 5) {
    read_pids(pids);
    run_load(rate, warm, window, drain);
  } else if (sscanf(line, "idle %lf %1023s", &window, pids) == 2) {
    read_pids(pids);
    stay_idle(window);
  } else {
    fail("not understood: %s", line);
  }
  fflush(stdout);
}

// Arguments: a language, path, port, rooms, addresses, senders every, probes every, file of tokens or -
int main(int count, char **values) {
  if (count != 9) fail("eight arguments are needed");
  language = find_language(values[1]);
  settings.path = values[2];
  settings.port = atoi(values[3]);
  settings.rooms = atoi(values[4]);
  settings.addresses = atoi(values[5]);
  settings.senders_every = atoi(values[6]);
  settings.probes_every = atoi(values[7]);
  if (settings.rooms < 1 || settings.addresses < 1) fail("at least one room and one address are needed");
  settings.token_file = strcmp(values[8], "-") == 0 ? NULL : values[8];
  settings.tokens = calloc(most_members, sizeof *settings.tokens);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  prctl(PR_SET_TIMERSLACK, 1000UL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  poll_fd = epoll_create1(0);
  char line[2048];
  size_t have = 0;
  for (;;) {
    if (!turn(now_ns() + 100 * ms_ns, true)) continue;
    ssize_t got = read(0, line + have, sizeof line - 1 - have);
    if (got <= 0) return 0;
    have += (size_t)got;
    line[have] = 0;
    for (char *end; (end = strchr(line, '\n')); have -= (size_t)(end + 1 - line), memmove(line, end + 1, have + 1)) {
      *end = 0;
      obey(line);
    }
  }
}
