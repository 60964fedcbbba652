// The event queue of Sources/EventSimulation in C++: the same wheel, chunks and heaps, the same checks, the same
// order. It exists to be timed beside the Swift one.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdlib>
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

struct Entry {
  u64 time, payload;
  u8 priority;
  bool precedes(const Entry &other) const {
    return time < other.time || (time == other.time && priority < other.priority);
  }
};

// 4-ary, ordered by (time, priority, push order).
struct EventHeap {
  struct Node {
    u64 time, rank, payload;
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
  static constexpr u32 size = 16, none = ~0u;
  Entry *entries;
  u32 *links;
  u32 capacity, used = 0, free = none;

  explicit EventChunks(u32 chunks)
      : entries(allocate<Entry>(chunks * size)), links(allocate<u32>(chunks)), capacity(chunks) {}
  EventChunks(const EventChunks &) = delete;
  ~EventChunks() {
    std::free(entries);
    std::free(links);
  }

  u32 take() {
    u32 chunk = free;
    if (chunk != none) {
      free = links[chunk];
    } else {
      if (used == capacity) grow();
      chunk = used++;
    }
    return chunk * size;
  }
  void release(u32 index) {
    links[index / size] = free;
    free = index / size;
  }
  static bool isLast(u32 index) { return index % size == size - 1; }
  u32 after(u32 index) const { return isLast(index) ? links[index / size] * size : index + 1; }

  __attribute__((noinline)) void grow() {
    capacity *= 2;
    entries = static_cast<Entry *>(std::realloc(entries, (u64)capacity * size * sizeof(Entry)));
    links = static_cast<u32 *>(std::realloc(links, (u64)capacity * sizeof(u32)));
  }
};

class EventQueue {
  static constexpr u64 slotCount = 4096;
  struct Slot {
    u32 head, tail;
  };

  u64 currentTime = 0, scheduled = 0, popped = 0, peak = 0;
  const u64 slotsPerFemtosecond;
  u64 currentSlot = 0, firstFarSlot = ~0ull, summary = 0;
  Slot slots[slotCount] = {};
  u64 occupied[64] = {}, unsorted[64] = {};
  EventChunks chunks{64};
  EventHeap far{64}, urgent{16};

public:
  struct Event {
    u64 time, payload;
  };

  explicit EventQueue(u64 hertz)
      : slotsPerFemtosecond((u64)(((u128)hertz << 64) / 1000000000000000ull) + 1) {}

  u64 now() const { return currentTime; }

  void schedule(u64 payload, u64 time, u8 priority = 0) {
    require(time >= currentTime);
    scheduled += 1;
    peak = std::max(peak, scheduled - popped);
    Entry entry{time, payload, priority};
    u64 slot = slotNumber(time);
    if (slot - currentSlot < slotCount) {
      insert(entry, slot % slotCount);
    } else {
      far.push(entry);
      firstFarSlot = std::min(firstFarSlot, slot);
    }
  }

  bool pop(Event &event, u64 limit = ~0ull) {
    u64 place = currentSlot % slotCount;
    if (isEmpty(place)) {
      long next = enterNextSlot(limit);
      if (next < 0) return false;
      place = next;
    }
    u32 head = slots[place].head;
    Entry entry = chunks.entries[head];
    bool isUrgent = urgent.count != 0 && urgent.first().precedes(entry);
    if (isUrgent) entry = urgent.first();
    if (entry.time > limit) {
      currentTime = std::max(currentTime, limit);
      return false;
    }
    if (isUrgent)
      urgent.pop();
    else
      removeHead(place);
    popped += 1;
    currentTime = entry.time;
    event = {entry.time, entry.payload};
    return true;
  }

private:
  static u64 bit(u64 place) { return 1ull << (place & 63); }
  bool isEmpty(u64 place) const { return (occupied[place >> 6] & bit(place)) == 0; }

  u64 slotNumber(u64 time) const {
    return (u64)(((u128)time * slotsPerFemtosecond + slotsPerFemtosecond) >> 64);
  }

  void insert(const Entry &entry, u64 place) {
    if (isEmpty(place)) {
      u32 index = chunks.take();
      chunks.entries[index] = entry;
      slots[place] = {index, index};
      occupied[place >> 6] |= bit(place);
      summary |= bit(place >> 6);
      return;
    }
    u32 tail = slots[place].tail;
    if (entry.precedes(chunks.entries[tail]))
      insertEarly(entry, place);
    else
      append(entry, place, tail);
  }

  void append(const Entry &entry, u64 place, u32 tail) {
    u32 index = tail + 1;
    if (EventChunks::isLast(tail)) {
      index = chunks.take();
      chunks.links[tail / EventChunks::size] = index / EventChunks::size;
    }
    chunks.entries[index] = entry;
    slots[place].tail = index;
  }

  void removeHead(u64 place) {
    Slot slot = slots[place];
    if (slot.head == slot.tail) {
      occupied[place >> 6] &= ~bit(place);
      if (occupied[place >> 6] == 0) summary &= ~bit(place >> 6);
      chunks.release(slot.head);
    } else {
      slots[place].head = chunks.after(slot.head);
      if (EventChunks::isLast(slot.head)) chunks.release(slot.head);
    }
  }

  __attribute__((noinline)) void insertEarly(const Entry &entry, u64 place) {
    bool isCurrent = place == currentSlot % slotCount;
    if (isCurrent && urgent.count != 0) return urgent.push(entry);
    Slot slot = slots[place];
    u32 chunkStart = slot.tail & ~(EventChunks::size - 1);
    bool isOnlyChunk = slot.head >= chunkStart && slot.head <= slot.tail;
    u32 first = isOnlyChunk ? slot.head : chunkStart;
    bool sorted = (unsorted[place >> 6] & bit(place)) == 0;
    bool reaches = isOnlyChunk || !entry.precedes(chunks.entries[first]);
    if (sorted && reaches && !EventChunks::isLast(slot.tail)) {
      u32 index = slot.tail + 1;
      for (; index > first && entry.precedes(chunks.entries[index - 1]); index--)
        chunks.entries[index] = chunks.entries[index - 1];
      chunks.entries[index] = entry;
      slots[place].tail = slot.tail + 1;
    } else if (isCurrent) {
      urgent.push(entry);
    } else {
      unsorted[place >> 6] |= bit(place);
      append(entry, place, slot.tail);
    }
  }

  u64 firstOccupied(u64 place) const {
    u64 word = place >> 6;
    u64 rest = occupied[word] & (~0ull << (place & 63));
    if (rest != 0) return word << 6 | __builtin_ctzll(rest);
    u64 start = (word + 1) & 63;
    u64 turned = summary >> start | summary << ((64 - start) & 63);
    u64 next = (start + __builtin_ctzll(turned)) & 63;
    return next << 6 | __builtin_ctzll(occupied[next]);
  }

  long enterNextSlot(u64 limit) {
    u64 slot = firstFarSlot;
    if (summary != 0) {
      u64 place = currentSlot % slotCount;
      slot = currentSlot + ((firstOccupied(place) - place) & (slotCount - 1));
    } else if (far.count == 0) {
      return -1;
    }
    u64 limitSlot = slotNumber(limit);
    if (slot > limitSlot) {
      currentTime = std::max(currentTime, limit);
      currentSlot = std::max(currentSlot, limitSlot);
      if (firstFarSlot - currentSlot < slotCount) takeFarEvents();
      return -1;
    }
    currentSlot = slot;
    if (firstFarSlot - slot < slotCount) takeFarEvents();
    u64 place = slot % slotCount;
    if (unsorted[place >> 6] & bit(place)) sort(place);
    return place;
  }

  __attribute__((noinline)) void takeFarEvents() {
    while (far.count > 0) {
      firstFarSlot = slotNumber(far.first().time);
      if (firstFarSlot - currentSlot >= slotCount) return;
      Entry entry = far.pop();
      insert(entry, firstFarSlot % slotCount);
    }
    firstFarSlot = ~0ull;
  }

  __attribute__((noinline)) void sort(u64 place) {
    unsorted[place >> 6] &= ~bit(place);
    Slot slot = slots[place];
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
