#include "dispatch.h"

#include <math.h>
#include <string.h>

// Rows are summed by eight running values, joined at the end, whatever the processor.
#pragma STDC FP_CONTRACT OFF

typedef float Float8 __attribute__((ext_vector_type(8)));
typedef int32_t Mask8 __attribute__((ext_vector_type(8)));

BODY Float8 load(const float *from) {
  Float8 values;
  memcpy(&values, from, sizeof values);
  return values;
}

// The last elements, with values behind them that change no running value.
BODY Float8 load_last(long count, const float *from, float neutral) {
  float values[8];
  for (long i = 0; i < 8; i++) values[i] = i < count ? from[i] : neutral;
  return load(values);
}

BODY Float8 add(Float8 running, Float8 values) { return running + values; }
BODY Float8 add_square(Float8 running, Float8 values) { return running + values * values; }
BODY Float8 keep_larger(Float8 running, Float8 values) {
  Mask8 larger = values > running;
  return (Float8)(((Mask8)values & larger) | ((Mask8)running & ~larger));
}

#define ROW_FOLD(name, initial, neutral, step, join)                      \
  BODY float name(long count, const float *row) {                         \
    Float8 running = initial;                                             \
    long i = 0;                                                           \
    for (; i + 8 <= count; i += 8) running = step(running, load(row + i)); \
    if (i < count) running = step(running, load_last(count - i, row + i, neutral)); \
    for (int width = 4; width > 0; width /= 2) {                          \
      Float8 other = 0;                                                   \
      for (int lane = 0; lane < width; lane++) other[lane] = running[lane + width]; \
      running = join(running, other);                                     \
    }                                                                     \
    return running[0];                                                    \
  }

// Adding -0 changes no number.
ROW_FOLD(sum_row, 0.0f, -0.0f, add, add)
ROW_FOLD(sum_of_squares, 0.0f, 0.0f, add_square, add)
ROW_FOLD(largest, -INFINITY, -INFINITY, keep_larger, keep_larger)

BODY void sum_into(long count, const float *row, float *result) { *result = sum_row(count, row); }
BODY void squares_into(long count, const float *row, float *result) { *result = sum_of_squares(count, row); }
BODY void largest_into(long count, const float *row, float *result) { *result = largest(count, row); }

#define ROW_PARAMETERS (long count, const float *row, float *result)
DISPATCHED(kernel_sum, sum_into, ROW_PARAMETERS, (count, row, result))
DISPATCHED(kernel_sum_of_squares, squares_into, ROW_PARAMETERS, (count, row, result))
DISPATCHED(kernel_largest, largest_into, ROW_PARAMETERS, (count, row, result))

BODY void shift(long count, float by, const float *source, float *target) {
  for (long i = 0; i < count; i++) target[i] = source[i] - by;
}

BODY void scale(long count, float by, float *values) {
  for (long i = 0; i < count; i++) values[i] *= by;
}

DISPATCHED(
    kernel_shift, shift, (long count, float by, const float *source, float *target),
    (count, by, source, target))
DISPATCHED(kernel_scale, scale, (long count, float by, float *values), (count, by, values))
