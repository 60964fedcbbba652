#include "dispatch.h"

#include <string.h>

// Sums over a small window, such as a depthwise convolution's: 16 neighbouring results stay in registers while all
// taps are added. The last group computes surplus results and keeps only those asked for.

BODY void window_group_f32(
    long step, long taps, const float *weights, const int32_t *offsets, const float *source, float *sum) {
  for (long p = 0; p < taps; p++) {
    const float *from = source + offsets[p];
    float weight = weights[p];
#pragma clang loop unroll(full)
    for (int j = 0; j < 16; j++) sum[j] = __builtin_fmaf(weight, from[j * step], sum[j]);
  }
}

BODY void window_stepped_f32(
    long count, long step, long taps, const float *weights, const int32_t *offsets, const float *source,
    float *target) {
  for (long i = 0; i < count; i += 16) {
    long size = (count - i < 16 ? count - i : 16) * (long)sizeof(float);
    float sum[16] = {0};
    memcpy(sum, target + i, (unsigned long)size);
    window_group_f32(step, taps, weights, offsets, source + i * step, sum);
    memcpy(target + i, sum, (unsigned long)size);
  }
}

BODY void window_f32(
    long count, long step, long taps, const float *weights, const int32_t *offsets, const float *source,
    float *target) {
  if (step == 1) {
    window_stepped_f32(count, 1, taps, weights, offsets, source, target);
  } else if (step == 2) {
    window_stepped_f32(count, 2, taps, weights, offsets, source, target);
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

BODY void window_group_i16(
    long step, long taps, const int16_t *weights, const int32_t *offsets, const int16_t *source,
    uint32_t *sum) {
  for (long p = 0; p < taps; p++) {
    const int16_t *from = source + offsets[p];
    int32_t weight = weights[p];
#pragma clang loop unroll(full)
    for (int j = 0; j < 16; j++) sum[j] += (uint32_t)(weight * from[j * step]);
  }
}

BODY void window_stepped_i16(
    long count, long step, long taps, const int16_t *weights, const int32_t *offsets,
    const int16_t *source, int32_t *target) {
  for (long i = 0; i < count; i += 16) {
    long size = (count - i < 16 ? count - i : 16) * (long)sizeof(int32_t);
    uint32_t sum[16] = {0};
    memcpy(sum, target + i, (unsigned long)size);
    window_group_i16(step, taps, weights, offsets, source + i * step, sum);
    memcpy(target + i, sum, (unsigned long)size);
  }
}

BODY void window_i16(
    long count, long step, long taps, const int16_t *weights, const int32_t *offsets,
    const int16_t *source, int32_t *target) {
  if (step == 1) {
    window_stepped_i16(count, 1, taps, weights, offsets, source, target);
  } else if (step == 2) {
    window_stepped_i16(count, 2, taps, weights, offsets, source, target);
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
