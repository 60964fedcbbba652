// The benchmark of `tilewright bench events` on the C++ queue: the same random numbers, so the same schedule.
// Usage: benchmark [--events N] [--pending N,N,...]; prints the same CSV.
#include "EventQueue.hpp"
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <time.h>

static const u64 cycle = 1000000;

struct Random {
  u64 state;
  u64 next() {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return state >> 33;
  }
  u64 below(u64 bound) { return next() % bound; }
  double exponential() { return -std::log((double(next()) + 0.5) / 2147483648.0); }
  u64 fraction(u64 bound) {
    u64 high = next();
    return (u64)(((u128)(high << 31 | next()) * (bound << 2)) >> 64);
  }
};

static const char *const distributions[] = {"lockstep", "clocked", "mixed", "exponential", "uniform", "unclocked"};

static u64 draw(const std::string &name, Random &random) {
  static const u64 steps[] = {1, 1, 2, 4};
  if (name == "lockstep") return cycle;
  if (name == "clocked") return steps[random.below(4)] * cycle;
  if (name == "mixed")
    return (random.below(10) > 0 ? 1 + random.below(16) : 1000 + random.below(19001)) * cycle;
  if (name == "exponential") return (1 + u64(999.5 * random.exponential())) * cycle;
  if (name == "uniform") return (1 + random.below(2000)) * cycle;
  return 1 + u64(1000 * double(cycle) * random.exponential());
}

struct DelayTable {
  std::vector<u64> delays;
  u64 longest = 0;
  Random random;

  DelayTable(const std::string &name, u64 seed) : random{seed} {
    for (int i = 0; i < 4096; i++) {
      delays.push_back(draw(name, random));
      longest = std::max(longest, delays.back());
    }
  }
  u64 remainingDelay(bool wholeCycles) {
    u64 unit = wholeCycles ? cycle : 1;
    while (true) {
      u64 delay = delays[random.below(delays.size())];
      if (random.fraction(longest) < delay) return (random.fraction(delay / unit) + 1) * unit;
    }
  }
};

static u64 processorNanoseconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return u64(time.tv_sec) * 1000000000 + time.tv_nsec;
}

__attribute__((noinline)) static void hold(EventQueue &queue, DelayTable &table, long events, u64 &checksum) {
  const u64 *delays = table.delays.data();
  Random random = table.random;
  u64 sum = checksum;
  for (long i = 0; i < events; i++) {
    EventQueue::Event event;
    if (!queue.pop(event)) break;
    sum = sum * 31 + event.payload;
    u64 delay = delays[random.next() & 4095], time;
    require(!__builtin_add_overflow(event.time, delay, &time));
    queue.schedule(event.payload, time);
  }
  checksum = sum;
  table.random = random;
}

static void measure(const std::string &name, long pending, long events) {
  DelayTable table(name, pending);
  auto *queue = new EventQueue(1000000000);
  for (long number = 0; number < pending; number++)
    queue->schedule(number, table.remainingDelay(name != "unclocked"));
  u64 checksum = 0;
  hold(*queue, table, std::max(100000l, pending), checksum);
  std::vector<double> times;
  for (int repetition = 0; repetition < 5; repetition++) {
    u64 start = processorNanoseconds();
    hold(*queue, table, events, checksum);
    times.push_back(double(processorNanoseconds() - start) / events);
  }
  std::printf("%s,%ld,%.3f,%llu\n", name.c_str(), pending, *std::min_element(times.begin(), times.end()),
              (unsigned long long)(checksum * 31 + queue->now()));
  std::fflush(stdout);
  delete queue;
}

int main(int count, char **arguments) {
  long events = 1000000;
  std::vector<long> pendingCounts{1, 64, 1000, 100000, 1000000};
  for (int i = 1; i + 1 < count; i += 2) {
    if (!std::strcmp(arguments[i], "--events")) events = std::atol(arguments[i + 1]);
    if (!std::strcmp(arguments[i], "--pending")) {
      pendingCounts.clear();
      for (char *part = std::strtok(arguments[i + 1], ","); part; part = std::strtok(nullptr, ","))
        pendingCounts.push_back(std::atol(part));
    }
  }
  std::printf("delays,pending,ns_per_event,order_checksum\n");
  for (const char *name : distributions)
    for (long pending : pendingCounts) measure(name, pending, events);
}
