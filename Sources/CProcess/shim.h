// What Swift cannot call of Linux by itself: prctl and syscall are variadic.
#ifndef COUNTERSIGN_PROCESS_SHIM_H
#define COUNTERSIGN_PROCESS_SHIM_H

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// The commit that a release is built from; Scripts/release-flags names it.
#define CS_TEXT(text) #text
#define CS_TEXT_OF(macro) CS_TEXT(macro)

/// The commit that the program was built from, in hexadecimal digits; NULL where nobody said.
static inline const char *cs_commit(void) {
#if defined(COUNTERSIGN_COMMIT)
  return CS_TEXT_OF(COUNTERSIGN_COMMIT);
#else
  return 0;
#endif
}

/// Keeps other processes of the same user out of this one's memory, environment and descriptors.
static inline int cs_close_to_others(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// Takes the capability `number` from all that this thread, and threads made by it, will start.
static inline int cs_deny_to_children(int number) {
  return prctl(PR_CAPBSET_DROP, number, 0, 0, 0);
}

/// Makes this process the parent of its descendants whose own parents have ended.
static inline int cs_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

/// Has descriptors from `first` on closed in every program that is started; an old kernel has no such call.
static inline int cs_close_in_children(unsigned int first) {
#if defined(SYS_close_range)
  return (int)syscall(SYS_close_range, first, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
#else
  (void)first;
  return -1;
#endif
}

#endif
