import Model

/// The costliest landing that the budgets let through, handed to `git fast-import`.
///
/// It comes near every limit at once: as many requests as may be judged with as many bytes as may be read, each
/// step of a long branch in the widest folder that the entries allow, makers and signatures to be known of as
/// many commits as may be.
struct CostlyLanding {
  /// How much of each limit it takes, in hundredths.
  private static let share = 97

  private let requests: Int
  private let requestBytes: Int
  private let commits: Int
  private let wide: Int

  /// - Parameter divisor: One so many times smaller, which only shows that all of it runs.
  init(smallerBy divisor: Int) {
    func part(of item: Budget.Item) -> Int {
      Budget.current.limit(of: item) * Self.share / 100 / divisor
    }
    requests = part(of: .paths)
    requestBytes = part(of: .documentBytes) / requests
    commits = part(of: .signatures) / 8
    // Each commit's folder is opened once and held against its neighbour's: six counts an entry.
    wide = max(1, part(of: .entries) / 8 / commits)
  }

  /// What a run says of it, so that no landing that was too large is taken for a costly one.
  var expected: String {
    // Its summary counts all, however few of them it tells.
    "\(requests) refused"
  }

  /// Puts the landing on the mainline of the repository at `path`, behind its tip.
  func land(in path: String) throws {
    let stream = "\(path)/fast-import-stream"
    try Files.write(to: stream) { flush in
      var piece = Array(filler.utf8)
      for number in 0..<commits {
        piece += Array(commit(number).utf8)
        try flush(&piece)
      }
      piece += Array(last.utf8)
      try flush(&piece)
    }
    defer { Files.remove(stream) }
    var program = Program(["git", "-C", path, "fast-import", "--quiet", "--force"])
    program.inputFile = stream
    _ = try program.run()
    _ = try Program(["git", "-C", path, "update-ref", "refs/heads/main", "refs/benchmark/landing"])
      .run()
  }

  /// A document that is slow to read: every second byte has a mark.
  private var filler: String {
    let text = "subject: [" + String(repeating: "a,", count: max(1, requestBytes / 2 - 10)) + "a]\n"
    return "blob\nmark :1\ndata \(text.utf8.count)\n\(text)\nblob\nmark :2\ndata 1\na\n"
  }

  private func commit(_ number: Int) -> String {
    var text = header(number)
    if number == 0 {
      text += "from refs/heads/main^0\n"
      for place in 0..<wide { text += "M 100644 :2 requests/wide/\(place).txt\n" }
    }
    return text + "M 100644 \(number % 2 == 0 ? ":2" : ":1") requests/wide/0.txt\n\n"
  }

  /// What the branch ends in, and the merge that lands it: the wide folder is gone, and the requests are there.
  private var last: String {
    let changes =
      "D requests/wide\nM 100644 :1 requests/wide/0.txt\n"
      + (1..<requests).map { "M 100644 :1 requests/costly/\($0).yaml\n" }.joined() + "\n"
    return header(commits) + changes
      + header(commits, of: "landing") + "from refs/heads/main^0\nmerge refs/benchmark/costly\n"
      + changes
  }

  private func header(_ number: Int, of branch: String = "costly") -> String {
    let seconds = CommitText.seconds - Int64(commits - number)
    return "commit refs/benchmark/\(branch)\ncommitter Somebody <\(PolicyFiles.reviewerEmail)> "
      + "\(seconds) +0000\ndata 6\nA step\n"
  }
}
