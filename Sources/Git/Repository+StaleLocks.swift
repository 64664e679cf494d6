#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Repository {
  /// A lock is held for milliseconds; one this old, in seconds, was left by a program that was killed.
  private static let staleAge = 600

  /// Removes the lock of the reference `name` if whoever took it must be dead (THREATS row 32).
  ///
  /// Looking at the age and removing are one step for all programs that do it this way: a lock beside the
  /// locks is held meanwhile, or one program could remove what another has just taken. The file is this
  /// function's alone, since whatever else held a lock on it, such as the hook that a run was started by,
  /// would wait for a run that waits for it; and nobody is waited for here: the caller tries again. What goes
  /// wrong here shows in the caller's next attempt at the lock.
  func removeStaleLock(of name: String) {
    let guardian = open(
      "\(commonDirectory)countersign.stale-locks",
      O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard guardian >= 0 else { return }
    defer { close(guardian) }
    guard flock(guardian, LOCK_EX | LOCK_NB) == 0 else { return }
    let lock = "\(commonDirectory)\(name).lock"
    var status = stat()
    guard lstat(lock, &status) == 0, time(nil) - status.st_mtim.tv_sec > Self.staleAge else {
      return
    }
    unlink(lock)
  }
}
