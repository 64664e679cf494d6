internal import Model
internal import Processing
package import Reports

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
  package static func answer(_ text: String) throws(Failure) { try answer(Array(text.utf8)) }

  /// Writes a part of the answer to standard output, in one go.
  ///
  /// - Throws: As for a text.
  package static func answer(_ bytes: [UInt8]) throws(Failure) {
    guard writeAll(bytes, to: STDOUT_FILENO) else {
      throw Failure(.repositoryFailure, "The answer cannot be written to standard output.")
    }
  }

  /// Makes `bytes` what stands in `file`, in one step and only where it is not; `-` is standard output.
  ///
  /// - Throws: With status 74 where it cannot be written.
  static func answer(_ bytes: [UInt8], in file: String) throws(Failure) {
    if file == "-" { return try answer(bytes) }
    guard try Files.read(file) != bytes else { return }
    try Files.write(bytes, to: file)
  }

  /// Writes a note to standard error: progress, warnings, what went wrong.
  ///
  /// Words of ours; whatever is put into them is harmless (THREATS row 30).
  package static func note(_ phrase: Phrase) {
    // Where standard error is gone there is no one left to tell.
    _ = writeAll(Array(phrase.text.utf8), to: STDERR_FILENO)
  }
}

extension Output {
  /// Writes `report` as the whole answer: words for people, JSON for programs.
  static func answer(
    _ report: some Report, as format: OutputFormat, _ surroundings: Surroundings, at now: Instant
  ) throws(Failure) {
    switch format {
    case .text: try answer(report.text(surroundings.style(at: now)))
    case .json: try answer(report.json(.pretty))
    }
  }
}

extension Surroundings {
  /// How a report looks where the answer goes, seen from `now`.
  func style(at now: Instant) -> Style { Style(isColored: isColored, width: width, now: now) }
}
