internal import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// All that one program has started, and what that has, wherever it went: groups and sessions are left at will.
///
/// It is known by a variable that each inherits. What cleans its environment and moves to a session of its own is
/// known as nobody else's: this process adopts orphans, and no program that it starts can be in another session.
struct Descendants: Sendable {
  /// The variable that marks them.
  static let variable = "COUNTERSIGN_CALL"
  /// More than enough for programs that start others while they are being killed.
  private static let rounds = 20
  /// Bytes of a process's facts that are looked at.
  private static let limit = 1 << 20

  /// The value of the variable: no other program has it.
  let mark = String(UInt64.random(in: 0 ... .max), radix: 36)

  /// From now on orphans become children of this process, where they can be found; to be called before there is a
  /// second thread.
  ///
  /// What the user's own git starts is none of theirs, such as a gpg-agent that stays: it has a mark of its own.
  static func adopt() {
    _ = cs_adopt_orphans()
    setenv(variable, "none", 1)
  }

  /// Kills what is left of them, until nothing is.
  func kill() {
    for _ in 0..<Self.rounds {
      let left = Files.names(in: "/proc").compactMap { pid_t($0) }.filter {
        $0 != getpid() && (mark(of: $0)?.elementsEqual(mark.utf8) == true || isStray($0))
      }
      if left.isEmpty { return }
      for process in left {
        let isOrphan = isStray(process) || getpgid(process) != process
        send(SIGKILL, to: process)
        // What was adopted is buried here; who started a program itself waits for it.
        if isOrphan { waitpid(process, nil, WNOHANG) }
      }
    }
  }

  /// Kills what is left of the group that a program led which has ended.
  func kill(group: pid_t) { send(SIGKILL, to: -group) }

  /// The mark that `process` was started with; nil where it has none or may not be looked at.
  private func mark(of process: pid_t) -> ArraySlice<UInt8>? {
    let prefix = "\(Self.variable)=".utf8
    return bytes(of: process, "environ").split(separator: 0).first { $0.starts(with: prefix) }?
      .dropFirst(prefix.count)
  }

  /// Whether it is an orphan that this process has adopted, in a session of its own.
  private func isStray(_ process: pid_t) -> Bool {
    guard getsid(process) != getsid(0) else { return false }
    // pid (name) state parent …; a name may hold anything, parentheses too.
    let bytes = bytes(of: process, "stat")
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return false }
    let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
    guard fields.count > 1, !fields[0].elementsEqual("Z".utf8) else { return false }
    return fields[1].elementsEqual("\(getpid())".utf8) && mark(of: process) == nil
  }

  private func bytes(of process: pid_t, _ name: String) -> [UInt8] {
    let file = open("/proc/\(process)/\(name)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return readAll(from: file, limit: Self.limit) ?? []
  }

  private func send(_ signal: Int32, to process: pid_t) {
    #if canImport(Glibc)
      _ = Glibc.kill(process, signal)
    #else
      _ = Musl.kill(process, signal)
    #endif
  }
}
