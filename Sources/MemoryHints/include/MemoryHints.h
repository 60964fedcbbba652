#ifndef MEMORY_HINTS_H
#define MEMORY_HINTS_H

#include <stddef.h>

/// What Swift cannot ask of memory. Nothing here changes what a program computes, only how long it waits.

/// Begins to fetch the cache line of an address; nothing is read, so it need not be one of ours.
static inline void hint_read_soon(const void *_Nonnull address) { __builtin_prefetch(address); }

/// Memory that begins at a cache line. From 2 MiB on the system is asked for its huge pages, so that going through
/// it in any order takes few walks of the page tables. Ends the program when there is no memory left.
void *_Nonnull hint_allocate(size_t bytes);

/// Gives back what `hint_allocate` gave.
void hint_release(void *_Nonnull memory);

#endif
