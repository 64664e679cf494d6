// The commit that a release is built from; the Makefile names it. It stands in a file of its own, so that another
// commit compiles nothing else anew.
#include "CProcess.h"

#define CS_TEXT(text) #text
#define CS_TEXT_OF(macro) CS_TEXT(macro)

const char *cs_commit(void) {
#if defined(COUNTERSIGN_COMMIT)
  return CS_TEXT_OF(COUNTERSIGN_COMMIT);
#else
  return 0;
#endif
}
