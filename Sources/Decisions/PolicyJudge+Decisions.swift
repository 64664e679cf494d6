package import Model

extension PolicyJudge {
  /// Policies held against the rules of this room.
  package static let decisions = PolicyJudge(
    testFailures: failures(ofTestsIn:), directoryFlaws: directoryFlaws(under:_:at:))
}

/// Why the workload that `policy` names as its directory may attest nothing at `now`: it, or whoever answers
/// for it, is not in good standing.
private func directoryFlaws(
  under policy: Policy, _ overlay: TipOverlay, at now: Instant
) -> [Reason] {
  guard let directory = policy.settings.directory else { return [] }
  return Standing(policy: policy, overlay: overlay, now: now).shortfalls(of: directory.value).map {
    Reason(
      .inactiveApprover, "The directory \(directory.value) attests nothing: \($0.message).",
      at: $0.location,
      hint: "Mend that first, or change the file with the approvals that govern it.")
  }
}
