#include "dispatch.h"

#include <string.h>

// Where 16 columns of a convolution's input lie next to each other in a few stretches (parts of image rows), each
// stretch is copied 16 wide from its first column on; the surplus is overwritten by the next one.
BODY void gather_f32(
    long count, const float *source, const int32_t *rows, const int32_t *columns, float *target) {
  int starts[16];
  int stretches = 0;
  for (int j = 0; j < 16; j++) {
    if (j == 0 || columns[j] != columns[j - 1] + 1) starts[stretches++] = j;
  }
  if (stretches == 1) {
    for (long r = 0; r < count; r++) {
      memcpy(target + 16 * r, source + rows[r] + columns[0], 16 * sizeof *target);
    }
  } else if (stretches == 2) {
    for (long r = 0; r < count; r++) {
      const float *row = source + rows[r];
      memcpy(target + 16 * r, row + columns[0], 16 * sizeof *target);
      memcpy(target + 16 * r + starts[1], row + columns[starts[1]], 16 * sizeof *target);
    }
  } else if (stretches <= 4) {
    for (long r = 0; r < count; r++) {
      const float *row = source + rows[r];
      for (int s = 0; s < stretches; s++) {
        memcpy(target + 16 * r + starts[s], row + columns[starts[s]], 16 * sizeof *target);
      }
    }
  } else {
    for (long r = 0; r < count; r++) {
      const float *row = source + rows[r];
#pragma clang loop unroll(full)
      for (int j = 0; j < 16; j++) target[16 * r + j] = row[columns[j]];
    }
  }
}

DISPATCHED(
    kernel_gather_f32, gather_f32,
    (long count, const float *source, const int32_t *rows, const int32_t *columns, float *target),
    (count, source, rows, columns, target))

BODY void interleave_i16(
    long count, const int16_t *restrict even, const int16_t *restrict odd, int16_t *restrict target) {
  for (long j = 0; j < count; j++) {
    target[2 * j] = even[j];
    target[2 * j + 1] = odd[j];
  }
}

BODY void gather_i16(
    long pairs, const int16_t *source, const int32_t *rows, const int32_t *columns,
    int16_t *restrict target) {
  if (columns[15] - columns[0] == 15) {
    for (long r = 0; r < pairs; r++) {
      const int16_t *even = source + rows[2 * r] + columns[0];
      const int16_t *odd = source + rows[2 * r + 1] + columns[0];
      interleave_i16(16, even, odd, target + 32 * r);
    }
  } else {
    for (long r = 0; r < pairs; r++) {
      const int16_t *even = source + rows[2 * r];
      const int16_t *odd = source + rows[2 * r + 1];
#pragma clang loop unroll(full)
      for (int j = 0; j < 16; j++) {
        target[32 * r + 2 * j] = even[columns[j]];
        target[32 * r + 2 * j + 1] = odd[columns[j]];
      }
    }
  }
}

DISPATCHED(
    kernel_interleave_i16, interleave_i16,
    (long count, const int16_t *even, const int16_t *odd, int16_t *target), (count, even, odd, target))
DISPATCHED(
    kernel_gather_i16, gather_i16,
    (long pairs, const int16_t *source, const int32_t *rows, const int32_t *columns, int16_t *target),
    (pairs, source, rows, columns, target))

BODY void widen_i8(long count, const int8_t *restrict source, int32_t zero_point, int16_t *restrict target) {
  for (long i = 0; i < count; i++) target[i] = (int16_t)(source[i] - (int16_t)zero_point);
}

BODY void widen_u8(long count, const uint8_t *restrict source, int32_t zero_point, int16_t *restrict target) {
  for (long i = 0; i < count; i++) target[i] = (int16_t)(source[i] - (int16_t)zero_point);
}

DISPATCHED(
    kernel_widen_i8, widen_i8,
    (long count, const int8_t *source, int32_t zero_point, int16_t *target),
    (count, source, zero_point, target))
DISPATCHED(
    kernel_widen_u8, widen_u8,
    (long count, const uint8_t *source, int32_t zero_point, int16_t *target),
    (count, source, zero_point, target))
