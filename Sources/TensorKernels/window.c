#include "dispatch.h"

// Sums over a small window, such as a depthwise convolution's: 16 neighbouring results stay in registers while all
// taps are added.

BODY void window_f32(
    long count, long step, long taps, const float *restrict weights, const int32_t *restrict offsets,
    const float *restrict source, float *restrict target) {
  long i = 0;
  if (step == 1) {
    for (; i + 16 <= count; i += 16) {
      float sum[16];
      for (int j = 0; j < 16; j++) sum[j] = target[i + j];
      for (long p = 0; p < taps; p++) {
        const float *from = source + offsets[p] + i;
        float weight = weights[p];
        for (int j = 0; j < 16; j++) sum[j] = __builtin_fmaf(weight, from[j], sum[j]);
      }
      for (int j = 0; j < 16; j++) target[i + j] = sum[j];
    }
  }
  for (; i < count; i++) {
    float sum = target[i];
    for (long p = 0; p < taps; p++) {
      sum = __builtin_fmaf(weights[p], source[offsets[p] + i * step], sum);
    }
    target[i] = sum;
  }
}

BODY void window_i16(
    long count, long step, long taps, const int16_t *restrict weights, const int32_t *restrict offsets,
    const int16_t *restrict source, int32_t *restrict target) {
  long i = 0;
  if (step == 1) {
    for (; i + 16 <= count; i += 16) {
      uint32_t sum[16];
      for (int j = 0; j < 16; j++) sum[j] = (uint32_t)target[i + j];
      for (long p = 0; p < taps; p++) {
        const int16_t *from = source + offsets[p] + i;
        int32_t weight = weights[p];
        for (int j = 0; j < 16; j++) sum[j] += (uint32_t)(weight * from[j]);
      }
      for (int j = 0; j < 16; j++) target[i + j] = (int32_t)sum[j];
    }
  }
  for (; i < count; i++) {
    uint32_t sum = (uint32_t)target[i];
    for (long p = 0; p < taps; p++) {
      sum += (uint32_t)((int32_t)weights[p] * source[offsets[p] + i * step]);
    }
    target[i] = (int32_t)sum;
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
