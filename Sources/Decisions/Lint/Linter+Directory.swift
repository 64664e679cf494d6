import Model

extension Linter {
  /// A directory that nobody would hear, and what it says of nobody or said too long ago.
  func directoryFindings() -> [PolicyFinding] {
    silence()
      + policy.attestations.flatMap { attestation in
        [stale(attestation), strangers(attestation)].compactMap(\.self)
      }
  }

  private func silence() -> [PolicyFinding] {
    guard let directory = policy.settings.directory else {
      return policy.attestations.prefix(1).map { attestation in
        PolicyFinding(
          .silentDirectory,
          "the settings name no directory, so that each change of the file takes people's approvals",
          at: SourceLocation(file: attestation.file),
          hint: "name the workload that signs it: `identity: {directory: <workload>}`")
      }
    }
    let place = SourceLocation(file: Settings.file, mark: directory.mark)
    let keys = policy.workloads[directory.value]?.keys ?? []
    var reasons = possible.standing.shortfalls(of: directory.value).map(\.message)
    if !keys.contains(where: { $0.isUsable(at: now) }) {
      reasons.append("`\(directory.value)` has no key that counts")
    }
    return reasons.map {
      PolicyFinding(
        .silentDirectory, "the directory could attest nothing: \($0)", at: place,
        hint: "mend that, or name another workload")
    }
  }

  private func stale(_ attestation: Attestation) -> PolicyFinding? {
    let staleAt = attestation.at.advanced(by: policy.settings.staleAfter)
    guard staleAt <= now, !attestation.confirmed.isEmpty else { return nil }
    return PolicyFinding(
      .staleAttestation,
      "the directory confirmed \(attestation.confirmed.count) people at \(attestation.at), which went stale at "
        + "\(staleAt)",
      at: SourceLocation(file: attestation.file, mark: attestation.atMark),
      hint: "see that the directory's job still runs")
  }

  /// One finding a file: an export that has another idea of ids would otherwise bury all else.
  private func strangers(_ attestation: Attestation) -> PolicyFinding? {
    let unknown = (attestation.confirmed + attestation.stops.map(\.person)).filter {
      policy.people[$0.value] == nil
    }
    guard let first = unknown.first else { return nil }
    let names = unknown.map(\.value.text)
    return PolicyFinding(
      .unknownPerson, "\(listed(names)) \(names.count == 1 ? "has" : "have") no file",
      at: SourceLocation(file: attestation.file, mark: first.mark),
      hint: suggestion(for: names[0], among: policy.people.keys.map(\.text))
        ?? "add policies/people/\(first.value).yaml, or take the name from the list")
  }
}
