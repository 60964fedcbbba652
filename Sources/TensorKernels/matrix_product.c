#include "dispatch.h"

typedef float Float8 __attribute__((ext_vector_type(8)));

typedef Float8 Unaligned8 __attribute__((aligned(4), may_alias));

#define LOAD(p) (*(const Unaligned8 *)(p))
#define STORE(p, v) (*(Unaligned8 *)(p) = (v))

// Called only where `kernel_has_fused_vectors`; elsewhere the vector type is still correct, and slow.

// `a_row` or `a_step` is a constant at each call. The tile below this one comes next: its part of c is fetched early.
WIDE BODY void product_6x16(
    long k, const float *a, long a_row, long a_step, const float *b, float *c, long c_row) {
  Float8 sum[6][2];
#pragma clang loop unroll(full)
  for (int i = 0; i < 6; i++) {
    sum[i][0] = LOAD(c + i * c_row);
    sum[i][1] = LOAD(c + i * c_row + 8);
  }
#pragma clang loop unroll(full)
  for (int i = 6; i < 12; i++) __builtin_prefetch(c + i * c_row + 15, 1);
#pragma clang loop unroll_count(4)
  for (long p = 0; p < k; p++) {
    Float8 b0 = LOAD(b), b1 = LOAD(b + 8);
#pragma clang loop unroll(full)
    for (int i = 0; i < 6; i++) {
      Float8 x = a[i * a_row];
      sum[i][0] = __builtin_elementwise_fma(x, b0, sum[i][0]);
      sum[i][1] = __builtin_elementwise_fma(x, b1, sum[i][1]);
    }
    a += a_step;
    b += 16;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 6; i++) {
    STORE(c + i * c_row, sum[i][0]);
    STORE(c + i * c_row + 8, sum[i][1]);
  }
}

WIDE void kernel_product_6x16(long k, const float *a, const float *b, float *c, long c_row) {
  product_6x16(k, a, 1, 6, b, c, c_row);
}

WIDE void kernel_product_rows_6x16(
    long k, const float *a, long a_row, const float *b, float *c, long c_row) {
  product_6x16(k, a, a_row, 1, b, c, c_row);
}

WIDE void kernel_product_1x64(
    long k, const float *a, long a_step, const float *b, long b_step, float *c) {
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
