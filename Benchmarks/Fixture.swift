/// A repository on the disk that benchmarks run in, with the ids that they need to know.
///
/// Ledgers in fixtures are drills, so that each run happens at the time that the fixture was made
/// for, and a fixture does not spoil.
struct Fixture {
  /// When every run in a fixture happens: an hour before the live grant ends.
  static let now = "2026-11-20T12:00:00Z"
  /// A moment after the live grant has ended.
  static let afterTheEnd = "2026-11-20T13:00:00Z"

  let shape: FixtureShape
  let folder: String
  private let facts: [String: String]

  /// Opens the fixture in `folder`; nil where it has not been made.
  init?(_ shape: FixtureShape, in folder: String) throws {
    self.shape = shape
    self.folder = "\(folder)/\(shape.name)"
    guard Files.exists("\(self.folder)/facts") else { return nil }
    var facts: [String: String] = [:]
    for line in try Files.text("\(self.folder)/facts").split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { throw BenchmarkError("\(self.folder)/facts is damaged") }
      facts[words[0]] = words[1]
    }
    self.facts = facts
  }

  /// The bare repository.
  var repository: String { "\(folder)/repository.git" }
  var key: String { "\(folder)/processor" }

  func fact(_ name: FactName) throws -> String {
    guard let fact = facts[name.rawValue] else {
      throw BenchmarkError("\(folder)/facts does not say \(name.rawValue)")
    }
    return fact
  }

  /// What a fixture knows of itself.
  enum FactName: String, CaseIterable {
    case anchor
    /// The mainline's commit that the ledger has come to.
    case tip
    /// The ledger's newest commit.
    case ledger
    /// A merge behind `tip` that brings one request, and is approved.
    case one
    /// A merge behind `tip` that brings many.
    case many
    /// The files of its packs, with blanks between them.
    case packs
  }

  /// Puts the repository back to what it was when it was made, with the mainline at `mainline`.
  ///
  /// - Parameter keepsCache: Whether what an earlier run has parsed of the policies may stay.
  func reset(mainline: FactName, keepsCache: Bool = true) throws {
    let (anchor, ledger) = (try fact(.anchor), try fact(.ledger))
    for (name, id) in [
      ("refs/heads/main", try fact(mainline)), ("refs/heads/countersign/ledger", ledger),
      ("countersign/known/\(anchor)", ledger),
    ] {
      let path = "\(repository)/\(name)"
      try Files.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
      try Files.write("\(id)\n".utf8, to: path)
    }
    // Everything that was made with the fixture is in its packs.
    let packs = Set(try fact(.packs).split(separator: " ").map(String.init))
    for name in Files.names(in: "\(repository)/objects") where name.utf8.count == 2 {
      Files.remove("\(repository)/objects/\(name)")
    }
    for name in Files.names(in: "\(repository)/objects/pack") where !packs.contains(name) {
      Files.remove("\(repository)/objects/pack/\(name)")
    }
    if !keepsCache { Files.remove("\(repository)/countersign/policies.cache") }
  }
}
