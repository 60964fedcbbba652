#include "dispatch.h"

#include <string.h>

// Polynomials are minimax fits (Lawson's iteration) over the reduced ranges named at each; every product that is
// added to something is an explicit fused multiply-add, so the bits are the same on every processor.

BODY float from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

BODY uint32_t to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

BODY float with_sign_of(float magnitude, float sign) {
  return from_bits((to_bits(magnitude) & 0x7fffffffu) | (to_bits(sign) & 0x80000000u));
}

BODY float absolute(float x) { return from_bits(to_bits(x) & 0x7fffffffu); }

// x = n ln 2 + r, |r| <= ln 2 / 2; exp(x) = 2^n (1 + r + r² p(r)). 2^n is applied in two halves so that overflow
// and subnormal results come out rounded.
BODY float exponential(float x) {
  x = x > 89.0f ? 89.0f : x;
  x = x < -105.0f ? -105.0f : x;
  const float round = 12582912.0f;  // 1.5 · 2^23: adding it leaves the nearest integer in the low bits
  float shifted = __builtin_fmaf(x, 1.44269504f, round);
  float n = shifted - round;
  float r = __builtin_fmaf(n, -0.693359375f, x);
  r = __builtin_fmaf(n, 2.12194440e-4f, r);
  float p = 0x1.9f08c2p-13f;
  p = __builtin_fmaf(p, r, 0x1.6d8d34p-10f);
  p = __builtin_fmaf(p, r, 0x1.111270p-7f);
  p = __builtin_fmaf(p, r, 0x1.55548ep-5f);
  p = __builtin_fmaf(p, r, 0x1.555554p-3f);
  p = __builtin_fmaf(p, r, 0.5f);
  p = __builtin_fmaf(p, r * r, r) + 1.0f;
  int32_t exponent = (int32_t)(to_bits(shifted) - to_bits(round));
  int32_t half = exponent >> 1;
  float first = from_bits((uint32_t)(half + 127) << 23);
  float second = from_bits((uint32_t)(exponent - half + 127) << 23);
  return p * first * second;
}

// |x| < 0.625: x + x³ p(x²); beyond: 1 - 2 / (exp(2|x|) + 1).
BODY float hyperbolic_tangent(float x) {
  float s = x * x;
  float p = -0.0057174955f;
  p = __builtin_fmaf(p, s, 0.020651042f);
  p = __builtin_fmaf(p, s, -0.05374366f);
  p = __builtin_fmaf(p, s, 0.13331494f);
  p = __builtin_fmaf(p, s, -0.33333284f);
  float near = __builtin_fmaf(x * s, p, x);
  float t = absolute(x);
  float far = with_sign_of(1.0f - 2.0f / (exponential(t + t) + 1.0f), x);
  return t < 0.625f ? near : (x != x ? x : far);
}

// |x| < 1: x + x p(x²); beyond: 1 - exp(-t - t q(t)), t = |x|, where q fits -(log erfc(t) + t) / t on [1, 4].
BODY float error_function(float x) {
  float s = x * x;
  float p = 7.889119e-05f;
  p = __builtin_fmaf(p, s, -0.0008020841f);
  p = __builtin_fmaf(p, s, 0.005189535f);
  p = __builtin_fmaf(p, s, -0.026854444f);
  p = __builtin_fmaf(p, s, 0.112836f);
  p = __builtin_fmaf(p, s, -0.37612626f);
  p = __builtin_fmaf(p, s, 0.12837917f);
  float near = __builtin_fmaf(x, p, x);
  float t = absolute(x);
  t = t > 4.0f ? 4.0f : t;
  float q = 1.36592425e-05f;
  q = __builtin_fmaf(q, t, -0.00034745643f);
  q = __builtin_fmaf(q, t, 0.00374427f);
  q = __builtin_fmaf(q, t, -0.023981057f);
  q = __builtin_fmaf(q, t, 0.10649579f);
  q = __builtin_fmaf(q, t, 0.63499165f);
  q = __builtin_fmaf(q, t, 0.12868863f);
  float far = with_sign_of(1.0f - exponential(__builtin_fmaf(-t, q, -t)), x);
  return absolute(x) < 1.0f ? near : (x != x ? x : far);
}

// From exp(-|x|), which never overflows: 1 / (1 + e) or e / (1 + e).
BODY float logistic(float x) {
  float e = exponential(-absolute(x));
  float numerator = x < 0.0f ? e : 1.0f;
  float value = numerator / (1.0f + e);
  return x != x ? x : value;
}

#define IN_PLACE(function)                            \
  BODY void function##_all(long count, float *values) { \
    for (long i = 0; i < count; i++) values[i] = function(values[i]); \
  }

IN_PLACE(exponential)
IN_PLACE(hyperbolic_tangent)
IN_PLACE(error_function)
IN_PLACE(logistic)

DISPATCHED(kernel_exp, exponential_all, (long count, float *values), (count, values))
DISPATCHED(kernel_tanh, hyperbolic_tangent_all, (long count, float *values), (count, values))
DISPATCHED(kernel_erf, error_function_all, (long count, float *values), (count, values))
DISPATCHED(kernel_sigmoid, logistic_all, (long count, float *values), (count, values))
