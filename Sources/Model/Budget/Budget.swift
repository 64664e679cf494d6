/// How much one landing may make a reader read (DESIGN section 7).
///
/// Whoever can push decides what is read, and a few hundred bytes can unfold into a billion paths. So what is
/// read is counted, in things and never in seconds or bytes of memory: every runner and every audit comes to
/// the same count, however fast it is and whatever it had in memory. The numbers let every honest landing
/// through amply and keep the costliest one under a minute and 1 GiB (`make bench` measures it).
package struct Budget: Hashable, Sendable {
  /// What is counted.
  package enum Item: String, Hashable, Sendable, Codable, CaseIterable {
    /// Different commits that are read.
    case commits
    /// Looks at commits, each parent of one counted.
    case steps
    /// Commits whose makers and signatures are asked for.
    case signatures
    /// Common ancestors of two commits that no other one descends from.
    case mergeBases = "merge-bases"
    /// Entries of trees that are read and compared.
    case entries
    /// Paths at which trees differ, once for each time that they are held against each other.
    case changes
    /// Bytes of one path.
    case pathBytes = "path-bytes"
    /// Paths whose approvals are asked for: requests, reviews, policies, governed files.
    case paths
    /// Bytes of the documents at these paths.
    case documentBytes = "document-bytes"
    /// Bytes of the commits and trees that are read.
    case objectBytes = "object-bytes"
  }

  /// Which table this is; a ledger's never falls.
  package let version: Int
  private let limits: [Item: Int]

  private init(version: Int, limits: [Item: Int]) {
    self.version = version
    self.limits = limits
  }

  /// The one table of numbers: what a landing may take.
  ///
  /// Whoever changes a number gives it a new version, since a landing recorded under the old one may be judged
  /// otherwise under the new.
  package static let current = Budget(
    version: 1,
    limits: [
      .commits: 250_000, .steps: 10_000_000, .signatures: 20_000, .mergeBases: 64,
      .entries: 25_000_000, .changes: 250_000, .pathBytes: 4096, .paths: 12_000,
      .documentBytes: 32 << 20, .objectBytes: 1 << 30,
    ])

  /// The same with other limits, for tests that would take long to reach the real ones.
  package func with(_ limits: [Item: Int]) -> Budget {
    Budget(version: version, limits: self.limits.merging(limits) { $1 })
  }

  /// The largest count of `item` that is within the budget.
  package func limit(of item: Item) -> Int { limits[item] ?? 0 }
}

/// That something takes more than its budget, and of what.
package struct Overrun: Error, Hashable, Sendable, Codable {
  package let item: Budget.Item
  package let limit: Int

  package init(_ item: Budget.Item, over limit: Int) {
    self.item = item
    self.limit = limit
  }

  /// What there is too much of, to stand behind "it takes".
  package var words: String {
    switch item {
    case .commits: "more than \(limit) commits to read"
    case .steps: "more than \(limit) steps from commit to commit"
    case .signatures: "more than \(limit) commits whose makers have to be known"
    case .mergeBases: "a merge of two sides with more than \(limit) merge bases"
    case .entries: "more than \(limit) entries of folders to compare"
    case .changes: "more than \(limit) changed paths"
    case .pathBytes: "a path of more than \(limit) bytes"
    case .paths: "more than \(limit) requests, reviews, policies and governed files to judge"
    case .documentBytes: "more than \(limit) bytes of requests, reviews and policies to read"
    case .objectBytes: "more than \(limit) bytes of commits and folders to read"
    }
  }

  /// Why `what`, which begins the sentence, is not read to its end.
  package func reason(_ what: String, hint: String = mend) -> Reason {
    Reason(
      .tooLarge, "\(what) takes \(words), which is over the budget of one landing.", hint: hint)
  }

  /// What helps before a branch has landed.
  package static let mend =
    "Split it: land what belongs together in landings of their own, on branches that begin on the mainline."
}

/// A landing that was over its budget: it was not read to its end, so it gave nothing and accepted nothing.
///
/// What it holds at its paths is used up all the same; no list of them could be kept, so they are looked up in
/// its tree when something lands at one of them later.
package struct TooLargeLanding: Hashable, Sendable, Codable {
  package let landing: ObjectID
  /// The processed commit before it: what stood there already, this one did not bring.
  package let previous: ObjectID
  package let overrun: Overrun

  package init(landing: ObjectID, previous: ObjectID, overrun: Overrun) {
    self.landing = landing
    self.previous = previous
    self.overrun = overrun
  }

  /// How many a ledger remembers, the newest: what an older one used up needs new approvals anyway.
  package static let remembered = 100

  /// What the ledger and a report say of it.
  package var reason: Reason {
    overrun.reason(
      "Landing \(landing.short)",
      hint:
        "Nothing of it counts. Take it back: git revert -m 1 \(landing.short), or git revert \(landing.short) for a "
        + "plain commit; where git cannot check it out, and nothing has landed since: git push origin $(git commit-tree "
        + "-m Revert -p \(landing.short) \(previous.short)^{tree}):<mainline>. Then land what was meant in parts, at new "
        + "paths.")
  }
}
