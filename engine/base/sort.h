/* Sorting at run time. A libc's qsort may ask the system for memory, and puts what compares equal in an order of its own. */
#ifndef TPT_BASE_SORT_H
#define TPT_BASE_SORT_H

#include "base/arena.h"

/* Puts items in order; those that compare equal stay as they stood. What it needs for that is in `arena`. */
void tpt__sort(tpt__arena *arena, void *items, uint32_t count, size_t size,
               int (*compare)(const void *left, const void *right));

#endif
