import Git
import Model

/// A mainline of many commits, handed to `git fast-import`.
struct MainlineStream {
  private let shape: FixtureShape
  private let anchor: ObjectID

  init(_ shape: FixtureShape, behind anchor: ObjectID) {
    self.shape = shape
    self.anchor = anchor
  }

  /// Writes the commits into the repository at `path`, on `refs/heads/main`.
  func load(into path: String) throws {
    let stream = "\(path)/fast-import-stream"
    try Files.write(to: stream) { flush in
      var numbers = SplitMix64(seed: 2)
      for number in 0..<shape.commits {
        var piece = commit(number, &numbers)
        try flush(&piece)
      }
    }
    defer { Files.remove(stream) }
    // Random content cannot be compressed, so nobody waits for the attempt.
    var program = Program([
      "git", "-C", path, "-c", "core.compression=0", "-c", "fastimport.unpackLimit=0",
      "fast-import", "--quiet",
    ])
    program.inputFile = stream
    _ = try program.run()
  }

  private func commit(_ number: Int, _ numbers: inout SplitMix64) -> [UInt8] {
    let seconds = CommitText.seconds - Int64(shape.commits - number) * 60
    var text = """
      commit refs/heads/main
      committer Somebody <\(PolicyFiles.reviewerEmail)> \(seconds) +0000
      data 7
      A step

      """
    if number == 0 { text += "from \(anchor)\n" }
    text += "M 100644 inline work/\(number % 32)/\(number % 1000)\ndata \(shape.bytes)\n"
    return Array(text.utf8) + numbers.bytes(shape.bytes) + [0x0A]
  }
}
