internal import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the environment told this process in confidence: keys, tokens, addresses that hold one.
///
/// Taken out of the environment before anything else is done, and its bytes overwritten there: whoever shares
/// this machine's user could else read them in `/proc/<pid>/environ`, as could every program that is started
/// (THREATS row 68).
enum Secrets {
  /// The value that the variable `name` had, where it was a secret.
  static func value(_ name: String) -> String? { taken[name] }

  /// The secrets whose names begin with `prefix`.
  static func values(prefixed prefix: String) -> [String: String] {
    taken.filter { $0.key.hasPrefix(prefix) }
  }

  /// Closes this process to the programs that it starts, and keeps hold of those: to be called before there is a second thread.
  ///
  /// They find none of its secrets in the environment, memory or open files, and get none of its descriptors.
  /// Root may look into every process as long as it has the capability, so it is taken from them.
  static func closeToPrograms() {
    _ = taken
    Keepers.adoptOrphans()
    _ = cs_close_to_others()
    _ = cs_deny_to_children(mayLookIntoProcesses)
    _ = cs_close_in_children(UInt32(STDERR_FILENO) + 1)
  }

  /// CAP_SYS_PTRACE (capability.h).
  private static let mayLookIntoProcesses: Int32 = 19

  /// Everything that is ours and is not known to be harmless: whatever is added later is a secret at first.
  private static func isSecret(_ name: String) -> Bool {
    name.hasPrefix("COUNTERSIGN_") && !name.hasPrefix("COUNTERSIGN_ALLOW_")
      && name != "COUNTERSIGN_ANCHOR"
  }

  private static let taken: [String: String] = {
    var found: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      next += 1
      guard let mark = strchr(entry, Int32(UInt8(ascii: "="))) else { continue }
      let length = mark - entry
      let name = String(
        decoding: UnsafeRawBufferPointer(start: entry, count: length), as: UTF8.self)
      // Of two of one name the first is the one that getenv finds.
      guard isSecret(name) else { continue }
      if found[name] == nil { found[name] = String(cString: mark + 1) }
      memset(mark + 1, 0, strlen(mark + 1))
    }
    for name in found.keys { unsetenv(name) }
    return found
  }()
}
