// What Swift cannot import from git2.h by itself: variadic calls and initialiser macros.
#ifndef COUNTERSIGN_SHIM_H
#define COUNTERSIGN_SHIM_H

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

/// Turns the cache of parsed and raw objects on or off for the whole process.
static inline int cs_enable_caching(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_CACHING, enabled);
}

/// Turns fsync after each write into a git directory on or off for the whole process.
static inline int cs_enable_fsync(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, enabled);
}

/// Names repository extensions that libgit2 shall open although it does not know them.
static inline int cs_allow_extensions(const char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

#endif
