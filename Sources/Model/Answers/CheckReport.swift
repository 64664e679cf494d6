/// What a branch would bring: its requests and policies, judged before they land.
package struct CheckReport: Sendable {
  /// What the branch was held against; absent where nobody needs to be told.
  package let basis: CheckBasis?
  /// The requests that the branch adds or changes, with their faults as `reasons`.
  package let requests: [Explanation]
  /// Faults of the branch's policies and reviews, failed policy tests included.
  package let policyFaults: [Reason]
  /// The governed paths that change, with the approvals they need.
  package let governed: [GovernedChange]
  /// What its mere landing does; absent where it changes no policies, or no ledger can tell.
  package let landing: LandingConsequences?
  /// Whether nothing speaks against each of `requests`, and how much does against all of them.
  package let unopposed: [Bool]
  package let objections: Int
  /// What would go wrong later, or not as its author thinks, without making the branch wrong.
  package let warnings: [Reason]

  /// Sorts the requests by their keys, and counts what speaks against them.
  ///
  /// - Parameter basis: What it was held against; absent where no anchor or base is known.
  package init(
    basis: CheckBasis? = nil, requests: [Explanation], policyFaults: [Reason],
    governed: [GovernedChange] = [], landing: LandingConsequences? = nil, warnings: [Reason]
  ) {
    self.landing = landing
    self.basis = basis
    self.requests = requests.sorted { $0.key < $1.key }
    unopposed = self.requests.map { !$0.isOpposed }
    objections = self.requests.reduce(0) { $0 + ($1.isOpposed ? $1.objections.count : 0) }
    self.policyFaults = policyFaults
    self.governed = governed
    self.warnings = warnings
  }

  /// Whether nothing speaks against the branch.
  ///
  /// Approvals may still be missing: they come with the merge that lands it.
  package var isOK: Bool { policyFaults.isEmpty && !unopposed.contains(false) }
}
