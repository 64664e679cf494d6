internal import ArgumentParser
internal import Model
internal import Processing

/// What nearly every command takes.
struct RepositoryOptions: ParsableArguments {
  @Option(
    name: [.customLong("repository"), .customShort("C")],
    help: "The repository to work on; bare ones too.")
  var repository = "."
}

/// How an answer is written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

struct FormatOption: ParsableArguments {
  @Option(help: "How to write the answer: text or json.")
  var format = OutputFormat.text
}

/// The pinned commit that all trust starts from.
struct AnchorOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The mainline commit whose policies are trusted without proof: 40 hexadecimal digits. Also COUNTERSIGN_ANCHOR.",
      valueName: "commit"))
  var anchor: String?

  /// The anchor that was given from outside, by flag or environment.
  ///
  /// Nothing in the repository can stand in for it (DESIGN section 2).
  func resolved() throws(Failure) -> ObjectID {
    guard let anchor = try ifGiven() else {
      throw Failure(
        .untrusted,
        [
          Reason(
            .noAnchor, "No anchor was given, so nothing in the repository can be trusted.",
            hint:
              "Pass --anchor <commit> or set COUNTERSIGN_ANCHOR to the commit that you checked by "
              + "hand, from outside the repository.")
        ])
    }
    return anchor
  }

  /// The anchor, where one was given at all.
  ///
  /// - Throws: With status 64 where what was given is no commit id.
  func ifGiven() throws(Failure) -> ObjectID? {
    guard let text = anchor ?? Surroundings.variable("COUNTERSIGN_ANCHOR") else { return nil }
    guard let id = ObjectID(hex: text) else {
      throw Failure(
        .wrongUsage, "The anchor is not a full commit id: 40 lower-case hexadecimal digits.",
        hint: "git rev-parse <revision> prints one.")
    }
    return id
  }
}

/// The time that a command judges by, for those that write nothing to the ledger.
struct TimeOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The time to judge by, instead of the clock's, such as 2026-11-21T09:00:00Z.",
      valueName: "instant"))
  var now: Instant?
}

/// Reads an instant from a flag.
extension Instant: ExpressibleByArgument {
  package init?(argument: String) { self.init(rfc3339: argument.utf8) }
}

extension LedgerOutlook {
  /// The ledger that the options of a command mean, at the time that they say.
  init(
    _ repository: RepositoryOptions, _ anchor: AnchorOption, _ time: TimeOption,
    _ surroundings: Surroundings
  ) throws(Failure) {
    let workspace = try Workspace(opening: repository.repository, anchor: try anchor.resolved())
    try self.init(workspace, at: time.now ?? surroundings.now)
  }
}
