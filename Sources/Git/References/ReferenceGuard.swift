#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Held while a reference is locked, with a note of what for, so that a lock that a killed program left is known.
///
/// git's lock is a file without an owner: nobody can tell one that is held from one that outlived whoever took
/// it, and what ends would wait for it (THREATS row 32). The kernel lets go of this one when its holder dies. Who
/// gets it next finds the note and may take away a lock that is as the note says. Any other lock may be git's own,
/// which is held for milliseconds; it is taken away after ten minutes, as whoever holds this says: looking and
/// removing are one step for all programs that do it this way.
///
/// The file is this type's alone: whatever else held a lock on it, such as the hook that a run was started by,
/// would wait for a run that waits for it.
struct ReferenceGuard: ~Copyable {
  /// A lock that no note is about and that is this old, in seconds, was left by a program that was killed.
  private static let staleAge = 600.0
  /// The least age, in seconds, of a lock that a note is about: it may be git's, which took it after the death of
  /// who wrote the note, and which looks the same until the value is in it.
  private static let notedAge = 1.0

  /// Whether another program moves this reference now.
  let isBusy: Bool
  let lock: String
  /// Absent where another program holds it, or this repository keeps no such file for this user: git's own lock
  /// has to do then.
  private let descriptor: CInt?
  /// What the last holder, who was killed, would have written into the lock.
  private var leftNote: [UInt8] = []
  private var hasOwnNote = false

  /// Takes the guard of the reference `name` of the repository whose common folder is `directory`.
  init(of name: String, in directory: String) {
    lock = "\(directory)\(name).lock"
    let folder = "\(directory)countersign"
    mkdir(folder, 0o777)
    mkdir("\(folder)/moving", 0o777)
    // No reference's name holds a colon.
    let file = "\(folder)/moving/" + String(name.map { $0 == "/" ? ":" : $0 })
    let opened = open(file, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
    if opened >= 0, flock(opened, LOCK_EX | LOCK_NB) == 0 {
      descriptor = opened
      isBusy = false
      leftNote = Self.content(of: opened)
    } else {
      descriptor = nil
      isBusy = opened >= 0 && errno == EWOULDBLOCK
      if opened >= 0 { close(opened) }
    }
  }

  deinit {
    guard let descriptor else { return }
    if hasOwnNote { ftruncate(descriptor, 0) }
    close(descriptor)
  }

  /// Notes that the lock is about to be taken to write `target` into it.
  ///
  /// The note of whoever was killed stands while the lock does.
  mutating func note(_ target: String) {
    guard let descriptor, leftNote.isEmpty || access(lock, F_OK) != 0 else { return }
    leftNote = []
    hasOwnNote = true
    let note = Array("\(target)\n".utf8)
    pwrite(descriptor, note, note.count, 0)
    ftruncate(descriptor, off_t(note.count))
  }

  /// Removes the lock if whoever took it must be dead; what goes wrong shows in the next attempt at the lock.
  func removeLeftLock() {
    var status = stat()
    guard descriptor != nil, lstat(lock, &status) == 0 else { return }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let age =
      Double(now.tv_sec - status.st_mtim.tv_sec) + Double(now.tv_nsec - status.st_mtim.tv_nsec)
      / 1e9
    if age > Self.staleAge || (age > Self.notedAge && isAsNoted) { unlink(lock) }
  }

  /// Whether the lock holds what the note says, or the beginning of it.
  private var isAsNoted: Bool {
    guard !leftNote.isEmpty else { return false }
    let found = open(lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard found >= 0 else { return false }
    defer { close(found) }
    return leftNote.starts(with: Self.content(of: found))
  }

  /// The first 128 bytes, more than a note has.
  private static func content(of descriptor: CInt) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
    }
  }
}
