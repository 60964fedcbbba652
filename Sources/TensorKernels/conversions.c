#include "dispatch.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2,f16c"))) void kernel_half_from_float(
    long count, const float *source, uint16_t *target) {
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    __m128i half = _mm256_cvtps_ph(_mm256_loadu_ps(source + i), _MM_FROUND_TO_NEAREST_INT);
    _mm_storeu_si128((void *)(target + i), half);
  }
  for (; i < count; i++) target[i] = _cvtss_sh(source[i], _MM_FROUND_TO_NEAREST_INT);
}

__attribute__((target("avx2,f16c"))) void kernel_float_from_half(
    long count, const uint16_t *source, float *target) {
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    _mm256_storeu_ps(target + i, _mm256_cvtph_ps(_mm_loadu_si128((const void *)(source + i))));
  }
  for (; i < count; i++) target[i] = _cvtsh_ss(source[i]);
}

#elif defined(__aarch64__)

void kernel_half_from_float(long count, const float *source, uint16_t *target) {
  for (long i = 0; i < count; i++) {
    _Float16 half = (_Float16)source[i];
    memcpy(target + i, &half, sizeof half);
  }
}

void kernel_float_from_half(long count, const uint16_t *source, float *target) {
  for (long i = 0; i < count; i++) {
    _Float16 half;
    memcpy(&half, source + i, sizeof half);
    target[i] = (float)half;
  }
}

#else

void kernel_half_from_float(long count, const float *source, uint16_t *target) { __builtin_trap(); }
void kernel_float_from_half(long count, const uint16_t *source, float *target) { __builtin_trap(); }

#endif

BODY void bfloat_from_float(long count, const float *restrict source, uint16_t *restrict target) {
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, source + i, sizeof bits);
    uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    uint32_t quiet = (bits >> 16) | 0x40u;
    target[i] = (uint16_t)((bits & 0x7fffffffu) > 0x7f800000u ? quiet : rounded);
  }
}

DISPATCHED(
    kernel_bfloat_from_float, bfloat_from_float, (long count, const float *source, uint16_t *target),
    (count, source, target))

// Numbers below the least normal one are rounded by adding the power of two whose last place is that of the
// subnormals; the others by adding half a place to the bits, where a carry moves on to the exponent by itself.
BODY void float8_from_float(
    long count, const float *restrict source, int fraction, uint32_t largest, uint32_t nan,
    uint8_t *restrict target) {
  int shift = 23 - fraction;
  int bias = (1 << (6 - fraction)) - 1;
  uint32_t least_normal = (uint32_t)(128 - bias) << 23;
  uint32_t aligner_bits = (uint32_t)(127 + 1 - bias - fraction + 23) << 23;
  float aligner;
  memcpy(&aligner, &aligner_bits, sizeof aligner);
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, source + i, sizeof bits);
    uint32_t magnitude = bits & 0x7fffffffu;
    float absolute;
    memcpy(&absolute, &magnitude, sizeof absolute);
    float aligned = absolute + aligner;
    uint32_t subnormal;
    memcpy(&subnormal, &aligned, sizeof subnormal);
    subnormal -= aligner_bits;
    uint32_t normal = (magnitude + ((1u << (shift - 1)) - 1) + ((magnitude >> shift) & 1u)) >> shift;
    normal -= (uint32_t)(127 - bias) << fraction;
    uint32_t code = magnitude < least_normal ? subnormal : normal;
    code = code > largest ? largest : code;
    uint32_t payload = (magnitude & 0x7fffffu) >> shift;
    code = magnitude > 0x7f800000u ? nan | payload : code;
    target[i] = (uint8_t)(code | ((bits >> 24) & 0x80u));
  }
}

DISPATCHED(
    kernel_float8_from_float, float8_from_float,
    (long count, const float *source, int fraction, uint32_t largest, uint32_t nan, uint8_t *target),
    (count, source, fraction, largest, nan, target))

// Adding 1.5 · 2^23 rounds half to even in the low bits; values are clamped first to where that holds.
BODY void quantize_i8(
    long count, const float *restrict source, float scale, int32_t zero_point, int32_t low, int32_t high,
    int8_t *restrict target) {
  const float round = 12582912.0f;
  for (long i = 0; i < count; i++) {
    float x = source[i] / scale;
    x = x == x ? x : 0.0f;
    x = x > 65536.0f ? 65536.0f : x;
    x = x < -65536.0f ? -65536.0f : x;
    int32_t q = (int32_t)((x + round) - round) + zero_point;
    q = q < low ? low : q;
    q = q > high ? high : q;
    target[i] = (int8_t)q;
  }
}

DISPATCHED(
    kernel_quantize_i8, quantize_i8,
    (long count, const float *source, float scale, int32_t zero_point, int32_t low, int32_t high,
     int8_t *target),
    (count, source, scale, zero_point, low, high, target))

BODY float dequantized(int32_t code, int32_t zero_point, float scale) {
  return (float)(int32_t)((uint32_t)code - (uint32_t)zero_point) * scale;
}

BODY void dequantize_i8(long count, const void *source, int32_t zero_point, float scale, float *target) {
  const int8_t *codes = source;
  for (long i = 0; i < count; i++) target[i] = dequantized(codes[i], zero_point, scale);
}

BODY void dequantize_u8(long count, const void *source, int32_t zero_point, float scale, float *target) {
  const uint8_t *codes = source;
  for (long i = 0; i < count; i++) target[i] = dequantized(codes[i], zero_point, scale);
}

#define DEQUANTIZING (long count, const void *source, int32_t zero_point, float scale, float *target)
DISPATCHED(kernel_dequantize_i8, dequantize_i8, DEQUANTIZING, (count, source, zero_point, scale, target))
DISPATCHED(kernel_dequantize_u8, dequantize_u8, DEQUANTIZING, (count, source, zero_point, scale, target))
