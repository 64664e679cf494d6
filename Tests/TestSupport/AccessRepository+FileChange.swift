package import Model

extension AccessRepository {
  /// One entry that a commit changes; any bytes as a path, any mode.
  package struct FileChange: Sendable {
    package let path: [UInt8]
    /// Absent where the entry goes away.
    package let content: [UInt8]?
    /// As git prints it; for `160000` the content is the id of a commit.
    package let mode: String

    package init(path: some Sequence<UInt8>, content: [UInt8]?, mode: String = "100644") {
      self.path = Array(path)
      self.content = content
      self.mode = mode
    }

    package static func file(_ path: String, _ text: String, mode: String = "100644") -> FileChange
    {
      FileChange(path: path.utf8, content: Array(text.utf8), mode: mode)
    }

    package static func removal(_ path: String) -> FileChange {
      FileChange(path: path.utf8, content: nil)
    }

    /// The commands of git's fast-import stream.
    fileprivate var command: [UInt8] {
      var quoted: [UInt8] = [UInt8(ascii: "\"")]
      for byte in path {
        let digits = String(byte, radix: 8)
        let octal = String(repeating: "0", count: 3 - digits.utf8.count) + digits
        quoted += Array("\\\(octal)".utf8)
      }
      quoted.append(UInt8(ascii: "\""))
      guard let content else { return Array("D ".utf8) + quoted + [UInt8(ascii: "\n")] }
      if mode == "160000" {
        return Array("M 160000 ".utf8) + content + [UInt8(ascii: " ")] + quoted
          + [UInt8(ascii: "\n")]
      }
      return Array("M \(mode) inline ".utf8) + quoted + Array("\ndata \(content.count)\n".utf8)
        + content + [UInt8(ascii: "\n")]
    }
  }
}

extension GitSandbox {
  /// Commits `changes` on top of `parent`, in one process however many they are; unsigned.
  package func importCommit(
    _ changes: [AccessRepository.FileChange], on parent: String?, _ message: String = "A change\n",
    by person: GitPerson, at date: Instant, to reference: String? = nil
  ) async throws -> String {
    let reference = reference ?? "refs/drafts/\(UInt64.random(in: 0 ... .max))"
    let ident = "\(person.name) <\(person.email)> \(date.seconds) +0000"
    var stream = Array(
      """
      feature done
      commit \(reference)
      mark :1
      author \(ident)
      committer \(ident)
      data \(message.utf8.count)
      \(message)
      """.utf8)
    stream.append(UInt8(ascii: "\n"))
    if let parent { stream += Array("from \(parent)\n".utf8) }
    for change in changes { stream += change.command }
    stream += Array("\nget-mark :1\ndone\n".utf8)
    return try await mustRun(
      "git", ["fast-import", "--quiet", "--force"], in: path, environment: environment(),
      input: stream
    ).text
  }
}
