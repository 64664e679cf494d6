import TestSupport

/// A branch that somebody without any say could push, made to cost whoever reads it as much as it can.
///
/// From one seed follows which shapes it puts together and how large each is, so that a failure can be made again.
struct HostileHistory {
  /// What makes reading costly.
  enum Shape: String, CaseIterable {
    /// A folder with thousands of entries.
    case wide
    /// A path through hundreds of folders.
    case deep
    /// Two lines that merge each other again and again.
    case crissCross
    /// A merge of many sides.
    case octopus
    /// Names of thousands of bytes, some of which hide what they show.
    case longNames
    /// Thousands of commits that change one request.
    case longHistory
    /// Thousands of requests of one blob.
    case oneBlob
    /// An address, a name and a message without end.
    case longTexts
    /// A document of one line that nests as deep as it can.
    case slowDocument
  }

  let seed: UInt64
  /// What it is made of, in order.
  let shapes: [Shape]
  private var random: SplitMix64
  private var stream = ""
  private var marks = 0

  init(seed: UInt64) {
    self.seed = seed
    random = SplitMix64(seed: seed)
    shapes = Array(Shape.allCases.shuffled(using: &random).prefix(3))
  }

  /// Writes it behind `base` in `repository`, and answers with its end.
  mutating func write(to repository: AccessRepository, behind base: String) async throws -> String {
    let branch = "refs/heads/hostile-\(seed)"
    stream = "reset \(branch)\nfrom \(base)\n\n"
    for shape in shapes { add(shape, to: branch) }
    _ = try await repository.sandbox.git(
      "fast-import", "--quiet", "--force", input: Array(stream.utf8))
    return try await repository.sandbox.git("rev-parse", branch)
  }

  private mutating func size(_ sizes: ClosedRange<Int>) -> Int {
    Int.random(in: sizes, using: &random)
  }

  private mutating func add(_ shape: Shape, to branch: String) {
    let folder = ["docs", "requests/billing-db", "src"].randomElement(using: &random) ?? "docs"
    switch shape {
    case .wide:
      commit(
        branch, (0..<size(2000...20_000)).map { (path: "\(folder)/w\($0).txt", text: "x") })
    case .deep:
      let path = (0..<size(50...900)).map { _ in "d" }.joined(separator: "/")
      commit(branch, [("\(folder)/\(path)/f", "x")])
    case .crissCross:
      let ends = (branch, "\(branch)-other")
      stream += "reset \(ends.1)\nfrom \(ends.0)\n\n"
      for level in 0..<size(20...200) {
        commit(ends.0, [("docs/left-\(level % 3)", "\(level)")])
        commit(ends.1, [("docs/right-\(level % 3)", "\(level)")])
        let (one, other) = (marks - 1, marks)
        commit(ends.0, [("docs/left-\(level % 3)", "\(level)")], from: one, merging: [other])
        commit(ends.1, [("docs/right-\(level % 3)", "\(level)")], from: other, merging: [one])
      }
      commit(ends.0, [("docs/end", "x")], from: marks - 1, merging: [marks])
    case .octopus:
      let base = marks
      guard base > 0 else {
        commit(branch, [("docs/base", "x")])
        return add(shape, to: branch)
      }
      let sides = (0..<size(5...90)).map { side in
        commit("\(branch)-side-\(side)", [("docs/side-\(side)", "x")], from: base)
        return marks
      }
      commit(branch, [("docs/joined", "x")], from: base, merging: sides)
    case .longNames:
      let name = ["a", "\\033", "\\342\\200\\256", "\\377"].randomElement(using: &random) ?? "a"
      let count = size(200...3000)
      commit(
        branch,
        (0..<20).map {
          (
            "\"\(folder)/\($0)-\(String(repeating: name, count: count / (name.count / 4 + 1)))\"",
            "x"
          )
        })
    case .longHistory:
      for step in 0..<size(300...3000) {
        commit(branch, [("requests/billing-db/often.yaml", "subject: ana.silva\n# \(step)\n")])
      }
    case .oneBlob:
      commit(
        branch,
        (0..<size(500...3000)).map {
          ("requests/billing-db/r\($0).yaml", "subject: ana.silva\nduration: 1h\n")
        })
    case .longTexts:
      commit(
        branch, [("requests/billing-db/texts.yaml", "subject: ana.silva\n")],
        by: "\(String(repeating: "A", count: size(1000...80_000))) "
          + "<\(String(repeating: "\u{1B}[2J", count: size(100...20_000)))@example.com>",
        String(repeating: "##[error]\n", count: size(1000...50_000)))
    case .slowDocument:
      let nested = String(repeating: "[a,", count: 10_000)
      commit(
        branch,
        [
          ("requests/billing-db/slow.yaml", "subject: \(nested)\n"),
          ("reviews/slow.yaml", String(repeating: "- &a [*a]\n", count: 6000)),
        ])
    }
  }

  private mutating func commit(
    _ branch: String, _ files: [(path: String, text: String)], from: Int? = nil,
    merging: [Int] = [], by who: String = "Ana Silva <ana@initech.example>",
    _ message: String = "A step\n"
  ) {
    marks += 1
    stream += "commit \(branch)\nmark :\(marks)\ncommitter \(who) 1795262400 +0000\n"
    stream += "data \(message.utf8.count)\n\(message)\n"
    if let from { stream += "from :\(from)\n" }
    for side in merging { stream += "merge :\(side)\n" }
    for file in files {
      stream += "M 100644 inline \(file.path)\ndata \(file.text.utf8.count)\n\(file.text)\n"
    }
    stream += "\n"
  }
}
