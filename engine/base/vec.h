/* Growable arrays in an arena. An outgrown block stays in the arena until that is reset. */
#ifndef TPT_BASE_VEC_H
#define TPT_BASE_VEC_H

#include "base/arena.h"

#define TPT__VEC(type)                                                                                       \
    struct {                                                                                                 \
        type *items;                                                                                         \
        uint32_t count;                                                                                      \
        uint32_t capacity;                                                                                   \
    }

/* Adds a zeroed item and gives its address, good until the next push. */
#define tpt__push(arena, vec)                                                                                \
    ((vec)->items = (vec)->count < (vec)->capacity ? (vec)->items                                            \
                                                   : tpt__vec_grown((arena), (vec)->items, (vec)->count,     \
                                                                    &(vec)->capacity, sizeof *(vec)->items), \
     &(vec)->items[(vec)->count++])

/* Gives an empty one that has no room yet room for `most` items. It may still grow. */
#define tpt__reserve(arena, vec, most)                                                                       \
    ((vec)->items = tpt__arena_alloc((arena), (size_t)(most) * sizeof *(vec)->items),                        \
     (vec)->capacity = (most))

/* Gives up the room beyond the last item. */
#define tpt__fit(arena, vec)                                                                                 \
    ((vec)->items =                                                                                          \
         tpt__vec_fitted((arena), (vec)->items, (vec)->count, &(vec)->capacity, sizeof *(vec)->items))

/* The block itself if it is full, else a copy of just `count` items. */
void *tpt__vec_fitted(tpt__arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t item_size);

/* Room for more than `count`, which is all there is room for: the block itself where it can grow in place, else a copy. */
void *tpt__vec_grown(tpt__arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t item_size);

#endif
