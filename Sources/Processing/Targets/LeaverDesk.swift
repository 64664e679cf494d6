internal import Connectors
internal import Intake
internal import Ledger
internal import Model

/// Asks connectors what is left of those who have left, and programs when secrets that they may know were last
/// rotated, for offboardings that are incomplete.
struct LeaverDesk {
  let targets: Targets
  let workspace: Workspace
  private(set) var answers: [LeaverAnswer] = []
  /// What did not answer, in words that `why` goes on with.
  private var silent: [(who: String, why: TargetTrouble)] = []

  init(targets: Targets, workspace: Workspace) {
    self.targets = targets
    self.workspace = workspace
  }

  /// Asks for each open line of a list in `ledger` that waits for an answer: each system once, and all at once.
  mutating func ask(about ledger: TrustedLedger) async throws(ProcessingError) {
    let lists = try inLedger { () throws(LedgerError) in try ledger.leaving() }
    guard !lists.isEmpty else { return }
    let policy: Policy
    do throws(IntakeError) {
      policy = try workspace.policies.inForce(ledger.cursor).policy
    } catch {
      throw ProcessingError(error)
    }
    let secrets = secretQuestions(of: lists, under: policy)
    async let rotations = Self.heard(secrets)
    let listed = await Self.heard(accessQuestions(of: lists, under: policy))
    note(await rotations)
    for (id, people, answer) in listed {
      switch answer {
      case .failure(let trouble): silent.append(("\(id): the connector", trouble))
      case .success(let access):
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

  private typealias Listing = (
    system: SystemID, people: [IdentityID], answer: Result<[TargetAccess], TargetTrouble>
  )
  private typealias AccessQuestion = (
    system: SystemID, people: [IdentityID], question: TargetQuestion
  )

  /// What to ask the connectors that lines wait for, and about whom.
  private func accessQuestions(
    of lists: [OffboardingList], under policy: Policy
  ) -> [AccessQuestion] {
    var waiting: [SystemID: [IdentityID]] = [:]
    for list in lists {
      for system in list.accessLines(under: policy).compactMap(\.system) {
        waiting[system, default: []].append(list.person)
      }
    }
    return waiting.compactMap { id, people in
      policy.systems[id].map { (id, people, targets.question(to: $0.connector)) }
    }
  }

  private static func heard(_ questions: [AccessQuestion]) async -> [Listing] {
    await withTaskGroup(of: Listing.self) { group in
      for (id, people, question) in questions {
        group.addTask { (id, people, await question.answer()) }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.system < $1.system }
    }
  }

  private typealias SecretQuestion = (question: RotationQuestion, people: [IdentityID])
  private typealias Rotation = (
    question: RotationQuestion, people: [IdentityID], last: Result<Instant?, TargetTrouble>
  )

  /// What to ask the programs of the secrets that lines wait for, and whose lines: by system.
  private func secretQuestions(
    of lists: [OffboardingList], under policy: Policy
  ) -> [[SecretQuestion]] {
    var waiting: [SystemID: [SystemSecret: [IdentityID]]] = [:]
    for list in lists {
      for line in list.rotationLines(under: policy) {
        guard let id = line.system, let secret = policy.systems[id]?.secret(line.text) else {
          continue
        }
        waiting[id, default: [:]][secret, default: []].append(list.person)
      }
    }
    return waiting.map { id, secrets in
      secrets.sorted { $0.key.name < $1.key.name }
        .map { (targets.rotation(of: $0, on: id), $1) }
    }
  }

  /// The answers: of systems at once, and of one secret of a system after the other.
  private static func heard(_ questions: [[SecretQuestion]]) async -> [Rotation] {
    await withTaskGroup(of: [Rotation].self) { group in
      for some in questions {
        group.addTask {
          var found: [Rotation] = []
          for (question, people) in some {
            found.append((question, people, await question.answer()))
          }
          return found
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
        .sorted {
          ($0.question.system, $0.question.secret.name) < (
            $1.question.system, $1.question.secret.name
          )
        }
    }
  }

  private mutating func note(_ rotations: [Rotation]) {
    for (question, people, answer) in rotations {
      let (id, secret) = (question.system, question.secret.name)
      switch answer {
      case .failure(let trouble):
        silent.append(("\(id): what says when \(secret) was last rotated", trouble))
      case .success(let last):
        answers += people.map {
          LeaverAnswer(person: $0, system: id, secret: secret, rotated: last)
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
    let lines = silent.map { "\($0.who) \($0.why)" }.joined(separator: ". ")
    return ProcessingError(
      .unavailable,
      "Not everything has been heard of those who have left. \(lines). Their lines stay open; "
        + "each run asks again.",
      hint: TargetTrouble.mend(of: silent.map(\.why)))
  }
}
