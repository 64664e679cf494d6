package import Model

/// Whether a connector's program keeps to the protocol, found out by using it.
///
/// It gives real access for a moment, so it is for test targets and test identities.
package struct ExecConformance: Sendable {
  /// One thing that a connector must do.
  package struct Check: Sendable, Hashable {
    package let name: String
    /// What it did instead; nil where it passed.
    package let fault: String?
  }

  private let connection: ExecConnection
  private let subject: ExecProtocol.Subject
  /// The same under a name that the target does not have.
  private let renamed: ExecProtocol.Subject

  /// - Parameters:
  ///   - connection: How to speak to the program.
  ///   - subject: Whom to give access to.
  ///   - target: What to give, as the target calls it.
  ///   - window: The window that the program is told.
  package init(
    _ connection: ExecConnection, subject: IdentityID, target: String, window: Window
  ) {
    self.connection = connection
    func named(_ target: String) -> ExecProtocol.Subject {
      ExecProtocol.Subject(
        id: "g-" + String(repeating: "0", count: 31) + "1", subject: subject.text, emails: [],
        system: "conformance", entitlement: "test", target: target, start: "\(window.start)",
        end: "\(window.end)")
    }
    self.subject = named(target)
    renamed = named("countersign-renamed-\(target)")
  }

  /// Runs every check; whatever fails, the access is taken away at the end.
  package func run() async -> [Check] {
    var checks = [await describes()]
    guard checks[0].fault == nil else { return checks }
    checks.append(await lists(false, "list answers, and does not have the access yet"))
    guard checks[1].fault == nil else { return checks }
    checks.append(await does("grant", "grant is done"))
    checks.append(await lists(true, "list has what was granted"))
    checks.append(await does("grant", "grant is done when it is there already"))
    checks.append(await lists(true, "list has it still"))
    checks.append(
      await refuses("an operation that it does not know", operation: "countersign-test"))
    checks.append(await lists(true, "and that changed nothing"))
    if let id = await id() { checks += await keepsTo(id) }
    checks.append(await does("revoke", "revoke is done"))
    checks.append(await lists(false, "list has it no more"))
    checks.append(await does("revoke", "revoke is done when it is gone already"))
    checks.append(await lists(false, "list does not have it still"))
    let places = await connection.mostAtOnce()
    if places > 1 {
      for (operation, isThere) in [("grant", true), ("revoke", false)] {
        checks.append(await does(operation, among: places))
        checks.append(await lists(isThere, isThere ? "list has it" : "list has it no more"))
      }
    }
    checks.append(await refusesNonsense())
    return checks
  }

  private func describes() async -> Check {
    switch await connection.describe() {
    case .success(let found):
      Check(name: "describe names it: \(found.name.prefix(60))", fault: nil)
    case .failure(let trouble): Check(name: "describe names it", fault: trouble.description)
    }
  }

  private func does(
    _ operation: String, _ name: String, by id: String? = nil,
    _ named: ExecProtocol.Subject? = nil
  ) async -> Check {
    switch await connection.outcome(of: operation, for: named ?? subject, id: id) {
    case .success(let outcome):
      Check(
        name: name,
        fault: outcome.status == .done ? nil : "it failed: \(outcome.message ?? "no message")")
    case .failure(let trouble): Check(name: name, fault: trouble.description)
    }
  }

  /// Whether the program answers as many questions at once as it says, of which one is a deed.
  private func does(_ operation: String, among places: Int) async -> Check {
    let name = "\(operation) is done among \(places) questions at once"
    async let deed = does(operation, name)
    let faults = await withTaskGroup(of: TargetTrouble?.self) { group in
      for _ in 1..<places {
        group.addTask {
          if case .failure(let trouble) = await connection.list([subject.target]) {
            trouble
          } else {
            nil
          }
        }
      }
      return await group.reduce(into: [TargetTrouble]()) {
        if let trouble = $1 { $0.append(trouble) }
      }
    }
    let done = await deed
    guard done.fault == nil, let trouble = faults.first else { return done }
    return Check(name: name, fault: "list beside it \(trouble)")
  }

  /// What the program calls the access that is there now, where it calls it anything.
  private func id() async -> String? {
    guard case .success(let access) = await connection.list([subject.target]) else { return nil }
    return access.first(where: isOurs)?.id
  }

  /// Whether access that has an id is found and taken away by that, whatever its name is by now; then it is given
  /// again.
  private func keepsTo(_ id: String) async -> [Check] {
    var checks = [
      await lists(id, true, "list finds it by its id alone"),
      await does("revoke", "revoke is done by the id, under another name", by: id, renamed),
      await lists(false, "list has it no more"),
      await lists(id, false, "nor by its id"),
    ]
    checks.append(await does("grant", "grant is done anew"))
    return checks
  }

  private func lists(_ id: String, _ isThere: Bool, _ name: String) async -> Check {
    switch await connection.list([], ids: [id]) {
    case .failure(let trouble): return Check(name: name, fault: trouble.description)
    case .success(let access):
      let found = access.contains { $0.id == id }
      guard found != isThere else { return Check(name: name, fault: nil) }
      return Check(name: name, fault: found ? "it is listed" : "it is not listed")
    }
  }

  private func isOurs(_ access: TargetAccess) -> Bool {
    access.isGiven(to: subject.subject, on: subject.target, by: subject.id)
  }

  private func refuses(_ what: String, operation: String) async -> Check {
    let name = "\(what) is refused"
    guard case .success(let outcome) = await connection.outcome(of: operation, for: subject),
      outcome.status == .done
    else { return Check(name: name, fault: nil) }
    return Check(name: name, fault: "it said that it was done")
  }

  private func refusesNonsense() async -> Check {
    let name = "what is no question is refused"
    guard await connection.takes(Array("{\"operation\": \"revoke\"\n".utf8)) else {
      return Check(name: name, fault: nil)
    }
    return Check(name: name, fault: "it said that it was done")
  }

  private func lists(_ isThere: Bool, _ name: String) async -> Check {
    switch await connection.list([subject.target]) {
    case .failure(let trouble): return Check(name: name, fault: trouble.description)
    case .success(let access):
      let found = access.contains(where: isOurs)
      guard found != isThere else { return Check(name: name, fault: nil) }
      return Check(name: name, fault: found ? "it is listed" : "it is not listed")
    }
  }
}
