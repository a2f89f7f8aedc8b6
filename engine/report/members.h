/* How the report writes members of its objects. Names are constants, which the compiler lays out with their quotes. */
#ifndef TPT_REPORT_MEMBERS_H
#define TPT_REPORT_MEMBERS_H

#include <string.h>

#include "base/json_write.h"
#include "reason/ruleset.h"

typedef tpt__json_out writer;

static inline void open(writer *w, const char *sign) { tpt__out_begin(w, sign); }
static inline void close(writer *w, const char *sign) { tpt__out_close(w, sign); }

static inline void put_value(writer *w, const char *text) {
    tpt__out_text(w, text ? text : "", text ? strlen(text) : 0);
}

/* An id, or a name of the engine's own: letters, digits, signs that stand as they are. */
static inline void put_word(writer *w, const char *word) { tpt__out_plain(w, word, strlen(word)); }

#define key(w, name) tpt__out_named(w, TPT__KEY(name))
#define member(w, name, text) (key(w, name), put_value(w, text))
#define member_word(w, name, word) (key(w, name), put_word(w, word))
#define member_int(w, name, value) (key(w, name), tpt__out_number(w, value))
#define member_bool(w, name, value) (key(w, name), put_bool(w, value))
#define member_strings(w, name, list) (key(w, name), put_strings(w, list))
#define open_list(w, name) (key(w, name), open(w, "["))

static inline void put_bool(writer *w, bool value) {
    tpt__out_raw(w, value ? "true" : "false", value ? 4 : 5);
}

static inline void element(writer *w, const char *text) {
    tpt__out_separate(w);
    put_value(w, text);
}

static inline void element_word(writer *w, const char *word) {
    tpt__out_separate(w);
    put_word(w, word);
}

static inline void put_strings(writer *w, tpt__strings list) {
    open(w, "[");
    for (uint32_t i = 0; i < list.count; i++) element(w, list.items[i]);
    close(w, "]");
}

static inline void open_object(writer *w) {
    tpt__out_separate(w);
    open(w, "{");
}

/* The ids of sources. */
static inline void put_sources(writer *w, const tpt_ruleset *ruleset, tpt__list sources) {
    open(w, "[");
    for (uint32_t i = 0; i < sources.count; i++)
        element_word(w, ruleset->rules.sources.items[sources.items[i]].id);
    close(w, "]");
}
#define member_sources(w, ruleset, list) (key(w, "sources"), put_sources(w, ruleset, list))

#endif
