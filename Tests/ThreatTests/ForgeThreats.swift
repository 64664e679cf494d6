import Model
import TestSupport
import Testing

@Suite struct ForgeThreats {
  static let github = GitPerson(name: "GitHub", email: "noreply@github.com")

  /// A forge with two generations of keys, as GitHub has them, and an entitlement that takes its word.
  private struct Setting {
    let repository: AccessRepository
    let gnupg: GnuPG
    let keys: [String]

    init() async throws {
      gnupg = try GnuPG()
      keys = [
        try await gnupg.makeKey("web-flow", "rsa2048", at: "20170816T000000"),
        try await gnupg.makeKey("web-flow-2024", "rsa4096", at: "20240116T000000"),
      ]
      var policies = Policies()
      for (place, key) in keys.enumerated() {
        policies.texts["policies/keys/github-\(place).asc"] = String(
          decoding: try await gnupg.export([key]), as: UTF8.self)
      }
      policies.texts["policies/forges/github.yaml"] = """
        committer: {name: GitHub, email: noreply@github.com}
        keys:
          - openpgp: keys/github-0.asc
          - openpgp: keys/github-1.asc

        """
      policies.texts["policies/systems/wiki.yaml"] = """
        description: The wiki
        owner: group:dba
        plane: data
        entitlements:
          edit:
            risk: low
            eligible: [class:employee]
            approvals: [{count: 1, from: [group:dba]}]
            maximum_duration: 8h
            assurance: forge
        connector: {type: ledger}

        """
      repository = try await AccessRepository(policies)
    }

    /// The merge that the forge makes when `person` presses its button.
    func merge(
      _ proposal: String, into ours: String? = nil, by person: Person, with key: Int = 1,
      committer: GitPerson = ForgeThreats.github
    ) async throws -> String {
      try await repository.merge(
        proposal, into: ours, by: person, with: keys[key], of: gnupg, committer: committer)
    }
  }

  @Test("17: a merge in the forge's page counts only where the policy opts in", arguments: [0, 1])
  func webMerge(_ generation: Int) async throws {
    let setting = try await Setting()
    let repository = setting.repository
    let wiki = Request("nora-edit", "edit", for: "nora.lind", of: "wiki")
    try await repository.land(
      try await setting.merge(
        try await repository.propose(wiki, by: .nora), by: .tom, with: generation))
    let billing = Request("ana-invoices")
    try await repository.land(
      try await setting.merge(try await repository.propose(billing), by: .priya, with: generation))
    try await setting.gnupg.shutDown()
    try await run(repository)
    let grant = try await expectAccess(wiki.path, in: repository)
    #expect(grant.approvals.map(\.assurance) == ["forge"])
    #expect(grant.approvals.map(\.key) == [setting.keys[generation]])
    #expect(grant.approvals.map(\.person) == ["tom.berg"])
    try await expectNoAccess(
      billing.path, in: repository, "pending", [.assuranceTooLow, .shortOfApprovals])
    try await expectUnharmed(repository)
  }

  @Test("17: a merge in the forge's page by somebody whose address is in no file")
  func unmappedMerge() async throws {
    let setting = try await Setting()
    let repository = setting.repository
    let wiki = Request("nora-edit", "edit", for: "nora.lind", of: "wiki")
    try await repository.land(
      try await setting.merge(
        try await repository.propose(wiki, by: .nora),
        by: Person.tom.writing(from: "tom@home.example")))
    try await setting.gnupg.shutDown()
    try await run(repository)
    let request = try await expectNoAccess(
      wiki.path, in: repository, "pending", [.unmappedAuthor, .shortOfApprovals])
    #expect(
      "\(request)".contains("add <tom@home.example> to `emails` in policies/people/tom.berg.yaml"))
  }

  @Test("17: the forge's key on what is no merge of its pages", arguments: [true, false])
  func otherShapes(_ isBelow: Bool) async throws {
    let setting = try await Setting()
    let repository = setting.repository
    let wiki = Request("nora-edit", "edit", for: "nora.lind", of: "wiki")
    let proposal = try await repository.propose(wiki, by: .nora)
    let tip = try await repository.tip()
    if isBelow {
      let below = try await setting.merge(proposal, into: tip, by: .tom)
      try await repository.land(try await repository.merge(below, into: tip, by: .nora))
    } else {
      try await repository.land(
        try await setting.merge(proposal, into: tip, by: .tom, committer: Person.tom.git))
    }
    try await setting.gnupg.shutDown()
    try await run(repository)
    try await expectNoAccess(
      wiki.path, in: repository, "pending", [.notAnApprover, .shortOfApprovals])
  }

  @Test(
    "17: the author of a request presses the forge's button; the forge signs the request itself")
  func authorsOwnMerge() async throws {
    let setting = try await Setting()
    let repository = setting.repository
    // Written in the forge's editor: the forge is its committer, Priya its author.
    let wiki = Request("nora-edit", "edit", for: "nora.lind", of: "wiki")
    let draft = try await repository.propose(wiki, by: .priya)
    let start = try await repository.tip()
    let edit = try await repository.commit(
      tree: "\(draft)^{tree}", parents: [start], by: .priya, with: setting.keys[1],
      of: setting.gnupg, committer: Self.github)
    try await repository.land(try await setting.merge(edit, by: .priya))
    let twin = Request("nora-second", "edit", for: "nora.lind", of: "wiki")
    try await repository.land(
      try await setting.merge(try await repository.propose(twin, by: .priya), by: .tom))
    try await setting.gnupg.shutDown()
    try await run(repository)
    try await expectNoAccess(
      wiki.path, in: repository, "pending", [.authorApproval, .shortOfApprovals])
    try await expectAccess(twin.path, in: repository)
  }

  @Test("17: the forge's signature changes no policy and signs for nobody")
  func policyByForge() async throws {
    let setting = try await Setting()
    let repository = setting.repository
    var priya = Person.priya
    priya.keys.append(Person.Key(.stranger))
    let draft = try await repository.commit(
      [.file(priya.path, priya.yaml(repository.keys))], by: .priya)
    let start = try await repository.tip()
    let edit = try await repository.commit(
      tree: "\(draft)^{tree}", parents: [start], by: .priya, with: setting.keys[1],
      of: setting.gnupg, committer: Self.github)
    // People operations approve properly; that Priya consents is the forge's word alone.
    try await repository.land(
      try await repository.merge(
        try await repository.merge(edit, into: start, by: .kim), into: start, by: .lena))
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    try await setting.gnupg.shutDown()
  }
}
