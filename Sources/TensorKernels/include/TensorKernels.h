#ifndef TENSOR_KERNELS_H
#define TENSOR_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

/// Inner loops that need vector instructions chosen at run time, which only C can express per function.
/// Everything around them (blocking, packing, checking) is Swift.

/// Whether this processor has the vector instructions that the product kernels are written for: fused
/// multiply-add in hardware (AVX2 and FMA, or NEON). Without them the Swift path is taken, with the same results.
bool kernel_has_fused_vectors(void);

/// Whether half-precision conversions are in hardware (F16C, or NEON).
bool kernel_has_half_conversion(void);

/// c[6×16] = a · b + c. For every element a chain of fused multiply-adds over k in ascending order, begun at c.
/// a: k groups of 6 (a column of 6 rows); b: k rows of 16 floats, `b_step` floats apart.
void kernel_product_6x16(
    long k, const float *a, const float *b, long b_step, float *c, long c_step);

/// c[1×64] = a · b + c, the same chains; a: k floats `a_step` apart.
void kernel_product_1x64(long k, const float *a, long a_step, const float *b, long b_step, float *c);

/// c[6×16] += a · b over `pairs` pairs of k, wrapping 32-bit sums.
/// a: per pair 6 rows × 2; b: per pair 16 columns × 2.
void kernel_product_i16_6x16(long pairs, const int16_t *a, const int16_t *b, int32_t *c, long c_step);

/// target[i] = source[offsets[i / 16 ...]]: packs 16 columns of `count` rows; row r column j comes from
/// source[rows[r] + columns[j]].
void kernel_gather_16(
    long count, const float *source, const int32_t *rows, const int32_t *columns, float *target);

/// c[i] = a · b[i · b_stride] + c[i], fused.
void kernel_fused_row(long count, float a, const float *b, long b_stride, float *c);

/// In place. Each result depends on its own operand only, never on its position.
void kernel_exp(long count, float *values);
void kernel_tanh(long count, float *values);
void kernel_erf(long count, float *values);
void kernel_sigmoid(long count, float *values);

/// Round to nearest, ties to even. Only where `kernel_has_half_conversion`.
void kernel_half_from_float(long count, const float *source, uint16_t *target);
void kernel_float_from_half(long count, const uint16_t *source, float *target);
void kernel_bfloat_from_float(long count, const float *source, uint16_t *target);

/// Round half to even of v / scale, plus zero point, saturated to [low, high]. NaN becomes the zero point.
void kernel_quantize_i8(
    long count, const float *source, float scale, int32_t zero_point, int32_t low, int32_t high,
    int8_t *target);

/// value(i) = fp32(scale · u) + offset for i = first ..< first + count; `shift` is seed · 0x9E3779B9.
void kernel_seeded_fill(
    long count, uint32_t first, uint32_t shift, float scale, float offset, float *target);

#endif
