internal import Decisions
internal import Documents
internal import Intake
internal import Model
internal import Processing
internal import Reports

/// The policies at the mainline's tip: what a next change builds on.
struct PolicyCheckup {
  let policies: PolicyReader
  let now: Instant

  func findings(of tip: ObjectID) -> [Finding] {
    do throws(IntakeError) {
      guard let tree = try policies.tree(inCommit: tip) else {
        return [
          Finding(
            .problem, "the mainline has no folder policies/", mend: "countersign init lays one out")
        ]
      }
      switch try policies.policy(ofTree: tree) {
      case .failure(let faults): return faults.reasons.map { Finding(.problem, $0) }
      case .success(let policy):
        let found =
          try policy.shortcomings(at: now) + policy.authorityFaults + failures(ofTestsIn: policy)
        guard found.isEmpty else { return found.map { Finding(.problem, $0) } }
        let cases = policy.tests.reduce(0) { $0 + $1.cases.count }
        return [
          Finding(.ok, "the policies have no fault, and their \(cases) test cases pass"),
          cases > 0
            ? nil
            : Finding(
              .warning, "policies/tests/ has no cases, so nothing holds a change against examples",
              mend: "write down who must get what, and who must not"),
        ].compactMap(\.self)
          + quorumFindings(policy, at: now).map { Finding(.warning, $0.message, mend: $0.hint) }
      }
    } catch {
      return Finding.problems(Failure(error))
    }
  }
}
