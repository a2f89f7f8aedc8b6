/* What is questionable in a pack that loads: rules without sources or cases, what could calm a flag. */
#ifndef TPT_PACK_LINT_H
#define TPT_PACK_LINT_H

#include "pack/loader.h"

/* Reports by the loader's `report`; with places where the loader has the files. */
void tpt__lint(tpt__loader *l);

#endif
