import Model
import TestSupport
import Testing

/// Groups and people that are renamed and moved while somebody has access (THREATS row 72).
@Suite(.directoryServer, .enabled(if: DirectoryServer.isInstalled))
struct DirectoryIdentityThreats {
  private let request = Request("ana", "read", of: "people", duration: "1h")

  @Test(
    "72: found by its entryUUID, whatever it is called and wherever it lies by now",
    arguments: TargetMove.allCases, DirectoryPlace.Kind.allCases)
  func moved(_ move: TargetMove, _ kind: DirectoryPlace.Kind) async throws {
    let place = try await DirectoryPlace(kind)
    try await TargetThreats(place, request, gives: [place.ana]).moved(move)
  }

  @Test("72: a group made anew under the same name tells nothing of what was given")
  func remade() async throws {
    let place = try await DirectoryPlace(.following)
    try await TargetThreats(place, request, gives: [place.ana]).remade(targetKnows: false)
  }

  @Test(
    "72: what others gave to others stays, and is found", arguments: DirectoryPlace.Kind.allCases)
  func foreign(_ kind: DirectoryPlace.Kind) async throws {
    let place = try await DirectoryPlace(kind)
    try await TargetThreats(place, request, gives: [place.ana]).foreign()
  }

  @Test(
    "72: a value that somebody else had put there goes with the grant: the directory has it once")
  func beside() async throws {
    let place = try await DirectoryPlace(.following)
    try await TargetThreats(place, request, gives: [place.ana]).beside(isOne: true)
  }

  @Test("72: a group that is gone, or hidden, leaves its grant open")
  func missing() async throws {
    let place = try await DirectoryPlace(.staying)
    let repository = try await place.repository()
    try await repository.grant(request)
    #expect(try await repository.run(place).status == 0)
    try await place.server.apply("dn: \(place.group)\nchangetype: delete\n")
    let run = try await repository.run(place, at: .drill(.hours(1)))
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("it may have been moved where it may not"), "\(run)")
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
  }

  @Test(
    "72: a person whose entry is gone has nothing left, as long as everybody in the group can be seen"
  )
  func holderGone() async throws {
    let place = try await DirectoryPlace(.following)
    let repository = try await place.repository()
    try await repository.grant(request)
    #expect(try await repository.run(place).status == 0)
    try await place.server.apply("dn: \(place.ana)\nchangetype: delete\n")
    try await place.server.apply(
      "dn: \(place.group)\nchangetype: modify\nadd: member\nmember: cn=hidden,dc=example,dc=net\n")
    let run = try await repository.run(place, at: .drill(.hours(1)))
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("members that this runner may not see"), "\(run)")
    try await place.server.apply(
      "dn: \(place.group)\nchangetype: modify\ndelete: member\nmember: cn=hidden,dc=example,dc=net\n"
    )
    #expect(try await repository.run(place, at: .drill(.hours(1))).status == 0)
    #expect(try await repository.liveGrants().isEmpty)
    try await repository.expectRightAudit()
  }
}

/// A group of one test's own with one person, in one of the directory's two suffixes.
struct DirectoryPlace: MovingTarget {
  enum Kind: String, Sendable, CaseIterable {
    /// References follow what they point to.
    case following
    /// They do not.
    case staying
    /// The group names accounts, not entries.
    case accounts
  }

  let server: DirectoryServer
  let scratch: ScratchDirectory
  let kind: Kind
  private let base: String
  private let prefix: String
  private let target: DirectoryTarget

  init(_ kind: Kind) async throws {
    target = try await DirectoryTarget(kind == .accounts ? .memberUid : .member)
    (server, scratch, self.kind) = (target.server, target.scratch, kind)
    base = kind == .following ? DirectoryServer.base : DirectoryServer.otherBase
    prefix = "p\(UInt32.random(in: 0 ... .max))"
    for unit in ["", "-moved"] {
      try await server.apply(
        "dn: ou=\(prefix)\(unit),\(base)\nobjectClass: organizationalUnit\nou: \(prefix)\(unit)\n",
        adding: true)
    }
    try await server.apply(
      "dn: \(root)\nobjectClass: account\nobjectClass: posixAccount\nuid: root\ncn: Root\nuidNumber: 1\n"
        + "gidNumber: 1\nhomeDirectory: /\n\n"
        + "dn: \(ana)\nobjectClass: account\nobjectClass: posixAccount\nuid: \(account)\ncn: Ana\nuidNumber: 2\n"
        + "gidNumber: 1\nhomeDirectory: /\n", adding: true)
    try await makeGroup()
  }

  private var root: String { "uid=root,ou=\(prefix),\(base)" }
  /// What the group calls her by where it names accounts, and no other test's.
  private var account: String { kind == .accounts ? "\(prefix)-ana.silva" : "ana.silva" }
  var ana: String { "uid=\(account),ou=\(prefix),\(base)" }
  var group: String { "cn=readers,ou=\(prefix),\(base)" }

  private func makeGroup() async throws {
    let text =
      kind == .accounts
      ? "objectClass: posixGroup\ngidNumber: 1000" : "objectClass: groupOfNames\nmember: \(root)"
    try await server.apply("dn: \(group)\n\(text)\ncn: readers\n", adding: true)
  }

  var environment: [String: String] { target.environment }

  func repository() async throws -> AccessRepository {
    let user = kind == .accounts ? "\(prefix)-$subject" : "uid=$subject,ou=\(prefix),\(base)"
    return try await .withSystem(target.system(user: user, readers: group))
  }

  func access() async throws -> [String] { try await left() }

  func move(_ move: TargetMove) async throws {
    func rename(_ entry: String, to name: String) async throws {
      try await server.apply(
        "dn: \(entry)\nchangetype: modrdn\nnewrdn: \(name)\ndeleteoldrdn: 1\n"
          + "newsuperior: ou=\(prefix)-moved,\(base)\n")
    }
    if move != .renamesHolder { try await rename(group, to: "cn=former-readers") }
    guard move != .renamesTarget else { return }
    try await rename(ana, to: "uid=ana.costa")
    guard kind == .accounts else { return }
    // Whoever renames an account by hand renames it in its groups.
    let now = move == .renamesBoth ? "cn=former-readers,ou=\(prefix)-moved,\(base)" : group
    try await server.apply(
      "dn: \(now)\nchangetype: modify\ndelete: memberUid\nmemberUid: \(account)\n-\nadd: memberUid\n"
        + "memberUid: ana.costa\n")
  }

  func remake() async throws {
    try await server.apply("dn: \(group)\nchangetype: delete\n")
    try await makeGroup()
  }

  func give(to receiver: TargetReceiver) async throws {
    var value = kind == .accounts ? account : ana
    if receiver == .another {
      let ben = (kind == .accounts ? "\(prefix)-" : "") + "ben.cole"
      let entry = "uid=\(ben),ou=\(prefix),\(base)"
      try await server.apply(
        "dn: \(entry)\nobjectClass: account\nobjectClass: posixAccount\nuid: \(ben)\ncn: Ben\nuidNumber: 3\n"
          + "gidNumber: 1\nhomeDirectory: /\n", adding: true)
      value = kind == .accounts ? ben : entry
    }
    try await change("add", value)
  }

  func takeByHand() async throws { try await change("delete", kind == .accounts ? account : ana) }

  private func change(_ how: String, _ value: String) async throws {
    let attribute = kind == .accounts ? "memberUid" : "member"
    try await server.apply(
      "dn: \(group)\nchangetype: modify\n\(how): \(attribute)\n\(attribute): \(value)\n")
  }

  func left() async throws -> [String] {
    let attribute = kind == .accounts ? "memberUid" : "member"
    let here = try await server.search(group, attribute)
    let moved = try await server.search(
      "cn=former-readers,ou=\(prefix)-moved,\(base)", attribute)
    return (here + moved).filter { $0 != root }
  }
}
