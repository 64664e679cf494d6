import FoundationEssentials
package import Model

/// One PostgreSQL server, asked through `psql` (docs/connectors/postgresql.md).
///
/// Names reach the server as psql's variables and are quoted there; no text of SQL is put together here.
package struct PostgresConnection: TargetConnection {
  private let connector: PostgresConnector
  private let run: ProgramCall.Runner
  /// Waits before the try with that number, counted from 1.
  private let pause: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - connector: Whose roles are given and taken away.
  ///   - pause: Waits before the try with that number, counted from 1.
  ///   - run: Starts programs.
  package init(
    to connector: PostgresConnector, pause: @escaping @Sendable (Int) async -> Void,
    run: @escaping ProgramCall.Runner
  ) {
    self.connector = connector
    self.pause = pause
    self.run = run
  }

  /// How often one deed is tried in one run: others may change the same roles at the same time.
  private static let attempts = 3

  package func carryOut(_ order: AccessOrder) async -> TargetTrouble? {
    guard let login = connector.loginName(of: order.grant.subject) else {
      // Nobody was ever given anything by that name.
      if order.deed == .take { return nil }
      return .failed(
        "\(connector.login.name(of: order.grant.subject)) can be the name of no login role: it must have "
          + "63 bytes at most and not begin with pg_")
    }
    let script: String
    let variables: [String: String]
    switch order.deed {
    case .identify: return nil
    case .give:
      script = PostgresScript.give
      variables = [
        "login": login, "role": order.target, "ends": "\(order.grant.end)",
        "make": connector.makesLogins ? "true" : "false", "mark": Self.mark(order.grant.subject),
      ]
    case .take:
      script = PostgresScript.take
      do throws(TargetTrouble) {
        variables = ["orders": try PostgresQuestion.json([PostgresQuestion(order, login: login)])]
      } catch {
        return error
      }
    }
    var trouble: PostgresTrouble?
    for attempt in 1...Self.attempts {
      if attempt > 1 { await pause(attempt - 1) }
      switch await asked(script, variables) {
      case .success(let output) where output.elementsEqual(PostgresScript.done.utf8): return nil
      case .success: return .nonsense("psql did not come to the end of what it was to do")
      case .failure(let found):
        trouble = found
        guard found.isPassing else { return found.trouble }
      }
    }
    return trouble?.trouble
  }

  /// How many grants are looked for at once: their names and oids are one argument of psql's.
  private static let mostAtOnce = 100

  package func look(
    for orders: [AccessOrder]
  ) async -> Result<[GrantID: Sighting], TargetTrouble> {
    var sightings: [GrantID: Sighting] = [:]
    var rest = orders[...]
    while !rest.isEmpty {
      let some = rest.prefix(Self.mostAtOnce)
      rest = rest.dropFirst(some.count)
      do throws(TargetTrouble) {
        try await look(for: some, &sightings)
      } catch {
        return .failure(error)
      }
    }
    return .success(sightings)
  }

  private func look(
    for orders: ArraySlice<AccessOrder>, _ sightings: inout [GrantID: Sighting]
  ) async throws(TargetTrouble) {
    var asked: [PostgresQuestion] = []
    var places: [AccessOrder] = []
    for order in orders {
      guard let login = connector.loginName(of: order.grant.subject) else {
        // Nobody was ever given anything by that name.
        sightings[order.grant.id] = .gone
        continue
      }
      asked.append(PostgresQuestion(order, login: login, number: places.count))
      places.append(order)
    }
    guard !asked.isEmpty else { return }
    let json = try PostgresQuestion.json(asked)
    let output: [UInt8]
    switch await self.asked(PostgresScript.look, ["wanted": json]) {
    case .failure(let error): throw error.trouble
    case .success(let answer): output = answer
    }
    for found in try PostgresAnswer.sightings(in: output) where places.indices.contains(found.n) {
      let order = places[found.n]
      sightings[order.grant.id] = found.sighting(of: order, makesLogins: connector.makesLogins) {
        connector.login.subject(of: $0) != nil
      }
    }
    for order in places where sightings[order.grant.id] == nil {
      throw .nonsense("psql answered nothing about \(order.grant.id)")
    }
  }

  /// What the comment on a login that was made for `subject` says.
  static func mark(_ subject: IdentityID) -> String { "Made by Countersign for \(subject)" }

  package func list(_ targets: [String]) async -> Result<[TargetAccess], TargetTrouble> {
    do {
      let names = String(decoding: try JSONEncoder().encode(Set(targets).sorted()), as: UTF8.self)
      let output = try await asked(PostgresScript.list, ["targets": names]).get()
      let found = try PostgresAnswer.members(in: output)
      return .success(found.map { TargetAccess(subject: subject(of: $0.login), target: $0.role) })
    } catch let error as PostgresTrouble {
      return .failure(error.trouble)
    } catch let trouble as TargetTrouble {
      return .failure(trouble)
    } catch {
      return .failure(.nonsense("the question cannot be written: \(error)"))
    }
  }

  /// Whose the login role `name` is; a role that is called as nobody's can be is nobody's.
  private func subject(of name: String) -> String {
    connector.login.subject(of: name)?.text ?? "role:\(name)"
  }

  private func asked(
    _ script: String, _ variables: [String: String]
  ) async -> Result<[UInt8], PostgresTrouble> {
    let options = ["--no-psqlrc", "--no-password", "--quiet", "--no-align", "--tuples-only"]
    let sets =
      ["ON_ERROR_STOP=1", "VERBOSITY=terse"]
      + variables.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
    let call = ProgramCall(
      words: ["psql"] + options + sets.map { "--set=\($0)" },
      environment: [
        "PGSERVICE": connector.service, "PGAPPNAME": "countersign", "PGCLIENTENCODING": "UTF8",
        "PGCONNECT_TIMEOUT": "10",
        // The machine's own list of services has no say beside the one that the runner was given.
        "PGSYSCONFDIR": "/dev/null",
      ], input: Array((PostgresScript.settings + script).utf8))
    switch await run(call) {
    case .failure(let trouble): return .failure(PostgresTrouble(trouble))
    case .success(let answer) where answer.status != 0:
      return .failure(PostgresTrouble(status: answer.status, errors: answer.errors))
    case .success(let answer): return .success(answer.output)
    }
  }
}
