internal import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The two streams of a command: the answer, and everything else.
package enum Output {
  /// Writes the answer to standard output, in one go.
  package static func answer(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes a report as its reader takes it: words for people, JSON for programs.
  static func answer(_ report: some Report, _ format: OutputFormat, _ style: Style) {
    switch format {
    case .text: answer(report.text(style))
    case .json: answer(report.json(.pretty))
    }
  }

  /// Writes a note to standard error: progress, warnings, what went wrong.
  package static func note(_ text: String) { write(text, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        // Nobody reads any more (a closed pipe), or the disk is full: there is no one left to tell.
        guard errno == EINTR else { return }
        continue
      }
      bytes = bytes.dropFirst(count)
    }
  }
}

private func systemWrite(
  _ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
) -> Int { write(descriptor, bytes, count) }
