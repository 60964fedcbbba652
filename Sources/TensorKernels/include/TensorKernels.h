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
/// a: k columns of 6 floats; b: k rows of 16 floats.
void kernel_product_6x16(long k, const float *a, const float *b, float *c, long c_row);

/// The same with a as 6 rows of k floats, `a_row` apart.
void kernel_product_rows_6x16(
    long k, const float *a, long a_row, const float *b, float *c, long c_row);

/// c[1×64] = a · b + c, the same chains; a: k floats `a_step` apart.
void kernel_product_1x64(long k, const float *a, long a_step, const float *b, long b_step, float *c);

/// c[6×16] += a · b over `pairs` pairs of k, wrapping 32-bit sums. a: per pair 6 rows × 2; b: per pair 16 columns × 2.
void kernel_product_i16_6x16(
    long pairs, const int16_t *a, const int16_t *b, int32_t *c, long c_row);

/// target[6 k + i] = line i's word k, of 32 bits, for `length` words of lines `line_step` words apart. Lines from `used`
/// on repeat the one before.
void kernel_turn_6(long used, long length, const void *source, long line_step, void *target);

/// The same for 16 lines.
void kernel_turn_16(long used, long length, const void *source, long line_step, void *target);

/// target[r · target_row + i] = source[r · source_row + i · step]
void kernel_place_f32(
    long rows, long count, long step, const float *source, long source_row, float *target, long target_row);

/// Packs 16 columns of `count` rows: target[16 r + j] = source[rows[r] + columns[j]]. May read up to 16 elements past
/// the last one named, and write 16 past the last row's.
void kernel_gather_f32(
    long count, const float *source, const int32_t *rows, const int32_t *columns, float *target);

/// The same of pairs of rows: target[32 r + 2 j + s] = source[rows[2 r + s] + columns[j]]. May read as far, and writes no surplus.
void kernel_gather_i16(
    long pairs, const int16_t *source, const int32_t *rows, const int32_t *columns, int16_t *target);

/// For every row r and column i: target[r · target_row + i] = chain of fma(weights[p], source[r · source_row + offsets[p]
/// + i], ·) over p in ascending order, begun at what is there. May read up to 64 source elements past the last one named.
void kernel_window_f32(
    long rows, long columns, long taps, const float *weights, const int32_t *offsets, const float *source,
    long source_row, float *target, long target_row);

/// The same with integers, wrapping.
void kernel_window_i16(
    long rows, long columns, long taps, const int16_t *weights, const int32_t *offsets,
    const int16_t *source, long source_row, int32_t *target, long target_row);

/// One clock edge of a row of PEs: sums[i] = above[i] + left[i] · right[i], a multiple of 16 of them, wrapping;
/// floating-point products round before they are added. sums may be above. Returns how many have two factors that
/// are not zero.
long kernel_array_row_i8(
    long count, const int8_t *left, const int8_t *right, const int32_t *above, int32_t *sums);
long kernel_array_row_f32(
    long count, const float *left, const float *right, const float *above, float *sums);

/// Two rows in groups of 16 columns, `strip` apart: target[g · strip + 2 j + s] = (s == 0 ? even : odd)[16 g + j].
void kernel_interleave_i16(
    long groups, const int16_t *even, const int16_t *odd, int16_t *target, long strip);

/// target[i] = source[i] - zero_point; zero points lie within the source's type.
void kernel_widen_i8(long count, const int8_t *source, int32_t zero_point, int16_t *target);
void kernel_widen_u8(long count, const uint8_t *source, int32_t zero_point, int16_t *target);

/// In place. Each result depends on its own operand only, never on its position.
void kernel_exp(long count, float *values);
void kernel_tanh(long count, float *values);
void kernel_erf(long count, float *values);
void kernel_sigmoid(long count, float *values);

/// Folds of a row by eight running values (element i goes to number i mod 8), of which then the halves are joined:
/// the sum, the sum of squares, and the largest that is not NaN (-infinity if there is none).
void kernel_sum(long count, const float *row, float *result);
void kernel_sum_of_squares(long count, const float *row, float *result);
void kernel_largest(long count, const float *row, float *result);

/// target[i] = source[i] - by, and values[i] *= by.
void kernel_shift(long count, float by, const float *source, float *target);
void kernel_scale(long count, float by, float *values);

/// Round to nearest, ties to even. Only where `kernel_has_half_conversion`.
void kernel_half_from_float(long count, const float *source, uint16_t *target);
void kernel_float_from_half(long count, const uint16_t *source, float *target);
void kernel_bfloat_from_float(long count, const float *source, uint16_t *target);

/// Codes of an 8-bit format with `fraction` bits of fraction (the rest is exponent, biased by half its range), saturated
/// at the code `largest`; NaN becomes `nan`, with what is left of its payload where `nan` leaves room for one.
void kernel_float8_from_float(
    long count, const float *source, int fraction, uint32_t largest, uint32_t nan, uint8_t *target);

/// Round half to even of v / scale, plus zero point, saturated to [low, high]. NaN becomes the zero point.
void kernel_quantize_i8(
    long count, const float *source, float scale, int32_t zero_point, int32_t low, int32_t high,
    int8_t *target);

/// target[i] = fp32(source[i] - zero_point) · scale
void kernel_dequantize_i8(
    long count, const void *source, int32_t zero_point, float scale, float *target);
void kernel_dequantize_u8(
    long count, const void *source, int32_t zero_point, float scale, float *target);

/// value(i) = fp32(scale · u) + offset for i = first ..< first + count; `shift` is seed · 0x9E3779B9.
void kernel_seeded_fill(
    long count, uint32_t first, uint32_t shift, float scale, float offset, float *target);

#endif
