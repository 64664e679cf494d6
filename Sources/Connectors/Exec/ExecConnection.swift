package import Model

/// One connector's program, asked once for each deed (docs/connectors/exec.md).
package struct ExecConnection: TargetConnection {
  /// Starts the program with what goes to its standard input; answers with its standard output.
  package typealias Ask = @Sendable ([UInt8]) async -> Result<[UInt8], TargetTrouble>

  private let ask: Ask
  /// Waits before the try with that number, counted from 1.
  private let pause: @Sendable (Int) async -> Void

  package init(
    pause: @escaping @Sendable (Int) async -> Void, ask: @escaping Ask
  ) {
    self.ask = ask
    self.pause = pause
  }

  /// How often one deed is tried in one run.
  private static let attempts = 3

  /// How many questions one program is asked at once, whatever it takes: each is a process on the runner.
  private static let mostAtOnce = 8

  /// What the program says of itself.
  func describe() async -> Result<ExecProtocol.Description, TargetTrouble> {
    let answer = await asked(ExecProtocol.Question(operation: "describe"))
    do throws(TargetTrouble) {
      let found = try ExecProtocol.decode(ExecProtocol.Description.self, from: try answer.get())
      guard found.protocol == ExecProtocol.version else {
        return .failure(
          .nonsense("speaks protocol \(found.protocol), not \(ExecProtocol.version)"))
      }
      guard found.atOnce ?? 1 > 0 else {
        return .failure(.nonsense("says that it takes less than one question at once"))
      }
      return .success(found)
    } catch {
      return .failure(error)
    }
  }

  /// As many as the program says, and one where it does not: what was not written for that may lose what
  /// another call of it writes.
  package func mostAtOnce() async -> Int {
    guard case .success(let found) = await describe() else { return 1 }
    return min(found.atOnce ?? 1, Self.mostAtOnce)
  }

  /// All access to `targets` that is really there.
  package func list(_ targets: [String]) async -> Result<[TargetAccess], TargetTrouble> {
    await list(targets, ids: [])
  }

  /// The same, and what the program has called by `ids`, whatever its names are by now.
  func list(_ targets: [String], ids: [String]) async -> Result<[TargetAccess], TargetTrouble> {
    var question = ExecProtocol.Question(operation: "list", targets: Set(targets).sorted())
    if !ids.isEmpty { question.ids = Set(ids).sorted() }
    let answer = await asked(question)
    do throws(TargetTrouble) {
      return .success(
        try ExecProtocol.decode(ExecProtocol.Listing.self, from: try answer.get()).access)
    } catch {
      return .failure(error)
    }
  }

  package func look(
    for orders: [AccessOrder]
  ) async -> Result<[GrantID: Sighting], TargetTrouble> {
    let ids = orders.compactMap { $0.identifier?[Self.idPart] }
    return await list(orders.map(\.target), ids: ids).map { access in
      Dictionary(orders.map { ($0.grant.id, $0.sighting(in: access)) }) { $1 }
    }
  }

  /// The part of an identifier that is the program's own.
  fileprivate static let idPart = "id"

  /// Tries one deed as often as it may help; nil once the program says that it is done.
  package func carryOut(_ order: AccessOrder) async -> TargetTrouble? {
    guard let operation = order.deed.operation else { return nil }
    var trouble: TargetTrouble?
    for attempt in 1...Self.attempts {
      if attempt > 1 { await pause(attempt - 1) }
      do throws(TargetTrouble) {
        let outcome = try await outcome(
          of: operation, for: order.subject, id: order.identifier?[Self.idPart]
        ).get()
        guard outcome.status == .failed else { return nil }
        trouble = .failed(String((outcome.message ?? "it does not say why").prefix(500)))
        guard outcome.retry == true else { return trouble }
      } catch {
        // A program that hangs or breaks off would do so again; the next run tries.
        return error
      }
    }
    return trouble
  }

  /// What the program says became of one deed.
  func outcome(
    of operation: String, for subject: ExecProtocol.Subject, id: String? = nil
  ) async -> Result<ExecProtocol.Outcome, TargetTrouble> {
    let answer = await asked(ExecProtocol.Question(operation: operation, grant: subject, id: id))
    do throws(TargetTrouble) {
      return .success(try ExecProtocol.decode(ExecProtocol.Outcome.self, from: try answer.get()))
    } catch {
      return .failure(error)
    }
  }

  /// Whether the program says `done` to `input`, whatever that is.
  func takes(_ input: [UInt8]) async -> Bool {
    guard case .success(let answer) = await ask(input) else { return false }
    do throws(TargetTrouble) {
      return try ExecProtocol.decode(ExecProtocol.Outcome.self, from: answer).status == .done
    } catch {
      return false
    }
  }

  private func asked(
    _ question: ExecProtocol.Question
  ) async -> Result<[UInt8], TargetTrouble> {
    do throws(TargetTrouble) {
      return await ask(try ExecProtocol.encode(question))
    } catch {
      return .failure(error)
    }
  }
}

extension AccessOrder.Deed {
  /// What the protocol calls it; nil where nothing is to be done.
  fileprivate var operation: String? {
    switch self {
    case .give: "grant"
    case .take: "revoke"
    case .identify: nil
    }
  }
}

extension AccessOrder {
  /// Whether its access is among `access`: by the program's own id for it, or by its name.
  fileprivate func sighting(in access: [TargetAccess]) -> Sighting {
    let own = identifier?[ExecConnection.idPart]
    if let own, let found = access.first(where: { $0.id == own }) { return found.sighting }
    if own != nil, sharesName { return .gone }
    let named = access.first { $0.isGiven(to: grant.subject.text, on: target, by: "\(grant.id)") }
    return named?.sighting ?? .gone
  }

  /// What the program is told of the grant.
  fileprivate var subject: ExecProtocol.Subject {
    ExecProtocol.Subject(
      id: "\(grant.id)", subject: grant.subject.text, emails: emails, system: grant.system.text,
      entitlement: grant.entitlement, target: target, start: "\(grant.start)",
      end: "\(grant.end)")
  }
}

extension TargetAccess {
  fileprivate var sighting: Sighting {
    .there(id.map { TargetIdentifier([ExecConnection.idPart: $0]) } ?? .named(target))
  }
}
