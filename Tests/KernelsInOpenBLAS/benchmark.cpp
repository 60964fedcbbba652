// The matrix products that `tilewright bench kernels` is held against, in OpenBLAS, in one thread. CSV on standard output.
#include <cblas.h>

#include <cstdio>
#include <ctime>
#include <vector>

extern "C" void openblas_set_num_threads(int);

static double processorSeconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static std::vector<float> operand(size_t count) {
  std::vector<float> values(count);
  unsigned state = 1;
  for (float &value : values) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<int>(state >> 8) / 8388608.0f - 1;
  }
  return values;
}

// The least processor time of some tries, as `tilewright bench` takes it.
static void measure(const char *kernel, int m, int n, int k) {
  std::vector<float> a = operand(size_t(m) * k), b = operand(size_t(k) * n), c(size_t(m) * n);
  double least = 1e9;
  for (int attempt = 0; attempt < 15; attempt++) {
    double start = processorSeconds();
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a.data(), k, b.data(), n, 1, c.data(), n);
    double seconds = processorSeconds() - start;
    if (seconds < least) least = seconds;
  }
  std::printf("%s,%.3f\n", kernel, 2.0 * m * n * k / least * 1e-9);
}

int main() {
  openblas_set_num_threads(1);
  measure("fp32 matrix product", 512, 512, 512);
  // 64 output channels by 56 × 56 positions by 64 input channels × 3 × 3.
  measure("fp32 3×3 convolution", 64, 56 * 56, 64 * 9);
}
