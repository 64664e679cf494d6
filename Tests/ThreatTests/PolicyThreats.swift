import Model
import TestSupport
import Testing

@Suite struct PolicyThreats {
  private let asMember = FileChange.file(
    Policies.group("dba"), "members: [priya.nair, tom.berg, nora.lind]\n")

  @Test(
    "3: policy, keys or groups change in the pull request that asks for access",
    arguments: [true, false])
  func mixedLanding(_ hasApprovals: Bool) async throws {
    let repository = try await AccessRepository()
    let request = Request("nora-read", for: "nora.lind")
    let proposal = try await repository.commit([request.file, asMember], by: .nora)
    try await repository.approve(proposal, by: hasApprovals ? [.tom, .mia, .leo] : [.tom])

    // The policy itself comes into force where security signed it; the request never does.
    try await run(repository, exits: hasApprovals ? 0 : 1)
    try await expectNoAccess(request.path, in: repository, "refused", [.mixedLanding])
    guard hasApprovals else { return }
    let twin = Request("nora-again", for: "nora.lind")
    try await repository.grant(twin, by: .nora, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(twin.path, in: repository)
  }

  @Test("4: a pull request makes its author an approver, and they merge it")
  func selfMadeApprover() async throws {
    let repository = try await AccessRepository()
    try await repository.approve(
      try await repository.commit([asMember], by: .nora), by: [.nora])
    let request = Request("nora-friend", for: "mia.chen")
    try await repository.grant(request, by: .mia, approvedBy: [.nora])

    try await run(repository, exits: 1, naming: .policyNotAccepted)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.notAnApprover, .shortOfApprovals])
    #expect(try await repository.status().state == "running")
    // Put back, the old policy judges: she is no approver in it.
    try await repository.land(
      try await repository.commit(
        [.file(Policies.group("dba"), "members: [priya.nair, tom.berg]\n")], by: .nora))
    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.notAnApprover, .shortOfApprovals])
    try await expectUnharmed(repository)

    // Merged by those who govern it, the same change makes her one.
    try await repository.approve(
      try await repository.commit([asMember], by: .nora), by: [.mia, .leo])
    let twin = Request("kim-read", for: "kim.park")
    try await repository.grant(twin, by: .kim, approvedBy: [.nora])
    try await run(repository)
    try await expectAccess(twin.path, in: repository)
  }

  /// Policies that nobody could live with, however many approve them.
  enum Ruin: CaseIterable {
    case emptied, unparsable, sharedKey, sharedPoint, sharedEmail, lockedOut, failingTest, harmless
  }

  @Test(
    "36, 70: a policy that is empty, broken, ambiguous or unchangeable, with all approvals",
    arguments: Ruin.allCases)
  func ruinedPolicy(_ ruin: Ruin) async throws {
    let repository = try await AccessRepository()
    let change = try await repository.commit(try changes(ruin, in: repository), by: .nora)
    try await repository.approve(change, by: [.kim, .mia, .leo])
    let request = Request("ana-invoices")
    try await repository.grant(request)

    guard ruin != .harmless else {
      try await run(repository)
      try await expectAccess(request.path, in: repository)
      return
    }
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    // The policy in force decides for everybody meanwhile.
    try await expectAccess(request.path, in: repository)
    // Reverted by anybody, nothing waits any more.
    let before = try await repository.sandbox.git("rev-parse", "\(repository.anchor):policies")
    let now = try await repository.tip()
    let entries = try await repository.sandbox.git("rev-parse", "\(now):requests")
    let readme = try await repository.sandbox.git("rev-parse", "\(now):README.md")
    let tree = try await repository.writeTree([
      ("100644", "README.md", readme), ("40000", "policies", before),
      ("40000", "requests", entries),
    ])
    try await repository.land(
      try await repository.commit(tree: tree, parents: [now], by: .nora, signed: .unsigned))
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectUnharmed(repository)
  }

  private func changes(_ ruin: Ruin, in repository: AccessRepository) throws -> [FileChange] {
    let keys = repository.keys
    switch ruin {
    case .emptied:
      return repository.policies.files(keys).map { FileChange.removal($0.0) }
    case .unparsable:
      return [.file("policies/systems/ledger-db.yaml", "owner: [group:dba\n")]
    case .sharedKey:
      var ben = Person.ben
      ben.keys.append(Person.Key(.tom))
      return [.file(ben.path, ben.yaml(keys))]
    case .sharedPoint:
      // Tom's own point, as if it lived in a security key of Ben's.
      var ben = Person.ben
      let wire = try SSHBlob.publicKey(keys[.tom]?.publicLine ?? "")
      let copy = SSHBlob().string("sk-ssh-ed25519@openssh.com").string(wire.suffix(32))
        .string("ssh:")
      ben.certificates.append("ssh: sk-ssh-ed25519@openssh.com \(copy.base64)")
      return [.file(ben.path, ben.yaml(keys))]
    case .sharedEmail:
      var ben = Person.ben
      ben.emails.append("tom.berg@corp.example")
      return [.file(ben.path, ben.yaml(keys))]
    case .lockedOut:
      return [.file(Policies.group("security"), "members: [mia.chen]\n")]
    case .failingTest:
      return [
        .file(
          "policies/tests/rash.yaml",
          """
          at: 2026-11-20T12:00:00Z
          cases:
            - name: nobody needs to approve
              request: {system: billing-db, subject: nora.lind, entitlement: read-only,
                duration: 8h, reason: Because.}
              approved_by: []
              expect: granted

          """)
      ]
    case .harmless:
      return [.file(Policies.group("oncall"), "members: [tom.berg]\n")]
    }
  }

  @Test("44: people operations put a key of their own into two security people's files")
  func plantedKeys() async throws {
    let repository = try await AccessRepository()
    let (mia, leo) = (planted(.stranger, in: .mia), planted(.nextProcessor, in: .leo))
    let files = [mia, leo].map { FileChange.file($0.path, $0.yaml(repository.keys)) }
    // Written under another name, so that it is not its author who approves it.
    try await repository.approve(
      try await repository.commit(files, by: .lena), by: [.kim])
    try await run(repository, exits: 1, naming: .policyNotAccepted)

    // With the planted keys both "sign" a policy that lets anybody approve.
    let tip = try await repository.tip()
    let coup = try await repository.commit(
      [.file(Policies.group("dba"), "members: [kim.park]\n")], by: .lena)
    let first = try await repository.merge(coup, into: tip, by: .mia, signed: .with(.stranger))
    try await repository.land(
      try await repository.merge(first, into: tip, by: .leo, signed: .with(.nextProcessor)))
    let request = Request("lena-read", for: "lena.frost")
    try await repository.grant(request, by: .lena, approvedBy: [.kim])
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.notAnApprover, .shortOfApprovals])
  }

  /// How a person's new key can come into force.
  enum NewKey: CaseIterable {
    case signedByPerson, approvedBySecurity, approvedByPeopleOps
  }

  @Test(
    "44: a new key needs its person's own signature, or the settings' approvals",
    arguments: NewKey.allCases)
  func newKey(_ way: NewKey) async throws {
    let repository = try await AccessRepository()
    let tom = planted(.stranger, in: .tom)
    let signing: AccessRepository.Signing = way == .signedByPerson ? .with(.tom) : .unsigned
    let change = try await repository.commit(
      [.file(tom.path, tom.yaml(repository.keys))], by: way == .signedByPerson ? .tom : .lena,
      signed: signing)
    try await repository.approve(
      change, by: way == .approvedBySecurity ? [.kim, .mia, .leo] : [.kim])
    let request = Request("nora-read", for: "nora.lind")
    let proposal = try await repository.propose(request, by: .nora)
    try await repository.land(
      try await repository.merge(proposal, by: .tom, signed: .with(.stranger)))

    if way == .approvedByPeopleOps {
      try await run(repository, exits: 1, naming: .policyNotAccepted)
      try await expectNoAccess(
        request.path, in: repository, "pending", [.unknownKey, .shortOfApprovals])
    } else {
      try await run(repository)
      try await expectAccess(request.path, in: repository)
    }
  }

  /// What people operations may not do with one signature.
  enum PeopleChange: CaseIterable {
    case ownFile, newcomerWithKey, reactivation, newSponsor, newClass, suspension, keyRemoved

    var isAccepted: Bool { self == .suspension || self == .keyRemoved }
  }

  @Test(
    "44, 88: what gives a person something is more than people operations' word",
    arguments: PeopleChange.allCases)
  func peopleChange(_ change: PeopleChange) async throws {
    var policies = Policies()
    var former = Person("former")
    former.status = "offboarded"
    policies.people.append(former)
    let repository = try await AccessRepository(policies)
    var person: Person
    switch change {
    case .ownFile:
      person = .kim
      person.emails = ["kim@home.example"]
    case .newcomerWithKey: person = Person("newcomer", keys: [.stranger])
    case .reactivation: person = Person("former")
    case .newSponsor:
      person = .ana
      person.sponsor = "tom.berg"
    case .newClass:
      person = Person("ana.silva", emails: Person.ana.emails, keys: [.ana])
    case .suspension:
      person = .ana
      person.status = "suspended"
    case .keyRemoved:
      person = .tom
      person.keys.removeLast()
    }
    try await repository.approve(
      try await repository.commit([.file(person.path, person.yaml(repository.keys))], by: .lena),
      by: [.kim])
    try await run(repository, exits: change.isAccepted ? 0 : 1)
    #expect(
      try await repository.status().state == "running")
  }

  private func planted(_ key: AccessRepository.KeyName, in person: Person) -> Person {
    var person = person
    person.keys.append(Person.Key(key))
    return person
  }

  @Test("45: a request's merge also changes the CI workflow")
  func workflowInRequest() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.commit(
      [request.file, .file(".github/workflows/run.yml", "run: echo owned\n")])
    try await repository.approve(proposal, by: [.priya, .mia])
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.mixedLanding])
    try await expectUnharmed(repository)
  }

  @Test("45: a workflow changes without its approvals", arguments: [true, false])
  func ungovernedWorkflow(_ hasApproval: Bool) async throws {
    let repository = try await AccessRepository()
    let workflow = FileChange.file(".github/workflows/run.yml", "run: true\n")
    try await repository.approve(
      try await repository.commit([workflow], by: .nora), by: [hasApproval ? .mia : .kim])
    try await run(
      repository, exits: hasApproval ? 0 : 1, naming: hasApproval ? nil : .ungovernedChange)
    guard !hasApproval else { return }
    // It stays a finding until somebody puts it right, and keeps nobody from working meanwhile.
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository, exits: 1)
    try await expectAccess(request.path, in: repository)
    try await repository.land(
      try await repository.commit([.removal(".github/workflows/run.yml")], by: .nora))
    try await run(repository)
  }
}
