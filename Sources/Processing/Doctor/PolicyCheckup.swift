internal import Decisions
internal import Documents
internal import Intake
internal import Model

/// The policies at the mainline's tip: what a next change builds on.
struct PolicyCheckup {
  let policies: PolicyReader
  let now: Instant

  func findings(of tip: ObjectID) -> [DoctorFinding] {
    do throws(IntakeError) {
      guard let tree = try policies.tree(inCommit: tip) else {
        return [
          DoctorFinding(
            .problem, "the mainline has no folder policies/", mend: "countersign init lays one out")
        ]
      }
      switch try policies.policy(ofTree: tree) {
      case .failure(let faults): return faults.reasons.map { DoctorFinding(.problem, $0) }
      case .success(let policy):
        let found =
          try policy.shortcomings(at: now) + lockedLines(of: policy, at: now)
          + policy.authorityFaults
          + failures(ofTestsIn: policy)
        guard found.isEmpty else { return found.map { DoctorFinding(.problem, $0) } }
        let cases = policy.tests.reduce(0) { $0 + $1.cases.count }
        return [
          DoctorFinding(.ok, "the policies have no fault, and their \(cases) test cases pass"),
          cases > 0
            ? nil
            : DoctorFinding(
              .warning, "policies/tests/ has no cases, so nothing holds a change against examples",
              mend: "write down who must get what, and who must not"),
        ].compactMap(\.self)
          + quorumFindings(policy, at: now).map {
            DoctorFinding(.warning, $0.message, mend: $0.hint)
          }
      }
    } catch {
      return DoctorFinding.problems(ProcessingError(error))
    }
  }
}
