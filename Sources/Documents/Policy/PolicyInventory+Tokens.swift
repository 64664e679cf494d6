import Model

extension PolicyInventory {
  /// What keeps tokens from saying whose they are: two issuers of one name, entries that name too little, and a
  /// token that would be two workloads'.
  func tokenFaults() -> [Reason] { sharedIssuers() + unpinnedClaims() + sharedTokens() }

  private func sharedIssuers() -> [Reason] {
    let issuers = documents.issuers
    return issuers.enumerated().compactMap { place, issuer in
      let same = issuers[..<place].first {
        $0.name.value.utf8.elementsEqual(issuer.name.value.utf8)
      }
      guard let same else { return nil }
      return Reason(
        .invalidDocument, "`\(issuer.name.value)` is also the issuer `\(same.id)`",
        at: SourceLocation(file: issuer.file, mark: issuer.name.mark),
        hint: "an issuer has one file: remove one of the two")
    }
  }

  private func unpinnedClaims() -> [Reason] {
    let issuers = Dictionary(
      documents.issuers.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return workloads.flatMap { workload in
      workload.attest.flatMap { entry -> [Reason] in
        guard let issuer = issuers[entry.issuer] else { return [] }
        let missing = issuer.mustPin.filter { name in
          !entry.claims.contains { $0.name.utf8.elementsEqual(name.utf8) }
        }
        guard !missing.isEmpty else { return [] }
        let names = missing.map { "`\($0)`" }.joined(separator: ", ")
        return [
          Reason(
            .invalidDocument,
            "the entry does not name \(names), which every entry for `\(issuer.id)` pins",
            at: SourceLocation(file: workload.file, mark: entry.mark),
            hint: "add to its `claims` what the token of this very job says there")
        ]
      }
    }
  }

  /// A fault for each entry that a token could meet which meets one of another workload.
  private func sharedTokens() -> [Reason] {
    // By issuer: entries for different ones never meet.
    var seen: [IssuerID: [(workload: Workload, entry: TokenEntry)]] = [:]
    var reasons: [Reason] = []
    for workload in workloads {
      for entry in workload.attest {
        let other = seen[entry.issuer]?.first {
          $0.workload.id != workload.id && $0.entry.meets(entry)
        }
        if let other {
          reasons.append(
            Reason(
              .invalidDocument,
              "a token could meet this entry and one of `\(other.workload.id)` "
                + "(\(other.workload.file):\(other.entry.mark.line)), so nobody could tell whose it is",
              at: SourceLocation(file: workload.file, mark: entry.mark),
              hint: "pin a claim in both that is different in each"))
        }
        seen[entry.issuer, default: []].append((workload, entry))
      }
    }
    return reasons
  }
}
