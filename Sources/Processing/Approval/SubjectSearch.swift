internal import Git
internal import Intake
internal import Model

/// Finds the one thing that an approval of a request could mean, or says what the choices are.
struct SubjectSearch {
  let remote: ApprovalRemote
  let forecast: RunForecast
  let outside: Outside
  let previewer: MergePreviewer
  let tracer: RequestTracer
  /// The mainline's tip.
  let tip: ObjectID
  let mainline: String
  let ledger: String

  /// The request to approve, where exactly one can be meant.
  ///
  /// - Throws: `.negative` where the request is nowhere or settled, `.wrongUsage` where it is in several places.
  func subject(_ choice: ApprovalChoice) async throws(ProcessingError) -> ApprovalSubject {
    if let (address, reference) = choice.fetch {
      let id = try await remote.fetch(reference, of: address)
      return .branch(name: "\(reference) of \(address)", tip: id)
    }
    if let from = choice.from { return try await named(from) }
    let key = try inIntake { () throws(IntakeError) in try tracer.object(at: choice.path, in: tip) }
      .map { RequestKey(path: choice.path, blob: $0) }
    let isReview = choice.path.isInside("reviews")
    let landed = try key.flatMap { key throws(ProcessingError) in
      isReview ? nil : try forecast.finding(of: key, landedBy: nil, tip: tip)
    }
    if let landed, landed.outcome == .pending || landed.outcome == .granted {
      return .landing(landed.landed.landing)
    }
    let found = try candidates(for: choice.path)
    if let only = found.first, found.allSatisfy({ $0.tip == only.tip }) {
      return .branch(name: only.name, tip: only.tip)
    }
    guard found.isEmpty else { throw ambiguous(choice.path, found) }
    if let key { throw isReview ? settledReview(key) : try settled(key, landed) }
    throw try nowhere(choice.path)
  }

  private func named(_ from: String) async throws(ProcessingError) -> ApprovalSubject {
    let prefix = remote.name + "/"
    for name in [from, from.hasPrefix(prefix) ? String(from.dropFirst(prefix.count)) : from] {
      if let tip = try remote.branch(name) { return .branch(name: name, tip: tip) }
    }
    let end = try await remote.git.run(
      ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(from)^{commit}"], quietly: true)
    guard end.succeeded, let id = ObjectID(hex: end.text) else {
      throw ProcessingError(
        .wrongUsage, "\(from) is no branch of \(remote.name) and no commit that git knows here.",
        hint: "For a fork: \(OptionName.fetch) <address> <branch>; for a pull request of GitHub: "
          + "\(OptionName.fetch) \(shellWord(remote.name)) refs/pull/<number>/head.")
    }
    return .branch(name: from, tip: id)
  }

  /// The branches whose merge would bring the request in.
  ///
  /// A branch that is part of the request's branch of approvals is left out: its commit is merged there.
  private func candidates(
    for path: RepositoryPath
  ) throws(ProcessingError) -> [(name: String, tip: ObjectID)] {
    let branches = try remote.branches().filter { $0.name != mainline && $0.name != ledger }
    return try inIntake { () throws(IntakeError) in
      var found: [(name: String, tip: ObjectID)] = []
      let there = try tracer.object(at: path, in: tip)
      for branch in branches {
        let object = try tracer.object(at: path, in: branch.tip)
        guard object != nil, object != there else { continue }
        switch try previewer.brings(path, merging: branch.tip, into: tip) {
        case .success(true): found.append(branch)
        case .success(false): break
        case .failure(let overrun):
          // Anybody's branch may be so; whoever means this one names it.
          outside.note(
            "note: the branch \(shellWord(branch.name)) is left out: its merge takes \(overrun.words)"
          )
        }
      }
      guard let stack = found.first(where: { $0.name == path.approvalBranch }) else { return found }
      var rest = [stack]
      for branch in found
      where branch.name != stack.name {
        if try !tracer.contains(branch.tip, inHistoryOf: stack.tip) { rest.append(branch) }
      }
      return rest
    }
  }

  private func ambiguous(
    _ path: RepositoryPath, _ found: [(name: String, tip: ObjectID)]
  ) -> ProcessingError {
    let places = found.map { "\(shellWord($0.name)) (\($0.tip.short))" }.joined(separator: ", ")
    return ProcessingError(
      .wrongUsage, "\(path) is on \(found.count) branches of \(remote.name): \(places).",
      hint: "Say which one you reviewed: \(OptionName.from) <branch or commit>.")
  }

  /// A review counts in its landing or never.
  private func settledReview(_ key: RequestKey) -> ProcessingError {
    ProcessingError(
      .negative, "\(key.path) has landed on \(mainline), and a review is settled when it lands.",
      hint:
        "countersign explain \(key.path) says what became of it; change it on a branch to land it "
        + "again.")
  }

  private func settled(
    _ key: RequestKey, _ found: RunForecast.Foretold?
  ) throws(ProcessingError) -> ProcessingError {
    let hint = "A request is used once: file a new one."
    if let found {
      return ProcessingError(
        .negative,
        "\(key.path) landed with \(found.landed.landing), and the next run would refuse it:",
        causes: found.reasons.map { Objection($0) }, hint: hint)
    }
    guard let record = try forecast.record(of: key) else {
      return ProcessingError(
        .negative, "\(key.path) stands on \(mainline) and waits for no approval.", hint: hint)
    }
    return ProcessingError(
      .negative,
      "\(key.path) landed with \(record.landing) and was \(record.outcome.rawValue) at \(record.decided).",
      causes: record.reasons.map { Objection($0) }, hint: hint)
  }

  private func nowhere(_ path: RepositoryPath) throws(ProcessingError) -> ProcessingError {
    let folder =
      ["reviews", "mandates"].first(where: path.isInside) ?? "requests"
    var waiting: Set<RepositoryPath> = []
    for branch in try remote.branches() where branch.name != mainline && branch.name != ledger {
      let requests = try inIntake { () throws(IntakeError) in
        try tracer.contains(branch.tip, inHistoryOf: tip)
          ? [] : try tracer.files(below: folder, in: branch.tip, notIn: tip) ?? []
      }
      waiting.formUnion(requests)
    }
    let known = waiting.sorted().prefix(10).map(\.description).joined(separator: ", ")
    return ProcessingError(
      .negative,
      "No branch of \(remote.name) brings in \(path), and \(mainline) does not have it."
        + (known.isEmpty
          ? ""
          : " Of \(folder)/ branches bring in: \(known)."),
      hint:
        "For a fork: \(OptionName.fetch) <address> <branch>. Another remote: \(OptionName.remote) <name>."
    )
  }
}
