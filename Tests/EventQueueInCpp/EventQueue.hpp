// The event queue of Sources/EventSimulation in C++: the same wheels, chunks and heaps, the same checks, the same
// order. It exists to be timed beside the Swift one.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>
#include <vector>

using u8 = std::uint8_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using u128 = unsigned __int128;

// What Swift's precondition costs: a compare and a branch to a trap.
inline void require(bool holds) {
  if (__builtin_expect(!holds, 0)) __builtin_trap();
}

template <class T> T *allocate(u64 count) { return static_cast<T *>(std::malloc(count * sizeof(T))); }

// Begins at a cache line; from 2 MiB on in huge pages.
template <class T> T *allocatePages(u64 count) {
  u64 bytes = count * sizeof(T), unit = bytes < 2 << 20 ? 64 : 2 << 20;
  void *memory = std::aligned_alloc(unit, (bytes + unit - 1) / unit * unit);
  if (!memory) std::abort();
  if (unit > 64) (void)madvise(memory, bytes, MADV_HUGEPAGE);
  return static_cast<T *>(memory);
}

struct Entry {
  u64 time;
  u32 payload;
  u8 priority;
  bool precedes(const Entry &other) const {
    return time < other.time || (time == other.time && priority < other.priority);
  }
};

// 4-ary, ordered by (time, priority, push order).
struct EventHeap {
  struct Node {
    u64 time, rank;
    u32 payload;
    u128 key() const { return (u128)time << 64 | rank; }
  };
  Node *nodes;
  long capacity, count = 0;
  u64 pushed = 0;

  explicit EventHeap(long size) : nodes(allocate<Node>(size)), capacity(size) {}
  EventHeap(const EventHeap &) = delete;
  ~EventHeap() { std::free(nodes); }

  Entry first() const { return {nodes[0].time, nodes[0].payload, (u8)(nodes[0].rank >> 56)}; }

  void push(const Entry &entry) {
    if (count == capacity) {
      capacity *= 2;
      nodes = static_cast<Node *>(std::realloc(nodes, capacity * sizeof(Node)));
    }
    Node node{entry.time, (u64)entry.priority << 56 | pushed, entry.payload};
    pushed += 1;
    u128 key = node.key();
    long hole = count++;
    while (hole > 0) {
      long parent = (hole - 1) >> 2;
      if (key >= nodes[parent].key()) break;
      nodes[hole] = nodes[parent];
      hole = parent;
    }
    nodes[hole] = node;
  }

  Entry pop() {
    Entry top = first();
    count -= 1;
    Node node = nodes[count];
    u128 key = node.key();
    long hole = 0;
    for (long child; (child = smallestChild(hole)) >= 0 && nodes[child].key() < key; hole = child)
      nodes[hole] = nodes[child];
    nodes[hole] = node;
    return top;
  }

  long smallestChild(long parent) const {
    long c = 4 * parent + 1;
    if (c + 3 < count) {
      long left = nodes[c + 1].key() < nodes[c].key() ? c + 1 : c;
      long right = nodes[c + 3].key() < nodes[c + 2].key() ? c + 3 : c + 2;
      return nodes[right].key() < nodes[left].key() ? right : left;
    }
    if (c >= count) return -1;
    long smallest = c;
    for (long next = c + 1; next < count; next++)
      if (nodes[next].key() < nodes[smallest].key()) smallest = next;
    return smallest;
  }
};

struct EventChunks {
  static constexpr u32 size = 64, none = ~0u;
  Entry *entries;
  u32 *links;
  u32 capacity, used = 0, free = none;

  explicit EventChunks(u32 chunks)
      : entries(allocatePages<Entry>(chunks * size)), links(allocate<u32>(chunks)), capacity(chunks) {}
  EventChunks(const EventChunks &) = delete;
  ~EventChunks() {
    std::free(entries);
    std::free(links);
  }

  u32 take() {
    if (free == none) addChunk();
    u32 chunk = free;
    free = links[chunk];
    return chunk * size;
  }
  __attribute__((noinline)) u32 extend(u32 index, const Entry &entry) {
    u32 next = take();
    links[index / size] = next / size;
    entries[next] = entry;
    return next;
  }
  void release(u32 index) {
    links[index / size] = free;
    free = index / size;
  }
  void prefetchAfter(u32 index) const {
    const char *chunk = reinterpret_cast<const char *>(entries + (u64)links[index / size] * size);
    for (u64 offset = 0; offset < size * sizeof(Entry); offset += 64) __builtin_prefetch(chunk + offset);
  }
  static bool isLast(u32 index) { return index % size == size - 1; }
  u32 after(u32 index) const { return isLast(index) ? links[index / size] * size : index + 1; }

  __attribute__((noinline)) void addChunk() {
    if (used == capacity) {
      u64 count = (u64)capacity * size;
      Entry *larger = allocatePages<Entry>(2 * count);
      std::copy(entries, entries + count, larger);
      std::free(entries);
      entries = larger;
      capacity *= 2;
      links = static_cast<u32 *>(std::realloc(links, (u64)capacity * sizeof(u32)));
    }
    links[used] = free;
    free = used++;
  }
};

inline u64 bit(u64 place) { return 1ull << (place & 63); }

struct SlotTable {
  static constexpr u64 slotCount = 4096;
  static constexpr u32 empty = ~0u;
  struct Slot {
    u32 head = empty, tail = empty;
  };
  Slot *slots = new Slot[slotCount];
  u64 occupied[64] = {}, unsorted[64] = {};
  u64 summary = 0;

  SlotTable() {}
  SlotTable(const SlotTable &) = delete;
  ~SlotTable() { delete[] slots; }

  void begin(u64 place, u32 index) {
    slots[place].head = index;
    slots[place].tail = index;
    occupied[place >> 6] |= bit(place);
    summary |= bit(place >> 6);
  }
  void clear(u64 place) {
    slots[place].head = empty;
    slots[place].tail = empty;
    u64 word = occupied[place >> 6] & ~bit(place);
    occupied[place >> 6] = word;
    if (word == 0) summary &= ~bit(place >> 6);
  }
  u64 firstOccupied(u64 slot) const {
    u64 place = slot % slotCount;
    return slot + (firstPlace(place) - place) % slotCount;
  }
  u64 firstPlace(u64 place) const {
    u64 word = place >> 6;
    u64 rest = occupied[word] & (~0ull << (place & 63));
    if (rest != 0) return word << 6 | __builtin_ctzll(rest);
    u64 start = (word + 1) & 63;
    u64 turned = summary >> start | summary << ((64 - start) & 63);
    u64 next = (start + __builtin_ctzll(turned)) & 63;
    return next << 6 | __builtin_ctzll(occupied[next]);
  }
};

class EventQueue {
  static constexpr u64 slotCount = SlotTable::slotCount, slotsPerBucket = slotCount / 4;

  u64 currentTime = 0;
  long popped = 0, peak = 0, headroom = 0;
  const u64 slotsPerFemtosecond;
  u64 currentSlot = 0, horizon = 4 * slotsPerBucket;
  SlotTable wheel, buckets;
  EventChunks chunks{64};
  EventHeap far{64}, urgent{16};
  Entry single{0, 0, 0};
  bool hasSingle = false;

public:
  struct Event {
    u64 time;
    u32 payload;
  };

  explicit EventQueue(u64 hertz)
      : slotsPerFemtosecond((u64)(((u128)hertz << 64) / 1000000000000000ull) + 1) {}

  u64 now() const { return currentTime; }

  void schedule(u32 payload, u64 time, u8 priority = 0) {
    require(time >= currentTime);
    bool wasEmpty = peak == headroom;
    if (headroom == 0)
      peak += 1;
    else
      headroom -= 1;
    Entry entry{time, payload, priority};
    if (wasEmpty) {
      single = entry;
      hasSingle = true;
    } else {
      if (hasSingle) enterSingle();
      enter(entry);
    }
  }

  bool pop(Event &event, u64 limit = ~0ull) {
    if (hasSingle) {
      if (single.time > limit) {
        currentTime = std::max(currentTime, limit);
        return false;
      }
      hasSingle = false;
      popped += 1;
      headroom += 1;
      currentTime = single.time;
      event = {single.time, single.payload};
      return true;
    }
    u64 place = currentSlot % slotCount;
    u32 head = wheel.slots[place].head;
    if (head == SlotTable::empty) {
      long next = enterNextSlot(limit);
      if (next < 0) return false;
      place = next;
      head = wheel.slots[place].head;
    }
    const Entry &entry = chunks.entries[head];
    u64 time = entry.time;
    u32 payload = entry.payload;
    if (urgent.count != 0 && urgent.first().precedes(entry)) return popUrgent(event, limit);
    if (time > limit) {
      currentTime = std::max(currentTime, limit);
      return false;
    }
    removeHead(head, place);
    popped += 1;
    headroom += 1;
    currentTime = time;
    event = {time, payload};
    return true;
  }

private:
  void enter(const Entry &entry) {
    u64 slot = slotNumber(entry.time);
    if (slot < horizon)
      insert(entry, slot % slotCount);
    else
      insertFar(entry, slot);
  }

  __attribute__((noinline)) void enterSingle() {
    hasSingle = false;
    enter(single);
  }

  u64 slotNumber(u64 time) const {
    return (u64)(((u128)time * slotsPerFemtosecond + slotsPerFemtosecond) >> 64);
  }

  __attribute__((noinline)) bool popUrgent(Event &event, u64 limit) {
    if (urgent.first().time > limit) {
      currentTime = std::max(currentTime, limit);
      return false;
    }
    Entry entry = urgent.pop();
    popped += 1;
    headroom += 1;
    currentTime = entry.time;
    event = {entry.time, entry.payload};
    return true;
  }

  void insert(const Entry &entry, u64 place) {
    u32 tail = wheel.slots[place].tail;
    if (tail == SlotTable::empty) {
      u32 index = chunks.take();
      chunks.entries[index] = entry;
      wheel.begin(place, index);
    } else if (entry.precedes(chunks.entries[tail])) {
      insertEarly(entry, place);
    } else {
      append(entry, place, tail, wheel);
    }
  }

  void append(const Entry &entry, u64 place, u32 tail, SlotTable &table) {
    if (EventChunks::isLast(tail)) {
      table.slots[place].tail = chunks.extend(tail, entry);
    } else {
      chunks.entries[tail + 1] = entry;
      table.slots[place].tail = tail + 1;
    }
  }

  void removeHead(u32 head, u64 place) {
    if (head == wheel.slots[place].tail) {
      wheel.clear(place);
      chunks.release(head);
    } else if (EventChunks::isLast(head)) {
      u32 next = chunks.after(head);
      wheel.slots[place].head = next;
      chunks.release(head);
      chunks.prefetchAfter(next);
    } else {
      wheel.slots[place].head = head + 1;
    }
  }

  __attribute__((noinline)) void insertEarly(const Entry &entry, u64 place) {
    bool isCurrent = place == currentSlot % slotCount;
    if (isCurrent && urgent.count != 0) return urgent.push(entry);
    SlotTable::Slot slot = wheel.slots[place];
    u32 chunkStart = slot.tail & ~(EventChunks::size - 1);
    bool isOnlyChunk = slot.head >= chunkStart && slot.head <= slot.tail;
    u32 first = isOnlyChunk ? slot.head : chunkStart;
    bool sorted = (wheel.unsorted[place >> 6] & bit(place)) == 0;
    bool reaches = isOnlyChunk || !entry.precedes(chunks.entries[first]);
    if (sorted && reaches && !EventChunks::isLast(slot.tail)) {
      u32 index = slot.tail + 1;
      for (; index > first && entry.precedes(chunks.entries[index - 1]); index--)
        chunks.entries[index] = chunks.entries[index - 1];
      chunks.entries[index] = entry;
      wheel.slots[place].tail = slot.tail + 1;
    } else if (isCurrent) {
      urgent.push(entry);
    } else {
      wheel.unsorted[place >> 6] |= bit(place);
      append(entry, place, slot.tail, wheel);
    }
  }

  long enterNextSlot(u64 limit) {
    u64 limitSlot = slotNumber(limit), bucket;
    if (wheel.summary == 0) {
      if (!firstBucket(bucket)) return -1;
      advance(std::min(bucket * slotsPerBucket, limitSlot));
    }
    u64 slot = wheel.summary == 0 ? ~0ull : wheel.firstOccupied(currentSlot);
    if (slot > limitSlot) {
      currentTime = std::max(currentTime, limit);
      advance(limitSlot);
      return -1;
    }
    advance(slot);
    u64 place = slot % slotCount;
    if (wheel.unsorted[place >> 6] & bit(place)) sort(place);
    SlotTable::Slot list = wheel.slots[place];
    if ((list.head ^ list.tail) >= EventChunks::size) chunks.prefetchAfter(list.head);
    return place;
  }

  void advance(u64 slot) {
    currentSlot = std::max(currentSlot, slot);
    if (currentSlot + 3 * slotsPerBucket >= horizon) moveHorizon();
  }

  __attribute__((noinline)) void insertFar(const Entry &entry, u64 slot) {
    u64 bucket = slot / slotsPerBucket, place = bucket % slotCount;
    if (bucket - horizon / slotsPerBucket >= slotCount) return far.push(entry);
    u32 tail = buckets.slots[place].tail;
    if (tail == SlotTable::empty) {
      u32 index = chunks.take();
      chunks.entries[index] = entry;
      buckets.begin(place, index);
    } else {
      append(entry, place, tail, buckets);
    }
  }

  bool firstBucket(u64 &bucket) const {
    if (buckets.summary != 0) {
      bucket = buckets.firstOccupied(horizon / slotsPerBucket);
      return true;
    }
    if (far.count == 0) return false;
    bucket = slotNumber(far.first().time) / slotsPerBucket;
    return true;
  }

  __attribute__((noinline)) void moveHorizon() {
    u64 first = horizon / slotsPerBucket, end = currentSlot / slotsPerBucket + 4;
    horizon = end * slotsPerBucket;
    while (buckets.summary != 0) {
      u64 bucket = buckets.firstOccupied(first);
      if (bucket >= end) break;
      empty(bucket % slotCount);
    }
    while (far.count > 0) {
      u64 slot = slotNumber(far.first().time);
      if (slot >= horizon && slot / slotsPerBucket - end >= slotCount) return;
      Entry entry = far.pop();
      if (slot < horizon)
        insert(entry, slot % slotCount);
      else
        insertFar(entry, slot);
    }
  }

  void empty(u64 bucket) {
    SlotTable::Slot list = buckets.slots[bucket];
    buckets.clear(bucket);
    u32 index = list.head;
    while (true) {
      Entry entry = chunks.entries[index];
      u32 next = index == list.tail ? list.tail : chunks.after(index);
      if (index == list.tail || EventChunks::isLast(index)) chunks.release(index);
      insert(entry, slotNumber(entry.time) % slotCount);
      if (index == list.tail) return;
      index = next;
    }
  }

  __attribute__((noinline)) void sort(u64 place) {
    wheel.unsorted[place >> 6] &= ~bit(place);
    SlotTable::Slot slot = wheel.slots[place];
    for (u32 index = slot.head;; index = chunks.after(index)) {
      urgent.push(chunks.entries[index]);
      if (index == slot.tail) break;
    }
    for (u32 index = slot.head;; index = chunks.after(index)) {
      chunks.entries[index] = urgent.pop();
      if (index == slot.tail) break;
    }
  }
};
