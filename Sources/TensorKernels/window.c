#include "dispatch.h"

#include <string.h>

typedef float Float8 __attribute__((ext_vector_type(8)));
typedef Float8 UnalignedFloat8 __attribute__((aligned(4), may_alias));
typedef int16_t Short8 __attribute__((ext_vector_type(8)));
typedef Short8 UnalignedShort8 __attribute__((aligned(2), may_alias));
typedef uint32_t Word8 __attribute__((ext_vector_type(8)));

BODY Float8 next_f32(const float *from) { return *(const UnalignedFloat8 *)from; }
BODY Float8 add_f32(float weight, Float8 values, Float8 sum) {
  return __builtin_elementwise_fma((Float8)weight, values, sum);
}

BODY Word8 next_i16(const int16_t *from) {
  return __builtin_convertvector(*(const UnalignedShort8 *)from, Word8);
}
BODY Word8 add_i16(int16_t weight, Word8 values, Word8 sum) {
  return sum + (Word8)(uint32_t)(int32_t)weight * values;
}

// The first `count` words of 8, without a call.
BODY void copy_words(long count, const void *source, void *target) {
  const char *from = source;
  char *to = target;
  if (count >= 8) {
    memcpy(to, from, 32);
    return;
  }
  if (count <= 0) return;
  if (count & 4) {
    memcpy(to, from, 16);
    to += 16, from += 16;
  }
  if (count & 2) {
    memcpy(to, from, 8);
    to += 8, from += 8;
  }
  if (count & 1) memcpy(to, from, 4);
}

// Sums over a small window, such as a depthwise convolution's: of `tall` rows, `wide` vectors of neighbouring results
// stay in registers while all taps are added. Rows past the last one repeat it; surplus columns are computed, not kept.
#define UNROLLED _Pragma("clang loop unroll(full)") for
#define WINDOW_TILE(type, Vector, Element)                                                      \
  BODY void window_tile_##type(                                                                 \
      int wide, int tall, long rows, long columns, long taps, const Element *weights,           \
      const int32_t *offsets, const Element *source, long source_row, void *target, long target_row) {\
    Vector sum[8], edge[8];                                                                     \
    const Element *from[8];                                                                     \
    char *to[8];                                                                                \
    UNROLLED (int r = 0; r < tall; r++) {                                                       \
      long row = r < rows ? r : rows - 1;                                                       \
      from[r] = source + row * source_row;                                                      \
      to[r] = (char *)target + 4 * row * target_row;                                            \
    }                                                                                           \
    long full = columns >= 8 * wide;                                                            \
    if (full) {                                                                                 \
      UNROLLED (int i = 0; i < 8; i++) memcpy(&sum[i], to[i / wide] + 32 * (i % wide), 32);     \
    } else {                                                                                    \
      UNROLLED (int i = 0; i < 8; i++) {                                                        \
        copy_words(columns - 8 * (i % wide), to[i / wide] + 32 * (i % wide), &edge[i]);         \
      }                                                                                         \
      UNROLLED (int i = 0; i < 8; i++) sum[i] = edge[i];                                        \
    }                                                                                           \
    for (long p = 0; p < taps; p++) {                                                           \
      Element weight = weights[p];                                                              \
      long offset = offsets[p];                                                                 \
      UNROLLED (int i = 0; i < 8; i++) {                                                        \
        sum[i] = add_##type(weight, next_##type(from[i / wide] + offset + 8 * (i % wide)), sum[i]);\
      }                                                                                         \
    }                                                                                           \
    if (full) {                                                                                 \
      UNROLLED (int i = 0; i < 8; i++) memcpy(to[i / wide] + 32 * (i % wide), &sum[i], 32);     \
    } else {                                                                                    \
      UNROLLED (int i = 0; i < 8; i++) edge[i] = sum[i];                                        \
      UNROLLED (int i = 0; i < 8; i++) {                                                        \
        copy_words(columns - 8 * (i % wide), &edge[i], to[i / wide] + 32 * (i % wide));         \
      }                                                                                         \
    }                                                                                           \
  }

#define WINDOW(type, Vector, Element, Sum)                                                              \
  WINDOW_TILE(type, Vector, Element)                                                                    \
  BODY void window_##type(                                                                              \
      long rows, long columns, long taps, const Element *weights, const int32_t *offsets,               \
      const Element *source, long source_row, Sum *target, long target_row) {                           \
    for (long row = 0; row < rows;) {                                                                   \
      long left = rows - row;                                                                           \
      long tall = left == 1 ? 1 : columns > 16 ? 2 : columns > 8 ? 4 : 8;                               \
      for (long column = 0; column < columns; column += 64 / tall) {                                    \
        long width = columns - column;                                                                  \
        const Element *from = source + row * source_row + column;                                       \
        Sum *to = target + row * target_row + column;                                                   \
        if (tall == 1) {                                                                                \
          window_tile_##type(8, 1, 1, width, taps, weights, offsets, from, source_row, to, target_row); \
        } else if (tall == 2) {                                                                         \
          window_tile_##type(4, 2, left, width, taps, weights, offsets, from, source_row, to, target_row); \
        } else if (tall == 4) {                                                                         \
          window_tile_##type(2, 4, left, width, taps, weights, offsets, from, source_row, to, target_row); \
        } else {                                                                                        \
          window_tile_##type(1, 8, left, width, taps, weights, offsets, from, source_row, to, target_row); \
        }                                                                                               \
      }                                                                                                 \
      row += tall;                                                                                      \
    }                                                                                                   \
  }

WINDOW(f32, Float8, float, float)
WINDOW(i16, Word8, int16_t, int32_t)

DISPATCHED(
    kernel_window_f32, window_f32,
    (long rows, long columns, long taps, const float *weights, const int32_t *offsets, const float *source,
     long source_row, float *target, long target_row),
    (rows, columns, taps, weights, offsets, source, source_row, target, target_row))
DISPATCHED(
    kernel_window_i16, window_i16,
    (long rows, long columns, long taps, const int16_t *weights, const int32_t *offsets,
     const int16_t *source, long source_row, int32_t *target, long target_row),
    (rows, columns, taps, weights, offsets, source, source_row, target, target_row))
