package import Model

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
  package let isTerminal: Bool
  /// Whether somebody can be asked: standard input is a terminal.
  package let isInteractive: Bool
  /// Columns of the terminal; 100 where there is none.
  package let width: Int

  /// Asks this process.
  package static func ofThisProcess() -> Surroundings {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let answered = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return Surroundings(
      now: Instant(clampingSeconds: Int64(time.tv_sec)), isTerminal: isTerminal,
      isInteractive: isatty(STDIN_FILENO) == 1,
      width: answered && size.ws_col > 20 ? Int(size.ws_col) : 100)
  }

  /// The environment variable `name`; an empty one counts as absent.
  package static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
