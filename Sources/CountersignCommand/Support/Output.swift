internal import Model
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
    guard write(text, to: STDOUT_FILENO) else {
      throw Failure(.repositoryFailure, "The answer cannot be written to standard output.")
    }
  }

  /// Writes a note to standard error: progress, warnings, what went wrong.
  package static func note(_ text: String) {
    // Where standard error is gone there is no one left to tell.
    _ = write(text, to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        guard errno == EINTR || (errno == EAGAIN && waitUntilWritable(descriptor)) else {
          return false
        }
        continue
      }
      bytes = bytes.dropFirst(count)
    }
    return true
  }
}

extension Output {
  /// Writes `report` as the whole answer.
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

private func systemWrite(
  _ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
) -> Int { write(descriptor, bytes, count) }

/// Waits for a pipe that was opened without blocking; false where it will never take anything.
private func waitUntilWritable(_ descriptor: Int32) -> Bool {
  var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
  return poll(&waiting, 1, -1) == 1
}
