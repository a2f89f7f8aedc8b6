#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* Large enough that a usual complaint needs one page of a session, small enough for an embedded host. */
#define PAGE_BYTES ((size_t)64 * 1024)

struct tpt__page {
    tpt__page *next;
    size_t capacity;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

static void *libc_alloc(size_t size, void *context) {
    (void)context;
    return malloc(size);
}

static void libc_release(void *block, void *context) {
    (void)context;
    free(block);
}

void tpt__arena_init(tpt__arena *arena, const tpt_allocator *allocator) {
    static const tpt_allocator libc = {libc_alloc, libc_release, NULL};
    memset(arena, 0, sizeof *arena);
    arena->allocator = allocator ? *allocator : libc;
    arena->page_bytes = PAGE_BYTES;
}

void tpt__arena_exhausted(const tpt__arena *arena) {
    if (arena->trap) longjmp(*arena->trap, 1);
    abort(); /* a public entry forgot its trap: a mistake of ours */
}

static tpt__page *page_new(tpt__arena *arena, size_t size) {
    size_t capacity = size > arena->page_bytes ? size : arena->page_bytes;
    if (capacity > SIZE_MAX - sizeof(tpt__page)) tpt__arena_exhausted(arena);
    tpt__page *page = arena->allocator.alloc(sizeof *page + capacity, arena->allocator.context);
    if (!page) tpt__arena_exhausted(arena);
    arena->blocks++;
    page->next = NULL;
    page->capacity = capacity;
    page->used = 0;
    return page;
}

/* The next page with room for `size`: a kept one if it is large enough, else a new one before it. */
static tpt__page *page_for(tpt__arena *arena, size_t size) {
    tpt__page **link = arena->current ? &arena->current->next : &arena->first;
    if (!*link || (*link)->capacity < size) {
        tpt__page *page = page_new(arena, size);
        page->next = *link;
        *link = page;
    }
    arena->current = *link;
    arena->current->used = 0;
    return arena->current;
}

#define UNIT alignof(max_align_t)

static size_t rounded(const tpt__arena *arena, size_t size) {
    if (size > SIZE_MAX - UNIT) tpt__arena_exhausted(arena);
    return (size + UNIT - 1) / UNIT * UNIT;
}

/* `size` bytes with whatever is in them, but for the last few: what rounding adds is zeroed. */
static void *take(tpt__arena *arena, size_t size) {
    size = rounded(arena, size);
    tpt__page *page = arena->current;
    if (!page || page->capacity - page->used < size) page = page_for(arena, size);
    unsigned char *block = page->bytes + page->used;
    page->used += size;
    if (size) memset(block + size - UNIT, 0, UNIT);
    return block;
}

void *tpt__arena_alloc(tpt__arena *arena, size_t size) { return memset(take(arena, size), 0, size); }

bool tpt__arena_extend(tpt__arena *arena, void *block, size_t size, size_t wanted) {
    tpt__page *page = arena->current;
    size_t old = rounded(arena, size);
    if (!page || !size || (unsigned char *)block + old != page->bytes + page->used) return false;
    size_t grown = rounded(arena, wanted);
    if (grown > page->capacity - (page->used - old)) return false;
    memset((unsigned char *)block + old, 0, grown - old);
    page->used += grown - old;
    return true;
}

char *tpt__arena_copy(tpt__arena *arena, const char *bytes, size_t len) {
    if (len == SIZE_MAX) tpt__arena_exhausted(arena);
    char *copy = take(arena, len + 1);
    if (len) memcpy(copy, bytes, len);
    return copy;
}

void tpt__arena_reset(tpt__arena *arena) { arena->current = NULL; }

void tpt__arena_each_page(const tpt__arena *arena, void (*visit)(void *bytes, size_t size, void *context),
                          void *context) {
    for (tpt__page *page = arena->first; page; page = page->next) visit(page->bytes, page->used, context);
}

void tpt__arena_free(tpt__arena *arena) {
    for (tpt__page *page = arena->first, *next; page; page = next) {
        next = page->next;
        arena->allocator.release(page, arena->allocator.context);
    }
    arena->first = arena->current = NULL;
}
