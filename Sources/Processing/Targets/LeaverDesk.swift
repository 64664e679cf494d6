internal import Connectors
internal import Intake
internal import Ledger
internal import Model

/// Asks connectors what is left of those who have left, for offboardings that are incomplete.
struct LeaverDesk {
  let targets: Targets
  let workspace: Workspace
  private(set) var answers: [LeaverAnswer] = []
  /// The systems that did not answer, each with why.
  private var silent: [(system: SystemID, why: TargetTrouble)] = []

  init(targets: Targets, workspace: Workspace) {
    self.targets = targets
    self.workspace = workspace
  }

  /// Asks the connector of each system that an open line of a list in `ledger` waits for, once, and all at once.
  mutating func ask(about ledger: TrustedLedger) async throws(ProcessingError) {
    let lists = try inLedger { () throws(LedgerError) in try ledger.leaving() }
    guard !lists.isEmpty else { return }
    let policy: Policy
    do throws(IntakeError) {
      policy = try workspace.policies.inForce(ledger.cursor).policy
    } catch {
      throw ProcessingError(error)
    }
    var waiting: [SystemID: [IdentityID]] = [:]
    for list in lists {
      for system in list.connectorLines(under: policy).compactMap(\.system) {
        waiting[system, default: []].append(list.person)
      }
    }
    var questions: [SystemID: TargetQuestion] = [:]
    for id in waiting.keys {
      questions[id] = policy.systems[id].map { targets.question(to: $0.connector) }
    }
    let listed = await withTaskGroup(
      of: (SystemID, Result<[TargetAccess], TargetTrouble>).self
    ) { group in
      for (id, question) in questions { group.addTask { (id, await question.answer()) } }
      var listed: [SystemID: Result<[TargetAccess], TargetTrouble>] = [:]
      for await (id, answer) in group { listed[id] = answer }
      return listed
    }
    for (id, people) in waiting.sorted(by: { $0.key < $1.key }) {
      switch listed[id] {
      case nil: continue
      case .failure(let trouble)?: silent.append((id, trouble))
      case .success(let access)?:
        let found = try access.map { item throws(ProcessingError) in
          (holder: try holder(of: item, by: ledger), target: item.target)
        }
        for person in people {
          let left = found.filter { $0.holder.utf8.elementsEqual(person.text.utf8) }.map(\.target)
          answers.append(LeaverAnswer(person: person, system: id, left: left))
        }
      }
    }
  }

  /// Whose `access` is: the subject of the grant that it names, whatever the target calls them.
  private func holder(
    of access: TargetAccess, by ledger: TrustedLedger
  ) throws(ProcessingError) -> String {
    guard let id = access.grant.flatMap({ GrantID($0) }),
      let grant = try inLedger({ () throws(LedgerError) in try ledger.grant(id) })
    else { return access.subject }
    return grant.subject.text
  }

  /// Why lines stay open that nobody could answer; nil where everybody did.
  var failure: ProcessingError? {
    guard !silent.isEmpty else { return nil }
    let lines = silent.map { "\($0.system): the connector \($0.why)" }.joined(separator: ". ")
    return ProcessingError(
      .unavailable,
      "Not every connector has said what is left of those who have left. \(lines). Their lines stay open; "
        + "each run asks again.",
      hint: TargetTrouble.mend(of: silent.map(\.why)))
  }
}
