// What Swift cannot call of Linux by itself: prctl and syscall are variadic, and what stands between fork and exec may
// not be Swift.
#ifndef COUNTERSIGN_PROCESS_SHIM_H
#define COUNTERSIGN_PROCESS_SHIM_H

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/// The commit that the program was built from, behind a letter; NULL where nobody said.
const char *cs_commit(void);

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

/// A program that runs below a keeper of its own.
struct cs_kept {
  /// The keeper, a child of this process; whoever started it waits for it.
  pid_t keeper;
  /// Where the program reads from, to be written to.
  int input;
  /// While this stays open, the program may go on.
  int hold;
  /// What the keeper has to tell: `struct cs_news`, one after the other, until it is gone.
  int news;
};

/// What a keeper tells.
struct cs_news {
  /// One of `cs_not_started`, `cs_ended`, `cs_all_gone`.
  int what;
  /// An errno, or a status as `waitpid` has it.
  int value;
};

enum { cs_not_started = 1, cs_ended = 2, cs_all_gone = 3 };

/// Starts the first of `paths` that can be started, below a keeper; 0, or an errno.
///
/// The keeper adopts whatever of its descendants loses its parent. When the program has ended, or `hold` is closed (this
/// process has ended, or wants no more), it kills all of them until none is left, and ends then and not before: whatever
/// group, session or environment they gave themselves, they are descendants of this one program and nobody else's.
int cs_start_kept(char *const paths[], char *const arguments[], char *const environment[], int output, int errors,
                  struct cs_kept *kept);

/// A pipe that no other program that is started inherits, not even one that is started at this moment.
int cs_closed_pipe(int ends[2]);

/// Kills each child of this process but those of `spared`, and waits for none: who started one waits for it.
void cs_kill_children(const pid_t spared[], int count);

#endif
