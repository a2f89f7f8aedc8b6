/*
 * Memory: the allocator hooks of the caller, and arenas of pages freed as a whole.
 *
 * A ruleset is one arena, a session another. Allocation never returns NULL: when the allocator has none
 * left, it jumps to the arena's trap, which every public entry sets (see engine/api.c). So the stages hold
 * no error paths for memory, and nothing can leak: all that they make is in an arena.
 */
#ifndef TPT_BASE_ARENA_H
#define TPT_BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tptriage/tptriage.h"

typedef struct tpt__page tpt__page;

typedef struct tpt__arena {
    tpt_allocator allocator;
    tpt__page *first;   /* all pages, in the order they are used */
    tpt__page *current; /* the page that is being filled */
    jmp_buf *trap;      /* where to jump when memory runs out; set while a public call is under way */
    uint64_t blocks;    /* how often the allocator was asked since init: the counter of allocations */
    size_t page_bytes;  /* the least size of a page; 0 gives every block a page of its own */
} tpt__arena;

/* Prepares an empty arena. allocator NULL: malloc and free. */
void tpt__arena_init(tpt__arena *arena, const tpt_allocator *allocator);

/* `size` zeroed bytes, aligned for any type; they live until reset or free. Never NULL. */
void *tpt__arena_alloc(tpt__arena *arena, size_t size);

/* Jumps as that does, for memory that is not the arena's and ran out. Does not return. */
void tpt__arena_exhausted(const tpt__arena *arena) __attribute__((noreturn));

/*
 * Makes a block of `size` bytes `wanted` bytes long, where it is; what is added is zeroed. False, with nothing done, if it is not
 * the last block of the arena or its page has no room.
 */
bool tpt__arena_extend(tpt__arena *arena, void *block, size_t size, size_t wanted);

/* A NUL-terminated copy of `len` bytes. */
char *tpt__arena_copy(tpt__arena *arena, const char *bytes, size_t len);

/* Forgets everything but keeps the pages, so that the next use allocates nothing. */
void tpt__arena_reset(tpt__arena *arena);

/* Calls `visit` with the used bytes of each page, in order. */
void tpt__arena_each_page(const tpt__arena *arena, void (*visit)(void *bytes, size_t size, void *context),
                          void *context);

/* Gives all pages back. */
void tpt__arena_free(tpt__arena *arena);

/* `count` zeroed items of a type. */
#define TPT__NEW(arena, type, count) ((type *)tpt__arena_alloc((arena), sizeof(type) * (size_t)(count)))

#endif
