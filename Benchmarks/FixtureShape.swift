/// How large a repository is; the name of its folder.
struct FixtureShape: Hashable {
  /// In `policies/people/`.
  var people = 50
  /// In `policies/systems/`.
  var systems = 10
  /// On the mainline, behind the anchor.
  var commits = 1000
  /// Of content that each commit of the mainline brings.
  var bytes = 1024
  /// That have ended, in the ledger; one more is live.
  var grants = 100
  /// In the large merge that waits to be processed.
  var landed = 10

  /// Raised when fixtures, or records in ledgers, have another form: no old one passes for a new one.
  private static let version = 3

  var name: String {
    "v\(Self.version)-people\(people)-systems\(systems)-commits\(commits)-bytes\(bytes)"
      + "-grants\(grants)-landed\(landed)"
  }

  init(
    people: Int = 50, systems: Int = 10, commits: Int = 1000, bytes: Int = 1024,
    grants: Int = 100, landed: Int = 10
  ) {
    self.people = people
    self.systems = systems
    self.commits = commits
    self.bytes = bytes
    self.grants = grants
    self.landed = landed
  }

  /// Reads the name of a fixture's folder.
  init?(name: String) {
    let numbers = name.split { !("0"..."9" ~= $0) }.compactMap { Int($0) }
    guard numbers.count == 7 else { return nil }
    self.init(
      people: numbers[1], systems: numbers[2], commits: numbers[3], bytes: numbers[4],
      grants: numbers[5], landed: numbers[6])
    guard self.name == name else { return nil }
  }
}
