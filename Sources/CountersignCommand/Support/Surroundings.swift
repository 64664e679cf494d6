package import Model
internal import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What this process was given by the world: clock, environment, terminal.
///
/// The one place that asks for any of it; everything further in takes values, so that a decision can
/// never depend on what it was not given (DESIGN section 10).
package struct Surroundings: Sendable {
  /// The clock, read once for the whole command.
  package let now: Instant
  /// Whether the answer goes to a terminal that shows colours and that nobody asked to be plain.
  package let isColored: Bool
  /// Columns of the terminal that the answer goes to; absent where it goes to none.
  package let width: Int?
  /// Whether somebody is there to be asked: input comes from a terminal and notes go to one.
  package let canAsk: Bool

  /// Asks this process.
  package static func ofThisProcess() -> Surroundings {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let answered = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return Surroundings(
      // Whole seconds are all that counts; `timespec` is visible or not by the order of imports.
      now: Instant(clampingSeconds: Int64(time(nil))),
      isColored: isTerminal && !isPlainWanted,
      width: isTerminal ? (answered && size.ws_col > 20 ? Int(size.ws_col) : 100) : nil,
      canAsk: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1)
  }

  /// Whether colours were asked away: by no-color.org's variable, by CI, or by a terminal without any.
  private static var isPlainWanted: Bool {
    variable("NO_COLOR") != nil || variable("CI") != nil || variable("TERM") == "dumb"
  }

  /// The environment variable `name`; an empty one counts as absent.
  package static func variable(_ name: String) -> String? {
    let text = Secrets.value(name) ?? getenv(name).map { String(cString: $0) } ?? ""
    return text.isEmpty ? nil : text
  }

  /// The environment variables called one of `names`, and the secrets whose name begins with `prefix`.
  static func variables(_ names: [String], prefixed prefix: String? = nil) -> [String: String] {
    var found: [String: String] = [:]
    for name in names {
      if let value = variable(name) { found[name] = value }
    }
    guard let prefix else { return found }
    return found.merging(Secrets.values(prefixed: prefix)) { $1 }
  }
}
