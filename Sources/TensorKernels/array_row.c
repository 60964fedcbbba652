#include "dispatch.h"

#include <string.h>

// Multipliers and adders of an array's PEs are separate: products round before they are added.
#pragma STDC FP_CONTRACT OFF

typedef int8_t Byte16 __attribute__((ext_vector_type(16)));
typedef int16_t Short16 __attribute__((ext_vector_type(16)));
typedef int32_t Int16 __attribute__((ext_vector_type(16)));
typedef float Float16 __attribute__((ext_vector_type(16)));

// A comparison makes lanes of -1 where it holds. Lanes of 16 bits hold the count of 32,767 steps.
BODY long row_i8(long count, const int8_t *left, const int8_t *right, const int32_t *above, int32_t *sums) {
  Short16 zeros = 0;
  for (long i = 0; i < count; i += 16) {
    Byte16 first, second;
    Int16 sum;
    memcpy(&first, left + i, sizeof first);
    memcpy(&second, right + i, sizeof second);
    memcpy(&sum, above + i, sizeof sum);
    // At most (-128) squared, 2^14.
    Short16 product = __builtin_convertvector(first, Short16) * __builtin_convertvector(second, Short16);
    zeros += product == 0;
    sum += __builtin_convertvector(product, Int16);
    memcpy(sums + i, &sum, sizeof sum);
  }
  return count + __builtin_reduce_add(__builtin_convertvector(zeros, Int16));
}

BODY long row_f32(long count, const float *left, const float *right, const float *above, float *sums) {
  Int16 nonzero = 0;
  for (long i = 0; i < count; i += 16) {
    Float16 first, second, sum;
    memcpy(&first, left + i, sizeof first);
    memcpy(&second, right + i, sizeof second);
    memcpy(&sum, above + i, sizeof sum);
    nonzero -= (first != 0) & (second != 0);
    sum += first * second;
    memcpy(sums + i, &sum, sizeof sum);
  }
  return __builtin_reduce_add(nonzero);
}

#if defined(__x86_64__)
WIDE static long row_i8_wide(
    long count, const int8_t *left, const int8_t *right, const int32_t *above, int32_t *sums) {
  return row_i8(count, left, right, above, sums);
}
WIDE static long row_f32_wide(
    long count, const float *left, const float *right, const float *above, float *sums) {
  return row_f32(count, left, right, above, sums);
}
#endif

long kernel_array_row_i8(
    long count, const int8_t *left, const int8_t *right, const int32_t *above, int32_t *sums) {
#if defined(__x86_64__)
  if (kernel_has_fused_vectors()) return row_i8_wide(count, left, right, above, sums);
#endif
  return row_i8(count, left, right, above, sums);
}

long kernel_array_row_f32(
    long count, const float *left, const float *right, const float *above, float *sums) {
#if defined(__x86_64__)
  if (kernel_has_fused_vectors()) return row_f32_wide(count, left, right, above, sums);
#endif
  return row_f32(count, left, right, above, sums);
}
