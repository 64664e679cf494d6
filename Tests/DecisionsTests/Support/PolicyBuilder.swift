import Model

/// A policy in the making: tests start from `PolicyBuilder.example` and change what they are about.
struct PolicyBuilder {
  var people: [IdentityID: Person] = [:]
  var workloads: [Workload] = []
  var groups: [GroupID: [IdentityID]] = [:]
  var systems: [TargetSystem] = []
  var rules: [Rule] = []
  var tests: [PolicyTestFile] = []
  var staleAfter = days(90)
  var expireAfter = days(7)
  var issueWithin = hours(24)
  var reminders = ReminderSettings()
  var governance: [GovernanceLine] = []
  var directory: Marked<IdentityID>?
  var attestations: [Attestation] = []

  var policy: Policy {
    Policy(
      uncheckedSettings: Settings(
        mainline: "main", ledger: "countersign/ledger", witness: nil, processorKeys: [],
        staleAfter: staleAfter, directory: directory, expireAfter: expireAfter,
        issueWithin: issueWithin,
        reminders: reminders, governance: governance),
      people: people.values.sorted { $0.id < $1.id }, workloads: workloads,
      groups: groups.map {
        Group(id: $0.key, members: Array(Set($0.value)).sorted(), mark: somewhere)
      }.sorted { $0.id < $1.id },
      systems: systems, rules: rules, tests: tests, attestations: attestations)
  }

  /// Names the directory and lets it say something; without a file it has said nothing yet.
  mutating func attest(
    _ file: String? = "policies/directory/all.yaml", by name: String = "nightly-export",
    confirmed: [String] = [], suspended: [String] = [], offboarded: [String] = [],
    at instant: Instant = instant("2026-11-20T12:00:00Z")
  ) {
    directory = Marked(id(name))
    guard let file else { return }
    func marked(_ names: [String]) -> [Marked<IdentityID>] { names.map { Marked(id($0)) } }
    attestations.append(
      Attestation(
        file: file, at: instant, atMark: somewhere, confirmed: marked(confirmed),
        suspended: marked(suspended), offboarded: marked(offboarded)))
  }

  mutating func person(
    _ name: String, _ personClass: PersonClass = .employee, sponsor: String? = nil,
    contract: Contract? = nil, verified: Instant = instant("2026-11-01T00:00:00Z"),
    status: IdentityStatus = .active, keys: [PolicyKey]? = nil
  ) {
    let person = Person(
      id: id(name), name: name, personClass: personClass, organization: nil,
      sponsor: sponsor.map { id($0) }, contract: contract, emails: [],
      keys: keys ?? [sshKey(of: name)], verified: verified, status: status,
      marks: PersonMarks(
        sponsor: somewhere, verified: somewhere, status: somewhere, emails: nil))
    people[person.id] = person
  }

  /// Changes what the policy says of the contractor.
  mutating func ana(
    sponsor: String? = "priya.nair", contractEnds: String? = "2027-01-31T00:00:00Z",
    verified: String = "2026-11-01T00:00:00Z", status: IdentityStatus = .active
  ) {
    person(
      "ana.silva", .contractor, sponsor: sponsor,
      contract: contractEnds.map { contract(until: $0) }, verified: instant(verified),
      status: status)
  }

  mutating func group(_ name: String, _ members: [String]) {
    groups[id(name)] = members.map { id($0) }
  }

  mutating func workload(
    _ name: String, owner: Owner, status: IdentityStatus = .active
  ) {
    workloads.removeAll { $0.id.text == name }
    workloads.append(
      Workload(
        id: id(name), owner: owner, purpose: "Runs.", keys: [sshKey(of: name)],
        verified: .latest, status: status,
        marks: WorkloadMarks(owner: somewhere, status: somewhere)))
  }

  mutating func system(
    _ name: String, owner: Owner, plane: Plane = .data, _ entitlements: [Entitlement],
    connector: Connector = .ledger, review: ReviewSchedule? = nil
  ) {
    systems.removeAll { $0.id.text == name }
    systems.append(
      TargetSystem(
        id: id(name), description: name, owner: owner, plane: plane, entitlements: entitlements,
        connector: connector, review: review, ownerMark: somewhere))
  }

  /// The example's database, with what a test is about.
  mutating func billing(
    readOnlyBy approver: ApproverSelector = .group(id("dba")), emergency: EmergencyTerms? = nil,
    review: ReviewSchedule? = nil
  ) {
    system(
      "billing-db", owner: .group(id("dba")),
      [
        offer(
          "read-only", .medium,
          [
            .personClass(.contractor), .group(id("finance")), .workload(id("nightly-export")),
            .workload(id("dba-robot")),
          ], [line(1, approver)]),
        offer(
          "superuser", .critical, [.group(id("dba"))],
          [line(1, .group(id("dba"))), line(1, .group(id("security")))], maximum: hours(1),
          conflicts: ["ledger-db/approve-payments"], emergency: emergency),
      ], review: review)
  }

  mutating func rule(
    _ name: String, _ appliesTo: AppliesTo = AppliesTo(), require: Requirements? = nil,
    deny: Denial? = nil
  ) {
    rules.removeAll { $0.id.text == name }
    rules.append(
      Rule(id: id(name), description: name, appliesTo: appliesTo, require: require, deny: deny))
  }

  /// The policy of DESIGN section 3, with a few more people.
  static var example: PolicyBuilder {
    var builder = PolicyBuilder()
    builder.person(
      "ana.silva", .contractor, sponsor: "priya.nair",
      contract: contract(until: "2027-01-31T00:00:00Z"))
    for name in ["priya.nair", "tom.berg", "sam.lee", "kim.roy", "joe.fox", "liz.hall"] {
      builder.person(name)
    }
    builder.group("dba", ["priya.nair", "tom.berg"])
    builder.group("security", ["sam.lee", "kim.roy"])
    builder.group("finance", ["joe.fox"])
    builder.workload("nightly-export", owner: .person(id("priya.nair")))
    builder.workload("dba-robot", owner: .group(id("dba")))
    builder.billing()
    builder.system(
      "ledger-db", owner: .person(id("joe.fox")),
      [
        offer(
          "approve-payments", .medium, [.group(id("dba")), .personClass(.contractor)],
          [line(1, .owner)])
      ])
    builder.rule(
      "third-parties",
      AppliesTo(classes: [.contractor, .vendor], risks: [.medium, .high, .critical]),
      require: Requirements(
        ticket: Marked("(OPS|INC)-[0-9]+"), approvals: [line(1, .sponsor)],
        maximumDuration: Marked(hours(8)), assurance: Marked(.personal),
        signedRequest: Marked(true)))
    return builder
  }
}

func contract(until: String) -> Contract {
  Contract(reference: "SOW-1", ends: instant(until), mark: somewhere)
}

func line(_ count: Int, _ from: ApproverSelector...) -> ApprovalLine {
  ApprovalLine(count: count, from: from, mark: somewhere)
}

func offer(
  _ name: String, _ risk: Risk, _ eligible: [EligibleSelector],
  _ approvals: [ApprovalLine], maximum: Duration = hours(8), conflicts: [String] = [],
  assurance: Assurance? = nil, signedRequest: Bool? = nil, emergency: EmergencyTerms? = nil
) -> Entitlement {
  Entitlement(
    name: name, risk: risk, eligible: eligible, approvals: approvals,
    maximumDuration: Marked(maximum), conflictsWith: conflicts.map { Marked(entitlement($0)) },
    assurance: assurance.map { Marked($0) }, signedRequest: signedRequest.map { Marked($0) },
    emergency: emergency, mark: somewhere, eligibleMark: somewhere)
}

/// A key that belongs to `name` and nobody else, in a wire form that only its type's name makes real.
func sshKey(
  of name: String, type: String = "ssh-ed25519", retired: Instant? = nil,
  compromised: Instant? = nil
) -> PolicyKey {
  PolicyKey(
    material: .ssh(wireFormat: [0, 0, 0, UInt8(type.utf8.count)] + type.utf8 + name.utf8),
    retired: retired, compromised: compromised, mark: somewhere)
}
