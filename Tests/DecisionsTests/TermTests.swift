import Decisions
import Model
import Testing

/// What `policy impact` says of terms: each that got looser or tighter is named, whoever it hits.
@Suite struct TermTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let change: @Sendable (inout PolicyBuilder) -> Void
    let terms: [String]
    let weight: TermChange.Weight

    var testDescription: String { name }
  }

  private static let base = AppliesTo(
    classes: [.contractor, .vendor], risks: [.medium, .high, .critical])

  private static func required(
    _ change: (inout Requirements) -> Void
  ) -> Requirements {
    var require = Requirements(
      ticket: Marked("(OPS|INC)-[0-9]+"), approvals: [line(1, .sponsor)],
      maximumDuration: Marked(hours(8)), assurance: Marked(.personal),
      signedRequest: Marked(true))
    change(&require)
    return require
  }

  private static func readOnly(
    _ approvals: [ApprovalLine] = [line(1, .group(id("dba")))], maximum: Duration = hours(8),
    _ eligible: [EligibleSelector] = [.personClass(.contractor)], conflicts: [String] = [],
    assurance: Assurance? = nil, signedRequest: Bool? = nil, emergency: EmergencyTerms? = nil
  ) -> [Entitlement] {
    [
      offer(
        "read-only", .medium, eligible, approvals, maximum: maximum, conflicts: conflicts,
        assurance: assurance, signedRequest: signedRequest, emergency: emergency)
    ]
  }

  private static func rule(
    _ name: String, _ terms: [String], _ weight: TermChange.Weight,
    _ change: @escaping @Sendable (inout Requirements) -> Void
  ) -> Case {
    Case(
      name: name, change: { $0.rule("third-parties", base, require: required(change)) },
      terms: terms, weight: weight)
  }

  private static func system(
    _ name: String, _ terms: [String], _ weight: TermChange.Weight,
    _ entitlements: @escaping @Sendable () -> [Entitlement]
  ) -> Case {
    Case(
      name: name, change: { $0.system("a-db", owner: .group(id("dba")), entitlements()) },
      terms: terms, weight: weight)
  }

  static let cases: [Case] = [
    Case(name: "nothing", change: { _ in }, terms: [], weight: .other),
    system("a longer duration", ["maximum_duration"], .looser) { readOnly(maximum: hours(720)) },
    system("a shorter duration", ["maximum_duration"], .tighter) { readOnly(maximum: hours(1)) },
    system("no approvals", ["approvals"], .looser) { readOnly([]) },
    system("one more approval", ["approvals"], .tighter) {
      readOnly([line(2, .group(id("dba")))])
    },
    system("more who may approve", ["approvals"], .looser) {
      readOnly([line(1, .group(id("dba")), .person(id("joe.fox")))])
    },
    system("others who approve", ["approvals"], .other) {
      readOnly([line(1, .group(id("security")))])
    },
    system("forge's word is enough", ["assurance"], .looser) { readOnly(assurance: .forge) },
    system("a hardware key", ["assurance"], .tighter) { readOnly(assurance: .hardware) },
    system("more who may ask", ["eligible"], .looser) {
      readOnly([line(1, .group(id("dba")))], [.personClass(.contractor), .personClass(.employee)])
    },
    system("a conflict", ["conflicts_with"], .tighter) {
      readOnly(conflicts: ["ledger-db/approve-payments"])
    },
    system("signed by the subject", ["signed_request"], .tighter) {
      readOnly(signedRequest: true)
    },
    system("emergencies", ["emergency"], .looser) {
      readOnly(
        emergency: EmergencyTerms(
          eligible: [.group(id("dba"))], approvals: [], maximumDuration: hours(1),
          reviewWithin: hours(24), mark: somewhere))
    },
    rule("no ticket", ["require.ticket"], .looser) { $0.ticket = nil },
    rule("another ticket", ["require.ticket"], .other) { $0.ticket = Marked("X-1") },
    rule("no approvals of the sponsor", ["require.approvals"], .looser) { $0.approvals = [] },
    rule("no limit", ["require.maximum_duration"], .looser) { $0.maximumDuration = nil },
    rule("no assurance", ["require.assurance"], .looser) { $0.assurance = nil },
    rule("unsigned requests", ["require.signed_request"], .looser) { $0.signedRequest = nil },
    rule("renewals", ["require.renewals"], .other) {
      $0.renewals = RenewalLimit(maximum: 1, within: days(30), mark: somewhere)
    },
    Case(
      name: "the rule is gone", change: { $0.rules.removeAll { $0.id.text == "third-parties" } },
      terms: ["rule"], weight: .looser),
    Case(
      name: "the rule speaks of fewer",
      change: {
        $0.rule(
          "third-parties", AppliesTo(classes: [.vendor], risks: [.high]), require: required { _ in }
        )
      },
      terms: ["applies_to"], weight: .looser),
    Case(
      name: "the rule speaks of everybody",
      change: { $0.rule("third-parties", AppliesTo(), require: required { _ in }) },
      terms: ["applies_to"], weight: .tighter),
    Case(
      name: "a denial",
      change: {
        $0.rule("freeze", deny: Denial(message: "No.", from: nil, until: nil, mark: somewhere))
      },
      terms: ["rule"], weight: .tighter),
    Case(
      name: "an old verification is enough", change: { $0.staleAfter = days(3650) },
      terms: ["identity.stale_after"], weight: .looser),
    Case(
      name: "requests wait less long", change: { $0.expireAfter = days(1) },
      terms: ["approvals.expire_after"], weight: .tighter),
    Case(
      name: "late issues", change: { $0.issueWithin = days(9) },
      terms: ["approvals.issue_within"], weight: .looser),
  ]

  @Test(arguments: cases) func named(_ item: Case) {
    var before = PolicyBuilder.example
    before.system("a-db", owner: .group(id("dba")), Self.readOnly())
    var after = before
    item.change(&after)
    let impact = Decisions.impact(
      of: PolicyInForce(tree: object(77), policy: after.policy), overlay: noOverlay, on: nil,
      insteadOf: before.policy, at: noon)
    #expect(impact.terms.map(\.term) == item.terms)
    #expect(impact.terms.allSatisfy { $0.weight == item.weight && $0.before != $0.after })
    // And back again the weight turns around.
    let back = Decisions.impact(
      of: PolicyInForce(tree: object(78), policy: before.policy), overlay: noOverlay, on: nil,
      insteadOf: after.policy, at: noon)
    let opposite: TermChange.Weight =
      switch item.weight {
      case .looser: .tighter
      case .tighter: .looser
      case .other: .other
      }
    #expect(back.terms.map(\.term) == item.terms)
    #expect(back.terms.allSatisfy { $0.weight == opposite })
  }
}
