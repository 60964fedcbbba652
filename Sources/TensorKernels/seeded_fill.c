#include "dispatch.h"

// The finaliser of MurmurHash3 over index + seed · golden ratio; 24 bits of it become a fraction of [-1, 1).
BODY void seeded_fill(
    long count, uint32_t first, uint32_t shift, float scale, float offset, float *restrict target) {
#pragma STDC FP_CONTRACT OFF
  for (long i = 0; i < count; i++) {
    uint32_t h = first + (uint32_t)i + shift;
    h ^= h >> 16;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    h *= 0xc2b2ae35u;
    h ^= h >> 16;
    int32_t u = (int32_t)(h >> 8) - (1 << 23);
    float product = scale * ((float)u * 0x1p-23f);
    target[i] = product + offset;
  }
}

DISPATCHED(
    kernel_seeded_fill, seeded_fill,
    (long count, uint32_t first, uint32_t shift, float scale, float offset, float *target),
    (count, first, shift, scale, offset, target))
