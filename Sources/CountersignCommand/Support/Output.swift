internal import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The two streams of a command: the answer, and everything else.
package enum Output {
  /// Writes a part of the answer to standard output, in one go.
  ///
  /// - Throws: With status 74 where it cannot be written, such as to a full disk: half an answer that
  ///   ends in success would be taken for the whole.
  package static func answer(_ text: String) throws(Failure) {
    guard writeAll(Array(text.utf8), to: STDOUT_FILENO) else {
      throw Failure(.repositoryFailure, "The answer cannot be written to standard output.")
    }
  }

  /// Writes a report as its reader takes it: words for people, JSON for programs.
  static func answer(
    _ report: some Report, _ format: OutputFormat, _ style: Style
  ) throws(Failure) {
    switch format {
    case .text: try answer(report.text(style))
    case .json: try answer(report.json(.pretty))
    }
  }

  /// Writes a note to standard error: progress, warnings, what went wrong.
  package static func note(_ text: String) {
    // Where standard error is gone there is no one left to tell.
    _ = writeAll(Array(text.utf8), to: STDERR_FILENO)
  }
}
