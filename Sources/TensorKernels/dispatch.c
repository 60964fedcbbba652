#include "dispatch.h"

#if defined(__x86_64__)

bool kernel_has_fused_vectors(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

bool kernel_has_half_conversion(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("f16c");
}

#elif defined(__aarch64__)

bool kernel_has_fused_vectors(void) { return true; }
bool kernel_has_half_conversion(void) { return true; }

#else

bool kernel_has_fused_vectors(void) { return false; }
bool kernel_has_half_conversion(void) { return false; }

#endif
