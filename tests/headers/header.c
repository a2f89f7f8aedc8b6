/* The public header first and alone, and its initialisers: compiles as C99 and, by header.cpp, as C++11. */
#include "tptriage/tptriage.h"

#include <string.h>

int main(void) {
    tpt_options options = TPT_OPTIONS_INIT;
    tpt_intake intake = TPT_INTAKE_INIT;
    tpt_text_options layout = TPT_TEXT_OPTIONS_INIT;
    tpt_texts texts = TPT_TEXTS_INIT;
    if (texts.size != sizeof texts) return 1;
    if (options.size != sizeof options || intake.size != sizeof intake || layout.size != sizeof layout)
        return 1;
    return strcmp(tpt_version(), TPT_VERSION_STRING) != 0;
}
