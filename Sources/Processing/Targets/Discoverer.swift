internal import Connectors
internal import Decisions
internal import Intake
internal import Ledger
package import Model

/// What targets say is really there, held against the ledger.
package struct Discovery: Sendable {
  package let findings: [AccessFinding]
  /// The systems whose connectors answered.
  package let asked: [SystemID]
  package let unanswered: [(system: SystemID, why: String)]
  /// The systems whose connectors list nothing.
  package let unlisted: [SystemID]
}

/// Asks connectors what is really there, each of its own and all at once.
package struct Discoverer {
  let targets: Targets
  let view: LedgerOutlook

  package init(targets: Targets, view: LedgerOutlook) {
    self.targets = targets
    self.view = view
  }

  /// What all systems of `policy`, or `only` that one, have that the ledger does not explain, or should not have
  /// any more.
  package func discover(
    under policy: Policy, only: SystemID? = nil
  ) async throws(ProcessingError) -> Discovery {
    let live = try inLedger { () throws(LedgerError) in try view.ledger.live() }
    let systems = policy.systems.values.filter { only == nil || $0.id == only }
      .sorted { $0.id < $1.id }
    let questions = systems.filter(\.connector.lists).map { system in
      (system, targets.question(to: system.connector), orders(on: system, live))
    }
    var found: [FoundAccess] = []
    var asked: [SystemID] = []
    var unanswered: [(system: SystemID, why: String)] = []
    let answers = await withTaskGroup(
      of: (SystemID, Result<[TargetAccess], TargetTrouble>).self
    ) { group in
      for (system, question, orders) in questions {
        group.addTask { (system.id, await question.answer(and: orders)) }
      }
      var answers: [SystemID: Result<[TargetAccess], TargetTrouble>] = [:]
      for await (id, answer) in group { answers[id] = answer }
      return answers
    }
    for (id, answer) in answers.sorted(by: { $0.key < $1.key }) {
      switch answer {
      case .failure(let trouble): unanswered.append((id, "\(trouble)"))
      case .success(let access):
        asked.append(id)
        found += access.map {
          FoundAccess(system: id, subject: $0.subject, target: $0.target, grant: $0.grant)
        }
      }
    }
    return Discovery(
      findings: discrepancies(
        in: found, of: Set(asked), live: live.map(\.grant), adopted: try view.adopted(),
        under: policy, at: view.now),
      asked: asked, unanswered: unanswered,
      unlisted: systems.filter { !$0.connector.lists }.map(\.id))
  }

  /// What is looked for by what the target itself calls it: the live grants that `system`, as it is now, gives.
  private func orders(on system: TargetSystem, _ live: [RecordedGrant]) -> [AccessOrder] {
    live.compactMap { grant in
      guard grant.system == system.id, grant.target?.isLost == false,
        let target = system.connector.targets[grant.entitlement]
      else { return nil }
      return AccessOrder(.revoke, grant, emails: [], target: target)
    }
  }
}
