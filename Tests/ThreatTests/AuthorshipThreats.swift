import Model
import TestSupport
import Testing

/// Rows 53 to 55: who made what lands, however its content travelled (DESIGN section 5).
@Suite struct AuthorshipThreats {
  /// A commit that adds `request` and is taken back on the branch, and has been merged: old history.
  ///
  /// Nothing of it stands on the mainline.
  private func bury(
    _ request: Request, by author: Person, in repository: AccessRepository
  ) async throws -> String {
    let added = try await repository.propose(request, by: author)
    let removed = try await repository.commit(
      [.removal(request.path)], on: added, by: author)
    try await repository.land(try await repository.merge(removed, by: .mia))
    return added
  }

  /// How somebody fetches content out of old history.
  enum Fetching: CaseIterable {
    case merge, swapped, octopus, landing
  }

  @Test("53: content comes back out of old history", arguments: Fetching.allCases)
  func fetched(_ fetching: Fetching) async throws {
    let repository = try await AccessRepository()
    let request = Request("nora-invoices", for: "nora.lind")
    // Tom wrote it, and would approve it.
    let old = try await bury(request, by: .tom, in: repository)
    let tip = try await repository.tip()
    let tree = "\(try await repository.commit([request.file], by: .tom))^{tree}"
    func fetch(_ parents: [String], signed: AccessRepository.Signing) async throws -> String {
      try await repository.commit(tree: tree, parents: parents, by: .tom, signed: signed)
    }
    let other = try await repository.commit([.file("notes.txt", "x\n")], by: .nora)
    let landing =
      switch fetching {
      case .merge:
        try await repository.merge(try await fetch([tip, old], signed: .unsigned), by: .tom)
      case .swapped:
        try await repository.merge(try await fetch([old, tip], signed: .unsigned), by: .tom)
      case .octopus:
        try await repository.merge(
          try await fetch([tip, other, old], signed: .unsigned), by: .tom)
      case .landing: try await fetch([tip, old], signed: .own)
      }
    try await repository.land(landing)
    try await run(repository)
    if fetching == .landing {
      try await expectNoAccess(request.path, in: repository, "refused", [.evilMerge])
      return try await expectUnharmed(repository)
    }
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    // Whoever had no part in it may still approve it.
    try await repository.approveLate(landing, by: .priya)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectUnharmed(repository)
  }

  @Test("53: the same content written anew by its subject is granted")
  func writtenAnew() async throws {
    let repository = try await AccessRepository()
    let request = Request("nora-invoices", for: "nora.lind")
    _ = try await bury(request, by: .tom, in: repository)
    try await repository.grant(request, by: .nora, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectUnharmed(repository)
  }

  @Test("53: whoever fetches without being known makes the landing unusable")
  func fetchedByAStranger() async throws {
    let repository = try await AccessRepository()
    let request = Request("ben-invoices", for: "ben.cole")
    let old = try await bury(request, by: .ben, in: repository)
    let tip = try await repository.tip()
    let tree = "\(try await repository.commit([request.file], by: .ben))^{tree}"
    let fetched = try await repository.commit(
      tree: tree, parents: [tip, old], by: Self.stranger, signed: .unsigned)
    try await repository.land(try await repository.merge(fetched, by: .tom))
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.unmappedAuthor])
    try await expectUnharmed(repository)
  }

  private static let stranger = Person("not.anybody", keys: [])

  @Test("53: crossed merges of two old branches, none of them evil", arguments: [true, false])
  func crossed(_ isByTheApprover: Bool) async throws {
    let repository = try await AccessRepository()
    let request = Request("nora-invoices", for: "nora.lind")
    let start = try await repository.tip()
    var (added, removed): ([String], [String]) = ([], [])
    for name in ["one", "two"] {
      let branch = try await repository.commit(
        [request.file, .file("\(name).txt", "x\n")], on: start, by: .tom)
      added.append(branch)
      removed.append(
        try await repository.commit([.removal(request.path)], on: branch, by: .tom))
    }
    for branch in removed {
      try await repository.land(try await repository.merge(branch, by: .mia, signed: .unsigned))
    }
    try await run(repository)
    let who = isByTheApprover ? Person.tom : .nora
    let first = try await repository.merge(added[0], into: removed[1], by: who, signed: .unsigned)
    let second = try await repository.merge(added[1], into: removed[0], by: who, signed: .unsigned)
    let both = try await repository.merge(second, into: first, by: who, signed: .unsigned)
    try await repository.land(try await repository.merge(both, by: .tom))
    try await run(repository)
    if isByTheApprover {
      try await expectNoAccess(request.path, in: repository, "pending", [.authorApproval])
    } else {
      // Nora brought it back herself, and Tom had no part in that.
      try await expectAccess(request.path, in: repository)
    }
    try await expectUnharmed(repository)
  }

  /// What happens to a branch between its first commit and its approval, day by day.
  enum Flow: CaseIterable {
    case plain, updatedByAuthor, updatedByReviewer, updatedTwice, doublePull, stackedBranches
    case belowTheForgesMerge, editedByReviewer, revertedByReviewer

    /// Whether the reviewer wrote some of what they would approve.
    var isAuthored: Bool { self == .editedByReviewer || self == .revertedByReviewer }
  }

  @Test("53: everyday flows name the same authors as ever", arguments: Flow.allCases)
  func everyday(_ flow: Flow) async throws {
    let repository = try await AccessRepository()
    let request = Request("nora-invoices", for: "nora.lind")
    var edited = request
    edited.reason = "Reconcile."
    /// The mainline goes on meanwhile.
    func mainlineGoesOn(_ name: String) async throws {
      try await repository.land(
        try await repository.commit([.file("\(name).txt", "x\n")], by: .kim))
    }
    func updated(_ branch: String, by person: Person) async throws -> String {
      try await repository.merge(
        try await repository.tip(), into: branch, by: person, signed: .unsigned)
    }
    var branch = try await repository.propose(request, by: .nora, signed: .own)
    switch flow {
    case .plain, .belowTheForgesMerge: break
    case .updatedByAuthor:
      try await mainlineGoesOn("one")
      branch = try await updated(branch, by: .nora)
    case .updatedByReviewer:
      try await mainlineGoesOn("one")
      branch = try await updated(branch, by: .tom)
    case .updatedTwice:
      try await mainlineGoesOn("one")
      branch = try await updated(branch, by: .tom)
      try await mainlineGoesOn("two")
      branch = try await updated(branch, by: .nora)
    case .doublePull:
      let here = try await repository.commit(
        [edited.file], on: branch, by: .nora, signed: .own)
      let there = try await repository.commit(
        [.file("requests/README.md", "x\n")], on: branch, by: .nora, signed: .own)
      branch = try await repository.merge(there, into: here, by: .tom, signed: .unsigned)
      branch = try await repository.commit(
        [.removal("requests/README.md")], on: branch, by: .nora, signed: .own)
    case .stackedBranches:
      let below = Request("nora-earlier", for: "nora.lind")
      let first = try await repository.propose(below, by: .nora, signed: .own)
      branch = try await repository.propose(request, on: first, by: .nora, signed: .own)
      try await repository.land(try await repository.merge(first, by: .tom))
    case .editedByReviewer:
      branch = try await repository.commit([edited.file], on: branch, by: .tom)
    case .revertedByReviewer:
      branch = try await repository.commit([edited.file], on: branch, by: .nora, signed: .own)
      branch = try await repository.commit([request.file], on: branch, by: .tom)
    }
    var landing = try await repository.merge(branch, by: .tom)
    if flow == .belowTheForgesMerge {
      landing = try await repository.merge(landing, by: .ben, signed: .unsigned)
    }
    try await repository.land(landing)
    try await run(repository)
    if flow.isAuthored {
      try await expectNoAccess(request.path, in: repository, "pending", [.authorApproval])
    } else {
      try await expectAccess(request.path, in: repository)
    }
    try await expectUnharmed(repository)
  }

  @Test(
    "54: a signed commit for something else at the path asks for nothing", arguments: [true, false])
  func signedForSomethingElse(_ isForged: Bool) async throws {
    let repository = try await AccessRepository()
    let asked = Request("nightly-backup", "backup", for: "nightly-export")
    var forged = asked
    forged.reason = "Not what was signed."
    let old = try await bury(forged, by: .ana, in: repository)
    let tip = try await repository.tip()
    // The owner signs for what she wants, on a branch of her own.
    let signed = try await repository.propose(asked, by: .priya, signed: .own)
    let proposal =
      isForged
      ? try await repository.commit(
        tree: "\(try await repository.commit([forged.file], by: .ana))^{tree}",
        parents: [signed, old], by: .ana, signed: .unsigned)
      : signed
    try await repository.land(try await repository.merge(proposal, into: tip, by: .tom))
    try await run(repository)
    if isForged {
      try await expectNoAccess(asked.path, in: repository, "refused", [.unsignedRequest])
    } else {
      try await expectAccess(asked.path, in: repository)
    }
    try await expectUnharmed(repository)
  }
}
