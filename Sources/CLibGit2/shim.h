// What Swift cannot import from git2.h by itself: variadic calls and initialiser macros.
#ifndef COUNTERSIGN_SHIM_H
#define COUNTERSIGN_SHIM_H

#include <git2.h>

#endif
