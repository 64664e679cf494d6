internal import Decisions
internal import Ledger
package import Model

/// Puts together all that is known of a person: policy's word, what they hold, what is left to do.
package struct PersonExplainer {
  let view: LedgerOutlook

  package init(view: LedgerOutlook) { self.view = view }

  /// Everything about the person called `id`.
  ///
  /// - Throws: `.negative` where neither the policy in force nor the ledger knows them.
  package func report(on id: IdentityID) throws(ProcessingError) -> PersonReport {
    let policy = try view.policy()
    let (list, live) = try inLedger { () throws(LedgerError) in
      (try view.ledger.offboarding(of: id), try view.ledger.live().map(\.grant))
    }
    let person = policy.people[id]
    guard person != nil || list != nil else {
      throw ProcessingError(
        .negative, "Nobody is called \(id): there is no policies/people/\(id).yaml in force.",
        hint: policy.workloads[id] == nil
          ? suggestion(for: id.text, among: policy.people.keys.map(\.text))
            ?? "People's files are policies/people/<id>.yaml."
          : "\(id) is a workload.")
    }
    return PersonReport(
      id: id, person: person, staleAfter: policy.settings.staleAfter,
      shortfalls: person.map { _ in shortfalls(of: id, under: policy, at: view.now) } ?? [],
      grants: live.filter { $0.subject == id }, offboarding: list, brakes: try brakes(on: id),
      workloads: policy.workloads.values.filter { $0.owner == .person(id) && $0.status == .active }
        .map(\.id).sorted(),
      sponsored: policy.people.values.filter { $0.sponsor == id && $0.status == .active }
        .map(\.id).sorted(),
      workload: policy.workloads[id])
  }

  /// The brakes on them or their keys that hold, by what has landed up to now.
  private func brakes(on id: IdentityID) throws(ProcessingError) -> [Brake] {
    let governance =
      view.tip == view.ledger.cursor.mainline
      ? view.ledger.cursor.governance : try view.snapshot().governance
    return (governance?.brakes ?? []).filter { $0.stops(id) }
  }
}
