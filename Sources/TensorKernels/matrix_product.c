#include "dispatch.h"

#include <string.h>

typedef float Float8 __attribute__((ext_vector_type(8)));

typedef Float8 Unaligned8 __attribute__((aligned(4), may_alias));

#define LOAD(p) (*(const Unaligned8 *)(p))
#define STORE(p, v) (*(Unaligned8 *)(p) = (v))

BODY void product_6x16(long k, const float *a, const float *b, long b_step, float *c, long c_step) {
  Float8 sum[6][2];
#pragma clang loop unroll(full)
  for (int i = 0; i < 6; i++) {
    sum[i][0] = LOAD(c + i * c_step);
    sum[i][1] = LOAD(c + i * c_step + 8);
  }
  for (long p = 0; p < k; p++) {
    Float8 b0 = LOAD(b), b1 = LOAD(b + 8);
#pragma clang loop unroll(full)
    for (int i = 0; i < 6; i++) {
      Float8 x = a[i];
      sum[i][0] = __builtin_elementwise_fma(x, b0, sum[i][0]);
      sum[i][1] = __builtin_elementwise_fma(x, b1, sum[i][1]);
    }
    a += 6;
    b += b_step;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 6; i++) {
    STORE(c + i * c_step, sum[i][0]);
    STORE(c + i * c_step + 8, sum[i][1]);
  }
}

BODY void product_1x64(long k, const float *a, long a_step, const float *b, long b_step, float *c) {
  Float8 sum[8];
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j++) sum[j] = LOAD(c + 8 * j);
  for (long p = 0; p < k; p++) {
    Float8 x = *a;
#pragma clang loop unroll(full)
    for (int j = 0; j < 8; j++) sum[j] = __builtin_elementwise_fma(x, LOAD(b + 8 * j), sum[j]);
    a += a_step;
    b += b_step;
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < 8; j++) STORE(c + 8 * j, sum[j]);
}

BODY void fused_row(long count, float a, const float *restrict b, long b_stride, float *restrict c) {
  if (b_stride == 1) {
    for (long i = 0; i < count; i++) c[i] = __builtin_fmaf(a, b[i], c[i]);
  } else {
    for (long i = 0; i < count; i++) c[i] = __builtin_fmaf(a, b[i * b_stride], c[i]);
  }
}

DISPATCHED(
    kernel_product_6x16, product_6x16,
    (long k, const float *a, const float *b, long b_step, float *c, long c_step),
    (k, a, b, b_step, c, c_step))
DISPATCHED(
    kernel_product_1x64, product_1x64,
    (long k, const float *a, long a_step, const float *b, long b_step, float *c),
    (k, a, a_step, b, b_step, c))
DISPATCHED(
    kernel_fused_row, fused_row, (long count, float a, const float *b, long b_stride, float *c),
    (count, a, b, b_stride, c))

void kernel_gather_16(
    long count, const float *source, const int32_t *rows, const int32_t *columns, float *target) {
  bool contiguous = columns[15] - columns[0] == 15;
  for (int j = 0; j < 16; j++) contiguous = contiguous && columns[j] - columns[0] == j;
  for (long r = 0; r < count; r++, target += 16) {
    const float *row = source + rows[r];
    if (contiguous) {
      memcpy(target, row + columns[0], 16 * sizeof *target);
    } else {
#pragma clang loop unroll(full)
      for (int j = 0; j < 16; j++) target[j] = row[columns[j]];
    }
  }
}
