#include "dispatch.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

WIDE static void product_i16_wide(
    long pairs, const int16_t *a, const int16_t *b, int32_t *c, long c_row) {
  __m256i sum[6][2];
#pragma clang loop unroll(full)
  for (int i = 0; i < 6; i++) {
    sum[i][0] = _mm256_loadu_si256((const void *)(c + i * c_row));
    sum[i][1] = _mm256_loadu_si256((const void *)(c + i * c_row + 8));
  }
#pragma clang loop unroll(full)
  for (int i = 6; i < 12; i++) __builtin_prefetch(c + i * c_row + 15, 1);
  // Unrolled, the sums would be joined in another order that needs more registers than there are.
#pragma clang loop unroll(disable)
  for (long p = 0; p < pairs; p++) {
    __m256i b0 = _mm256_loadu_si256((const void *)b);
    __m256i b1 = _mm256_loadu_si256((const void *)(b + 16));
#pragma clang loop unroll(full)
    for (int i = 0; i < 6; i++) {
      int32_t pair;
      memcpy(&pair, a + 2 * i, sizeof pair);
      __m256i x = _mm256_set1_epi32(pair);
      sum[i][0] = _mm256_add_epi32(sum[i][0], _mm256_madd_epi16(x, b0));
      sum[i][1] = _mm256_add_epi32(sum[i][1], _mm256_madd_epi16(x, b1));
    }
    a += 12;
    b += 32;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 6; i++) {
    _mm256_storeu_si256((void *)(c + i * c_row), sum[i][0]);
    _mm256_storeu_si256((void *)(c + i * c_row + 8), sum[i][1]);
  }
}
#endif

static void product_i16_base(
    long pairs, const int16_t *a, const int16_t *b, int32_t *c, long c_row) {
  uint32_t sum[6][16];
  for (int i = 0; i < 6; i++) memcpy(sum[i], c + i * c_row, sizeof sum[i]);
  for (long p = 0; p < pairs; p++, a += 12, b += 32) {
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 16; j++) {
        sum[i][j] += (uint32_t)((int32_t)a[2 * i] * b[2 * j]);
        sum[i][j] += (uint32_t)((int32_t)a[2 * i + 1] * b[2 * j + 1]);
      }
    }
  }
  for (int i = 0; i < 6; i++) memcpy(c + i * c_row, sum[i], sizeof sum[i]);
}

void kernel_product_i16_6x16(
    long pairs, const int16_t *a, const int16_t *b, int32_t *c, long c_row) {
#if defined(__x86_64__)
  if (kernel_has_fused_vectors()) {
    product_i16_wide(pairs, a, b, c, c_row);
    return;
  }
#endif
  product_i16_base(pairs, a, b, c, c_row);
}
