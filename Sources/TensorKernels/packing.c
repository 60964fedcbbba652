#include "dispatch.h"

#include <string.h>

// Words of 32 bits: floats, or pairs of 16-bit integers.
typedef uint32_t Word4 __attribute__((ext_vector_type(4)));
typedef Word4 Unaligned4 __attribute__((aligned(4), may_alias));
typedef uint32_t Word2 __attribute__((ext_vector_type(2)));
typedef Word2 Unaligned2 __attribute__((aligned(4), may_alias));

// Four words of four lines, turned.
BODY void turn_4x4(const uint32_t *const *lines, long from, uint32_t *target, long step) {
  Word4 a = *(const Unaligned4 *)(lines[0] + from), b = *(const Unaligned4 *)(lines[1] + from);
  Word4 c = *(const Unaligned4 *)(lines[2] + from), d = *(const Unaligned4 *)(lines[3] + from);
  Word4 ac0 = __builtin_shufflevector(a, c, 0, 4, 1, 5), ac1 = __builtin_shufflevector(a, c, 2, 6, 3, 7);
  Word4 bd0 = __builtin_shufflevector(b, d, 0, 4, 1, 5), bd1 = __builtin_shufflevector(b, d, 2, 6, 3, 7);
  *(Unaligned4 *)target = __builtin_shufflevector(ac0, bd0, 0, 4, 1, 5);
  *(Unaligned4 *)(target + step) = __builtin_shufflevector(ac0, bd0, 2, 6, 3, 7);
  *(Unaligned4 *)(target + 2 * step) = __builtin_shufflevector(ac1, bd1, 0, 4, 1, 5);
  *(Unaligned4 *)(target + 3 * step) = __builtin_shufflevector(ac1, bd1, 2, 6, 3, 7);
}

// Four words of two lines, turned.
BODY void turn_4x2(const uint32_t *const *lines, long from, uint32_t *target, long step) {
  Word4 a = *(const Unaligned4 *)(lines[0] + from), b = *(const Unaligned4 *)(lines[1] + from);
  Word4 low = __builtin_shufflevector(a, b, 0, 4, 1, 5), high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  *(Unaligned2 *)target = low.lo;
  *(Unaligned2 *)(target + step) = low.hi;
  *(Unaligned2 *)(target + 2 * step) = high.lo;
  *(Unaligned2 *)(target + 3 * step) = high.hi;
}

BODY void turn(
    int width, long used, long length, const uint32_t *source, long line_step, uint32_t *target) {
  const uint32_t *lines[16];
  for (int i = 0; i < width; i++) lines[i] = source + (i < used ? i : used - 1) * line_step;
  long k = 0;
  for (; k + 4 <= length; k += 4) {
    for (int i = 0; i + 4 <= width; i += 4) turn_4x4(lines + i, k, target + k * width + i, width);
    if (width % 4 == 2) turn_4x2(lines + width - 2, k, target + k * width + width - 2, width);
  }
  for (; k < length; k++) {
    for (int i = 0; i < width; i++) target[k * width + i] = lines[i][k];
  }
}

void kernel_turn_6(long used, long length, const void *source, long line_step, void *target) {
  turn(6, used, length, source, line_step, target);
}

void kernel_turn_16(long used, long length, const void *source, long line_step, void *target) {
  turn(16, used, length, source, line_step, target);
}

BODY void place_f32(
    long rows, long count, long step, const float *source, long source_row, float *target, long target_row) {
  for (long r = 0; r < rows; r++) {
    const float *restrict from = source + r * source_row;
    float *restrict to = target + r * target_row;
    if (step == 1) {
      for (long i = 0; i < count; i++) to[i] = from[i];
    } else if (step == 2) {
      for (long i = 0; i < count; i++) to[i] = from[2 * i];
    } else {
      for (long i = 0; i < count; i++) to[i] = from[step * i];
    }
  }
}

DISPATCHED(
    kernel_place_f32, place_f32,
    (long rows, long count, long step, const float *source, long source_row, float *target, long target_row),
    (rows, count, step, source, source_row, target, target_row))

// Where 16 columns of a convolution's input lie next to each other in a few stretches (parts of image rows), each
// stretch is copied 16 wide from its first column on; the surplus is overwritten by the next one.
typedef struct {
  int count;
  int starts[16];
} Stretches;

BODY Stretches stretches_of(const int32_t *columns) {
  Stretches found = {0};
  for (int j = 0; j < 16; j++) {
    if (j == 0 || columns[j] != columns[j - 1] + 1) found.starts[found.count++] = j;
  }
  return found;
}

BODY void gather_f32(
    long count, const float *source, const int32_t *rows, const int32_t *columns, float *target) {
  Stretches stretches = stretches_of(columns);
  if (stretches.count == 1) {
    for (long r = 0; r < count; r++) {
      memcpy(target + 16 * r, source + rows[r] + columns[0], 16 * sizeof *target);
    }
  } else if (stretches.count == 2) {
    int second = stretches.starts[1];
    for (long r = 0; r < count; r++) {
      const float *row = source + rows[r];
      memcpy(target + 16 * r, row + columns[0], 16 * sizeof *target);
      memcpy(target + 16 * r + second, row + columns[second], 16 * sizeof *target);
    }
  } else if (stretches.count <= 4) {
    for (long r = 0; r < count; r++) {
      const float *row = source + rows[r];
      for (int s = 0; s < stretches.count; s++) {
        int start = stretches.starts[s];
        memcpy(target + 16 * r + start, row + columns[start], 16 * sizeof *target);
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

typedef int16_t Short16 __attribute__((ext_vector_type(16)));
typedef Short16 UnalignedShort16 __attribute__((aligned(2), may_alias));
typedef int16_t Short32 __attribute__((ext_vector_type(32)));
typedef Short32 UnalignedShort32 __attribute__((aligned(2), may_alias));

BODY Short16 load_i16(const int16_t *from) { return *(const UnalignedShort16 *)from; }

BODY void interleave_i16(Short16 even, Short16 odd, int16_t *target) {
  *(UnalignedShort32 *)target = __builtin_shufflevector(
      even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13,
      29, 14, 30, 15, 31);
}

// 16 columns in `count` stretches: of each a vector is read in which it stands where it belongs. What stands before it is
// not before the first column, as columns rise.
BODY Short16 gather_line_i16(
    int count, const int16_t *row, const int32_t *places, const Short16 *masks) {
  Short16 line = load_i16(row + places[0]);
  for (int s = 1; s < count; s++) line = (load_i16(row + places[s]) & masks[s]) | (line & ~masks[s]);
  return line;
}

BODY void gather_stretches_i16(
    int count, long pairs, const int16_t *source, const int32_t *rows, const int32_t *columns,
    const Stretches *stretches, int16_t *target) {
  Short16 masks[4] = {0};
  int32_t places[4];
  for (int s = 0; s < count; s++) {
    int start = stretches->starts[s];
    places[s] = columns[start] - start;
    for (int j = 0; j < 16; j++) masks[s][j] = j >= start ? -1 : 0;
  }
  for (long r = 0; r < pairs; r++) {
    Short16 even = gather_line_i16(count, source + rows[2 * r], places, masks);
    Short16 odd = gather_line_i16(count, source + rows[2 * r + 1], places, masks);
    interleave_i16(even, odd, target + 32 * r);
  }
}

BODY void gather_i16(
    long pairs, const int16_t *source, const int32_t *rows, const int32_t *columns, int16_t *target) {
  Stretches stretches = stretches_of(columns);
  if (stretches.count == 1) {
    gather_stretches_i16(1, pairs, source, rows, columns, &stretches, target);
  } else if (stretches.count == 2) {
    gather_stretches_i16(2, pairs, source, rows, columns, &stretches, target);
  } else if (stretches.count <= 4) {
    gather_stretches_i16(stretches.count, pairs, source, rows, columns, &stretches, target);
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
    kernel_gather_i16, gather_i16,
    (long pairs, const int16_t *source, const int32_t *rows, const int32_t *columns, int16_t *target),
    (pairs, source, rows, columns, target))

BODY void interleave_strips_i16(
    long groups, const int16_t *even, const int16_t *odd, int16_t *target, long strip) {
  for (long group = 0; group < groups; group++) {
    interleave_i16(load_i16(even + 16 * group), load_i16(odd + 16 * group), target + group * strip);
  }
}

DISPATCHED(
    kernel_interleave_i16, interleave_strips_i16,
    (long groups, const int16_t *even, const int16_t *odd, int16_t *target, long strip),
    (groups, even, odd, target, strip))

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
