#define _GNU_SOURCE
#include "CProcess.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>

// From the fork on, until exec or the end, only what is safe in a signal handler: other threads may have held any lock.

/// How far behind an orphan that has gone its own child is looked for: process ids are given out in turn.
enum { neighbourhood = 64, hops = 64, lineLimit = 1 << 15 };

static int is_child(pid_t process) {
  siginfo_t found;
  return waitid(P_PID, process, &found, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/// Kills a child; where it was quicker and has gone, the one that it left behind.
///
/// A chain of programs of which each starts the next and ends is caught up with here: a look at all of /proc takes longer
/// than one of them lives. Only children are ever signalled, and nobody else waits for them, so no id is somebody else's.
static int end_child(pid_t child) {
  for (int hop = 0; hop < hops; hop++) {
    kill(child, SIGKILL);
    if (waitpid(child, 0, WNOHANG) != child) return 0;
    pid_t next = 0;
    for (pid_t near = child + 1; near < child + neighbourhood && !next; near++) {
      if (is_child(near)) next = near;
    }
    if (!next) return 1;
    child = next;
  }
  return 1;
}

/// Calls `visit` with each process that there is; the sum of what it says.
static int for_each_process(int (*visit)(pid_t, const void *), const void *with) {
  struct entry {
    ino64_t number;
    off64_t next;
    unsigned short length;
    unsigned char kind;
    char name[];
  };
  char line[lineLimit] __attribute__((aligned(8)));
  int folder = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return 0;
  int sum = 0;
  for (;;) {
    long length = syscall(SYS_getdents64, folder, line, sizeof line);
    if (length <= 0) break;
    for (long at = 0; at < length;) {
      const struct entry *entry = (const struct entry *)(line + at);
      at += entry->length;
      pid_t process = 0;
      for (const char *digit = entry->name; *digit >= '0' && *digit <= '9'; digit++) {
        process = process * 10 + (*digit - '0');
      }
      if (process > 0) sum += visit(process, with);
    }
  }
  close(folder);
  return sum;
}

static int end_if_child(pid_t process, const void *nothing) {
  (void)nothing;
  return is_child(process) ? end_child(process) : 0;
}

/// Kills all descendants until none is left, however long that takes.
static void end_all(void) {
  long pause = 0;
  for (;;) {
    int gone = for_each_process(end_if_child, 0);
    // The kernel has the last word: what was started meanwhile is a child, or below one.
    pid_t left = waitpid(-1, 0, WNOHANG);
    if (left < 0 && errno == ECHILD) return;
    // What is killed and does not go (it waits for a disk) is looked at less and less often.
    pause = gone > 0 || left > 0 ? 0 : pause < 100000000 ? pause * 2 + 100000 : pause;
    struct timespec time = {0, pause};
    if (pause > 0) nanosleep(&time, 0);
  }
}

static void tell(int news, int what, int value) {
  struct cs_news told = {what, value};
  // So short a message is written whole; where nobody listens any more the keeper still does its work.
  if (write(news, &told, sizeof told) < 0) return;
}

static void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
}

static _Noreturn void become(char *const paths[], char *const arguments[], char *const environment[], int news) {
  sigset_t none;
  setpgid(0, 0);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  int trouble = ENOENT;
  for (char *const *path = paths; *path; path++) {
    execve(*path, arguments, environment);
    if (errno != ENOENT && errno != ENOTDIR) trouble = errno;
  }
  tell(news, cs_not_started, trouble);
  _exit(127);
}

/// Closes all but the descriptors 0 to 4; `fcntl` looks at what an old kernel leaves to it.
static void close_others(void) {
#if defined(SYS_close_range)
  if (syscall(SYS_close_range, 5U, ~0U, 0U) == 0) return;
#endif
  for (int descriptor = 5; descriptor < 1 << 16; descriptor++) close(descriptor);
}

/// Puts `from` at `to`, above all that is still needed.
static void place(int from, int to) {
  if (from != to) dup2(from, to);
}

static _Noreturn void keep(char *const paths[], char *const arguments[], char *const environment[], int input, int output,
                           int errors, int hold, int news) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, 0);
  reset_signals();
  // A group of its own: what the terminal sends to this process's group is not for the keeper.
  setpgid(0, 0);
  prctl(PR_SET_NAME, "keeper", 0, 0, 0);
  if (chdir("/") != 0 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
    tell(news, cs_not_started, errno);
    _exit(1);
  }
  // Out of the way first, since any of them may stand where another must come.
  int high[5] = {input, output, errors, hold, news};
  for (int number = 0; number < 5; number++) {
    if (high[number] < 0) high[number] = open("/dev/null", O_RDWR);
    high[number] = fcntl(high[number], F_DUPFD, 16);
  }
  for (int number = 0; number < 5; number++) place(high[number], number);
  close_others();
  fcntl(3, F_SETFD, FD_CLOEXEC);
  fcntl(4, F_SETFD, FD_CLOEXEC);

  pid_t program = fork();
  if (program == 0) become(paths, arguments, environment, 4);
  if (program < 0) {
    tell(4, cs_not_started, errno);
    _exit(1);
  }
  setpgid(program, program);
  // Its pipes end with it, so the keeper must not hold them.
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int number = 0; number < 3; number++) dup2(nothing, number);

  int ends = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
  struct pollfd watched[2] = {{3, 0, 0}, {ends, POLLIN, 0}};
  int goesOn = 1;
  while (goesOn) {
    // Without a descriptor for signals it looks now and then.
    if (poll(watched, 2, ends < 0 ? 5 : -1) < 0 && errno != EINTR) break;
    if (watched[0].revents) break;
    struct signalfd_siginfo seen;
    while (ends >= 0 && read(ends, &seen, sizeof seen) > 0) continue;
    siginfo_t found;
    for (;;) {
      found.si_pid = 0;
      if (waitid(P_ALL, 0, &found, WEXITED | WNOHANG | WNOWAIT) != 0 || found.si_pid == 0) break;
      if (found.si_pid == program) {
        // While it is not buried its group's number is nobody else's.
        kill(-program, SIGKILL);
        goesOn = 0;
      }
      int status = 0;
      waitpid(found.si_pid, &status, 0);
      if (found.si_pid == program) tell(4, cs_ended, status);
    }
  }
  if (goesOn) kill(-program, SIGKILL);
  end_all();
  tell(4, cs_all_gone, 0);
  _exit(0);
}

int cs_closed_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int cs_start_kept(char *const paths[], char *const arguments[], char *const environment[], int output, int errors,
                  struct cs_kept *kept) {
  int pipes[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
  int trouble = 0;
  for (int number = 0; number < 3 && trouble == 0; number++) {
    if (cs_closed_pipe(pipes[number]) != 0) trouble = errno;
  }
  pid_t keeper = -1;
  if (trouble == 0) {
    keeper = fork();
    if (keeper == 0) keep(paths, arguments, environment, pipes[0][0], output, errors, pipes[1][0], pipes[2][1]);
    if (keeper < 0) trouble = errno;
  }
  int theirs[3] = {pipes[0][0], pipes[1][0], pipes[2][1]};
  int ours[3] = {pipes[0][1], pipes[1][1], pipes[2][0]};
  for (int number = 0; number < 3; number++) {
    if (theirs[number] >= 0) close(theirs[number]);
    if (trouble != 0 && ours[number] >= 0) close(ours[number]);
  }
  if (trouble != 0) return trouble;
  for (int number = 0; number < 3; number++) fcntl(ours[number], F_SETFL, O_NONBLOCK);
  kept->keeper = keeper;
  kept->input = ours[0];
  kept->hold = ours[1];
  kept->news = ours[2];
  return 0;
}

struct spared {
  const pid_t *processes;
  int count;
};

static int is_spared(pid_t process, const struct spared *spared) {
  for (int number = 0; number < spared->count; number++) {
    if (spared->processes[number] == process) return 1;
  }
  return 0;
}

static int kill_unless_spared(pid_t process, const void *with) {
  if (!is_child(process) || is_spared(process, with)) return 0;
  kill(process, SIGKILL);
  for (pid_t near = process + 1; near < process + neighbourhood; near++) {
    if (is_child(near) && !is_spared(near, with)) kill(near, SIGKILL);
  }
  return 1;
}

void cs_kill_children(const pid_t processes[], int count) {
  struct spared spared = {processes, count};
  for_each_process(kill_unless_spared, &spared);
}
