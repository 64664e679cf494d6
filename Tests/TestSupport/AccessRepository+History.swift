package import Model

extension AccessRepository {
  /// Whose key signs a commit.
  package enum Signing: Sendable {
    case unsigned
    /// The first key of whoever commits.
    case own
    case with(KeyName)
    /// A key that nobody's file has.
    case key(GitKey)
  }

  /// Commits `changes` on top of `parent` (else the mainline's tip); no branch moves.
  ///
  /// Dates lie ten minutes before the drill's clock unless a test says otherwise.
  package func commit(
    _ changes: [FileChange], on parent: String? = nil, _ message: String = "A change\n",
    by person: Person = .ana, signed: Signing = .unsigned, at date: Instant = .drill(.minutes(-10))
  ) async throws -> String {
    let start: String
    if let parent { start = parent } else { start = try await tip() }
    let draft = try await sandbox.importCommit(
      changes, on: start, message, by: person.git, at: date)
    guard let key = try signingKey(signed, of: person) else { return draft }
    return try await sandbox.commit(
      tree: "\(draft)^{tree}", parents: [start], message, by: person.git, date: Int(date.seconds),
      key: key)
  }

  /// Commits a request by its subject, or by whoever a test names.
  package func propose(
    _ request: Request, on parent: String? = nil, by person: Person = .ana,
    signed: Signing = .unsigned
  ) async throws -> String {
    try await commit([request.file], on: parent, by: person, signed: signed)
  }

  /// Merges `theirs` into `ours` (else the mainline's tip) as `git merge --no-ff -S` does.
  ///
  /// With `changing`, the merge is evil: its tree is changed before it is committed.
  package func merge(
    _ theirs: String, into ours: String? = nil, changing evil: [FileChange] = [],
    _ message: String = "A merge\n", by person: Person, signed: Signing = .own,
    at date: Instant = .drill(.minutes(-10))
  ) async throws -> String {
    let start: String
    if let ours { start = ours } else { start = try await tip() }
    var tree = try await sandbox.git("merge-tree", "--write-tree", start, theirs)
    if !evil.isEmpty {
      let plain = try await sandbox.commit(tree: tree, parents: [start])
      let altered = try await sandbox.importCommit(evil, on: plain, by: person.git, at: date)
      tree = "\(altered)^{tree}"
    }
    return try await commit(
      tree: tree, parents: [start, theirs], message, by: person, signed: signed, at: date)
  }

  /// Makes a commit of any tree with any parents.
  package func commit(
    tree: String, parents: [String], _ message: String = "A commit\n", by person: Person,
    signed: Signing = .own, at date: Instant = .drill(.minutes(-10))
  ) async throws -> String {
    try await sandbox.commit(
      tree: tree, parents: parents, message, by: person.git, date: Int(date.seconds),
      key: try signingKey(signed, of: person))
  }

  /// Stacks the signed merges of `people`, each on the mainline's tip, and lands the last.
  @discardableResult
  package func approve(
    _ proposal: String, by people: [Person], at date: Instant = .drill(.minutes(-10))
  ) async throws -> String {
    var top = proposal
    let tip = try await tip()
    for person in people { top = try await merge(top, into: tip, by: person, at: date) }
    return try await land(top)
  }

  /// A request that does everything right: proposed, approved and landed.
  @discardableResult
  package func grant(
    _ request: Request, by author: Person = .ana, approvedBy people: [Person] = [.priya]
  ) async throws -> String {
    try await approve(
      try await propose(request, by: author, signed: .own), by: people)
  }

  /// The late approval of what `landing` landed: an empty commit on it, and its merge to the mainline.
  @discardableResult
  package func approveLate(
    _ landing: String, by person: Person, signed: Signing = .own,
    at date: Instant = .drill(.minutes(-5))
  ) async throws -> String {
    let empty = try await commit(
      tree: "\(landing)^{tree}", parents: [landing], by: person, signed: signed, at: date)
    let tip = try await tip()
    return try await land(
      try await commit(
        tree: "\(tip)^{tree}", parents: [tip, empty], by: person, signed: signed, at: date))
  }

  private func signingKey(_ signing: Signing, of person: Person) throws -> GitKey? {
    switch signing {
    case .unsigned: return nil
    case .own:
      guard let name = person.keys.first?.name else {
        throw ScratchError(what: "\(person.id) has no key")
      }
      return try key(name)
    case .with(let name): return try key(name)
    case .key(let key): return key
    }
  }
}
