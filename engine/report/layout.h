/* Laying text out in columns: wrapped at words, indented, right for wide and combining characters. */
#ifndef TPT_REPORT_LAYOUT_H
#define TPT_REPORT_LAYOUT_H

#include "tptriage/tptriage.h"

typedef enum tpt__style { TPT__PLAIN, TPT__BOLD, TPT__ALARM, TPT__QUIET } tpt__style;

typedef struct tpt__layout {
    tpt_write_fn write;
    void *context;
    uint32_t width;
    bool color, failed;
} tpt__layout;

/* One paragraph: `bullet` ("" for none) before the first line, further lines aligned under its text. */
void tpt__layout_paragraph(tpt__layout *layout, tpt__style style, uint32_t indent, const char *bullet,
                           const char *text);

/* One line as it stands, its spaces too. */
void tpt__layout_verbatim(tpt__layout *layout, uint32_t indent, const char *text);

/* A line's end. */
void tpt__layout_blank(tpt__layout *layout);

/* How many columns a text takes on a terminal. */
uint32_t tpt__layout_columns(const char *text, size_t len);

#endif
