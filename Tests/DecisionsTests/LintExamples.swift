import Model

extension LintExample {
  static let all = systems + quorums + names

  /// Governance lines that somebody's absence makes impossible.
  private static let quorums = [
    LintExample(
      .fragileGovernance, "two of three: when one leaves, whoever writes is one of the two left",
      naming: ["`policies/**`", "if `gus.ward` left", "`kim.roy`"],
      { $0.governance = [line("policies/**", 2)] },
      butNot: {
        $0.person("new.hand")
        $0.group("security", ["sam.lee", "kim.roy", "gus.ward", "new.hand"])
        $0.governance = [line("policies/**", 2)]
      }),
    LintExample(
      .fragileGovernance, "the only one who signs wrote it", naming: ["what `gus.ward` wrote"],
      {
        $0.group("solo", ["gus.ward"])
        $0.governance.append(governs("docs/**", by: "solo"))
      },
      butNot: {
        $0.group("solo", ["gus.ward", "kim.roy"])
        $0.governance.append(governs("docs/**", by: "solo"))
      }),
    LintExample(
      .fragileGovernance, "a second member has no key", naming: ["what `gus.ward` wrote"],
      {
        $0.person("liz.hall", keys: [])
        $0.group("pair", ["gus.ward", "liz.hall"])
        $0.governance.append(governs("docs/**", by: "pair"))
      },
      butNot: {
        $0.group("pair", ["gus.ward", "liz.hall"])
        $0.governance.append(governs("docs/**", by: "pair"))
      }),
    LintExample(
      .fragileGovernance, "nobody is left", naming: ["too few active people"],
      {
        $0.person("gus.ward", status: .offboarded)
        $0.group("solo", ["gus.ward"])
        $0.governance.append(governs("docs/**", by: "solo"))
      },
      butNot: { $0.governance.append(governs("docs/**", by: "dba")) }),
    LintExample(
      .fragileGovernance, "two see to people, and one of them leaves",
      naming: ["`policies/people/**`", "could not offboard them"],
      {
        $0.group("people-ops", ["liz.hall", "joe.fox"])
        $0.governance.append(governs("policies/people/**", by: "people-ops"))
      },
      butNot: {
        $0.group("people-ops", ["liz.hall", "joe.fox"])
        // Who sees to people there is no member's own file.
        $0.governance.append(governs("policies/people/a*.yaml", by: "people-ops"))
      }),
    LintExample(
      .fragileGovernance, "the sponsor is who else would have to approve",
      naming: ["extend the contract of `ana.silva`"],
      {
        $0.ana(sponsor: "gus.ward")
        $0.group("solo", ["gus.ward"])
        $0.governance.append(sponsored(by: "solo"))
      },
      butNot: {
        $0.ana(sponsor: "priya.nair")
        $0.governance.append(sponsored(by: "security"))
      }),
    LintExample(
      .fragileGovernance, "the sponsor has no key", naming: ["extend the contract of `ana.silva`"],
      {
        $0.person("liz.hall", keys: [])
        $0.ana(sponsor: "liz.hall")
        $0.governance.append(sponsored(by: "security"))
      },
      butNot: {
        // One who has left is stood in for by those who govern the settings.
        $0.person("liz.hall", status: .offboarded, keys: [])
        $0.ana(sponsor: "liz.hall")
        $0.governance.append(sponsored(by: "security"))
      }),
    LintExample(
      .unreleasableBrake, "one alone may change the settings", naming: ["a brake on `gus.ward`"],
      { $0.group("security", ["gus.ward"]) },
      butNot: { $0.group("security", ["gus.ward", "kim.roy"]) }),
  ]

  /// Names that mean somebody else, or nobody.
  private static let names = [
    LintExample(
      .sharedAccount, "a desk of a company", naming: ["`initech-support`", "`support`"],
      { $0.person("initech-support") }, butNot: { $0.person("ina.supporter") }),
    LintExample(
      .sharedAccount, "an administrator of a vendor", naming: ["`vendor-admin`"],
      { $0.person("vendor-admin") }, butNot: { $0.person("vera.adminson") }),
    LintExample(
      .sharedAccount, "an account of a service", naming: ["`svc-backup`", "`svc`"],
      { $0.person("svc-backup") },
      butNot: { $0.workload("svc-backup", owner: .person(id("priya.nair"))) }),
    LintExample(
      .sharedAccount, "a word that is a surname, where no surname stands", naming: ["`root`"],
      { $0.person("root.two") }, butNot: { $0.person("joe.root") }),
    LintExample(
      .realPersonInTest, "as subject, approver and sponsor",
      naming: ["`ana.silva`", "`tom.berg`", "`priya.nair`"],
      {
        $0.tests = [
          tests(
            people: [made("a.vendor", .vendor, sponsor: "priya.nair")],
            asks("ana.silva", approvedBy: "tom.berg"), asks("a.vendor", approvedBy: "tom.berg"))
        ]
      },
      butNot: {
        $0.tests = [
          tests(
            people: [made("a.vendor", .vendor, sponsor: "a.sponsor"), made("a.sponsor")],
            asks("a.vendor", approvedBy: "a.sponsor"),
            asks("nightly-export", approvedBy: "a.sponsor"))
        ]
      }),
    LintExample(
      .unknownPerson, "an approver of a test whom nobody knows", naming: ["`a.sponsr`"],
      {
        $0.tests = [tests(people: [made("a.sponsor")], asks("a.sponsor", approvedBy: "a.sponsr"))]
      },
      butNot: {
        $0.tests = [
          tests(
            people: [made("a.sponsor")],
            asks("nobody.at-all", approvedBy: "a.sponsor", reasons: [.unknownSubject]))
        ]
      }),
    LintExample(
      .coarseScope, "a shared tenant at medium risk",
      naming: ["`tenant/look`", "risk: medium", "high"],
      { $0.tenant(.medium) },
      butNot: { $0.tenant(.medium, because: "The tenant holds our own test data alone.") }),
    LintExample(
      .coarseScope, "a shared tenant at low risk", naming: ["risk: low"], { $0.tenant(.low) },
      butNot: { $0.tenant(.high) }),
  ]
}

private func line(_ pattern: String, _ count: Int) -> GovernanceLine {
  GovernanceLine(
    patterns: governs(pattern).patterns,
    approvals: [ApprovalLine(count: count, from: [.group(id("security"))], mark: somewhere)],
    mark: somewhere)
}

private func sponsored(by group: String) -> GovernanceLine {
  GovernanceLine(
    patterns: governs("policies/people/a*.yaml").patterns,
    approvals: [
      ApprovalLine(count: 1, from: [.group(id(group))], mark: somewhere),
      ApprovalLine(count: 1, from: [.sponsor], mark: somewhere),
    ], mark: somewhere)
}

/// Somebody whom a test makes up.
func made(
  _ name: String, _ personClass: PersonClass = .employee, sponsor: String? = nil,
  groups: [String] = [], status: IdentityStatus = .active, contractEnds: Instant? = nil
) -> MadeUpPerson {
  MadeUpPerson(
    id: id(name), personClass: personClass, sponsor: sponsor.map { id($0) },
    groups: groups.map { id($0) }, status: status, contractEnds: contractEnds, mark: somewhere)
}

private func tests(people: [MadeUpPerson], _ cases: PolicyTestCase...) -> PolicyTestFile {
  PolicyTestFile(file: "policies/tests/one.yaml", at: noon, people: people, cases: cases)
}

private func asks(
  _ subject: String, approvedBy approver: String, reasons: [ReasonCode] = []
) -> PolicyTestCase {
  var asked = RequestBuilder()
  asked.subject = subject
  return PolicyTestCase(
    name: "one", request: asked.request, approvedBy: [id(approver)], assurance: .personal,
    isSigned: true, grants: [], expect: .refused, reasons: reasons, mark: somewhere)
}

extension PolicyBuilder {
  /// A system with an entitlement that reaches a whole tenant.
  mutating func tenant(_ risk: Risk, because reason: String? = nil) {
    system(
      "tenant", owner: .group(id("dba")),
      [
        Entitlement(
          name: "look", risk: risk, scope: Marked(.sharedTenant, somewhere), scopeReason: reason,
          eligible: [.personClass(.employee)],
          approvals: [
            ApprovalLine(count: 1, from: [.group(id("security"))], mark: somewhere)
          ], maximumDuration: Marked(hours(8), somewhere), conflictsWith: [], assurance: nil,
          signedRequest: nil, emergency: nil, mark: somewhere, eligibleMark: somewhere)
      ])
  }
}
