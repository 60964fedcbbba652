#ifndef TENSOR_KERNELS_DISPATCH_H
#define TENSOR_KERNELS_DISPATCH_H

#include "TensorKernels.h"

// Vectors pass only between functions of one file, all compiled alike: no other file's calling convention is concerned.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpsabi"
#endif

/// A loop body that is compiled once for the base instruction set and once for AVX2 with FMA. Products and sums are
/// fused only where the body says so (`__builtin_fmaf`), so that both give the same bits.
#define BODY static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2,fma")))
/// Defines `name` as `body`, for the processor found at run time.
#define DISPATCHED(name, body, parameters, arguments)           \
  WIDE static void name##_wide parameters { body arguments; }   \
  static void name##_base parameters { body arguments; }        \
  void name parameters {                                        \
    if (kernel_has_fused_vectors()) {                           \
      name##_wide arguments;                                    \
    } else {                                                    \
      name##_base arguments;                                    \
    }                                                           \
  }
#else
#define WIDE
#define DISPATCHED(name, body, parameters, arguments) \
  void name parameters { body arguments; }
#endif

#endif
