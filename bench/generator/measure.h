// Clocks, processor time and a histogram with logarithmic buckets.
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { second_ns = 1000000000, ms_ns = 1000000, us_ns = 1000 };

static uint64_t clock_ns(clockid_t clock) {
  struct timespec time = {0};
  if (clock_gettime(clock, &time) != 0) return 0;
  return (uint64_t)time.tv_sec * second_ns + (uint64_t)time.tv_nsec;
}

static uint64_t now_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

// User and system time of all threads of a process, the ended ones too: what /proc/PID/stat says in ticks of 10 ms,
// in nanoseconds. 0 when the process is gone.
static uint64_t process_ns(int pid) {
  clockid_t clock;
  return clock_getcpuclockid(pid, &clock) == 0 ? clock_ns(clock) : 0;
}

typedef struct {
  uint64_t user_ns, system_ns;
} Split;

// The same apart, in ticks of 10 ms (/proc/PID/stat).
static Split process_split(int pid) {
  char path[64], text[1024];
  unsigned long long user = 0, system = 0;
  uint64_t tick_ns = (uint64_t)(second_ns / sysconf(_SC_CLK_TCK));
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file) return (Split){0};
  size_t count = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[count] = 0;
  // The name may hold spaces and brackets; behind its last bracket the fields follow.
  char *fields = strrchr(text, ')');
  if (fields) sscanf(fields + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user, &system);
  return (Split){.user_ns = user * tick_ns, .system_ns = system * tick_ns};
}

// Time that the machine spent in soft interrupts, in ns, all cores.
static uint64_t softirq_ns(void) {
  unsigned long long part[7] = {0};
  FILE *file = fopen("/proc/stat", "r");
  if (!file) return 0;
  int got = fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu", &part[0], &part[1], &part[2], &part[3], &part[4],
                   &part[5], &part[6]);
  fclose(file);
  return got == 7 ? part[6] * (uint64_t)(second_ns / sysconf(_SC_CLK_TCK)) : 0;
}

// 64 buckets for each power of two: a value is known to 1.6 %.
enum { histogram_buckets = 64 * 60 };
typedef struct {
  uint64_t count, highest, bucket[histogram_buckets];
} Histogram;

static void record(Histogram *histogram, uint64_t value) {
  int power = value < 64 ? 0 : 57 - __builtin_clzll(value);
  uint64_t at = (uint64_t)(power * 64) + (value >> power);
  if (at >= histogram_buckets) at = histogram_buckets - 1;
  histogram->bucket[at]++;
  histogram->count++;
  if (value > histogram->highest) histogram->highest = value;
}

// The upper end of the bucket in which the share lies, in milliseconds.
static double quantile_ms(const Histogram *histogram, double share) {
  uint64_t wanted = (uint64_t)(share * (double)histogram->count), seen = 0;
  if (histogram->count == 0) return -1;
  if (wanted >= histogram->count) wanted = histogram->count - 1;
  for (uint64_t at = 0; at < histogram_buckets; at++) {
    seen += histogram->bucket[at];
    if (seen <= wanted) continue;
    uint64_t power = at < 64 ? 0 : at / 64 - 1;
    uint64_t value = at < 64 ? at : (64 + at % 64 + 1) << power;
    return (double)(value < histogram->highest ? value : histogram->highest) / ms_ns;
  }
  return (double)histogram->highest / ms_ns;
}
