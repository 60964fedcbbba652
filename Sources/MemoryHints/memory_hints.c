#include "MemoryHints.h"

#include <stdlib.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

static const size_t cache_line = 64, huge_page = (size_t)2 << 20;

void *hint_allocate(size_t bytes) {
  size_t unit = bytes < huge_page ? cache_line : huge_page;
  size_t whole = (bytes / unit + (bytes % unit != 0)) * unit;
  void *memory = whole < bytes ? NULL : aligned_alloc(unit, whole);
  if (memory == NULL) abort();
#ifdef MADV_HUGEPAGE
  // Where the system refuses, small pages will do.
  if (unit == huge_page) (void)madvise(memory, whole, MADV_HUGEPAGE);
#endif
  return memory;
}

void hint_release(void *memory) { free(memory); }
