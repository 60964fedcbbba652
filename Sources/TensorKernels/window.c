#include "dispatch.h"

#include <string.h>

typedef float Float8 __attribute__((ext_vector_type(8)));
typedef Float8 UnalignedFloat8 __attribute__((aligned(4), may_alias));
typedef int16_t Short8 __attribute__((ext_vector_type(8)));
typedef Short8 UnalignedShort8 __attribute__((aligned(2), may_alias));
typedef uint32_t Word8 __attribute__((ext_vector_type(8)));

#define AT(Vector, p) (*(const Vector *)(p))
// 8 elements, and every second of 16.
#define NEXT(Vector, p) AT(Vector, p)
#define EVERY_SECOND(Vector, p) \
  __builtin_shufflevector(AT(Vector, p), AT(Vector, (p) + 8), 0, 2, 4, 6, 8, 10, 12, 14)

// Sums over a small window, such as a depthwise convolution's: 16 neighbouring results stay in registers while all
// taps are added. The last group computes surplus results and keeps only those asked for.
#define FLOAT_ROW(name, step, GATHER)                                                           \
  BODY void name(                                                                               \
      long count, long taps, const float *weights, const int32_t *offsets, const float *source, \
      float *target) {                                                                          \
    for (long i = 0; i < count; i += 16) {                                                      \
      unsigned long size = (count - i < 16 ? (unsigned long)(count - i) : 16) * sizeof(float);  \
      Float8 sum[2] = {0, 0};                                                                   \
      memcpy(sum, target + i, size);                                                            \
      for (long p = 0; p < taps; p++) {                                                         \
        const float *from = source + offsets[p] + i * step;                                     \
        Float8 weight = weights[p];                                                             \
        Float8 first = GATHER(UnalignedFloat8, from);                                           \
        Float8 second = GATHER(UnalignedFloat8, from + 8 * step);                               \
        sum[0] = __builtin_elementwise_fma(weight, first, sum[0]);                              \
        sum[1] = __builtin_elementwise_fma(weight, second, sum[1]);                             \
      }                                                                                         \
      memcpy(target + i, sum, size);                                                            \
    }                                                                                           \
  }

#define INTEGER_ROW(name, step, GATHER)                                                            \
  BODY void name(                                                                                  \
      long count, long taps, const int16_t *weights, const int32_t *offsets, const int16_t *source, \
      int32_t *target) {                                                                           \
    for (long i = 0; i < count; i += 16) {                                                         \
      unsigned long size = (count - i < 16 ? (unsigned long)(count - i) : 16) * sizeof(int32_t);   \
      Word8 sum[2] = {0, 0};                                                                       \
      memcpy(sum, target + i, size);                                                               \
      for (long p = 0; p < taps; p++) {                                                            \
        const int16_t *from = source + offsets[p] + i * step;                                      \
        Word8 weight = (uint32_t)(int32_t)weights[p];                                              \
        Short8 first = GATHER(UnalignedShort8, from);                                              \
        Short8 second = GATHER(UnalignedShort8, from + 8 * step);                                  \
        sum[0] += weight * __builtin_convertvector(first, Word8);                                  \
        sum[1] += weight * __builtin_convertvector(second, Word8);                                 \
      }                                                                                            \
      memcpy(target + i, sum, size);                                                               \
    }                                                                                              \
  }

FLOAT_ROW(dense_row_f32, 1, NEXT)
FLOAT_ROW(halved_row_f32, 2, EVERY_SECOND)
INTEGER_ROW(dense_row_i16, 1, NEXT)
INTEGER_ROW(halved_row_i16, 2, EVERY_SECOND)

BODY void window_f32(
    long count, long step, long taps, const float *weights, const int32_t *offsets, const float *source,
    float *target) {
  if (step == 1) {
    dense_row_f32(count, taps, weights, offsets, source, target);
  } else if (step == 2) {
    halved_row_f32(count, taps, weights, offsets, source, target);
  } else {
    for (long i = 0; i < count; i++) {
      float sum = target[i];
      for (long p = 0; p < taps; p++) {
        sum = __builtin_fmaf(weights[p], source[offsets[p] + i * step], sum);
      }
      target[i] = sum;
    }
  }
}

BODY void window_i16(
    long count, long step, long taps, const int16_t *weights, const int32_t *offsets,
    const int16_t *source, int32_t *target) {
  if (step == 1) {
    dense_row_i16(count, taps, weights, offsets, source, target);
  } else if (step == 2) {
    halved_row_i16(count, taps, weights, offsets, source, target);
  } else {
    for (long i = 0; i < count; i++) {
      uint32_t sum = (uint32_t)target[i];
      for (long p = 0; p < taps; p++) {
        sum += (uint32_t)((int32_t)weights[p] * source[offsets[p] + i * step]);
      }
      target[i] = (int32_t)sum;
    }
  }
}

DISPATCHED(
    kernel_window_f32, window_f32,
    (long count, long step, long taps, const float *weights, const int32_t *offsets, const float *source,
     float *target),
    (count, step, taps, weights, offsets, source, target))
DISPATCHED(
    kernel_window_i16, window_i16,
    (long count, long step, long taps, const int16_t *weights, const int32_t *offsets,
     const int16_t *source, int32_t *target),
    (count, step, taps, weights, offsets, source, target))
