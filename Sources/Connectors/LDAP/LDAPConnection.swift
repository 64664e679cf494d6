package import Model

/// One directory, asked through OpenLDAP's programs (docs/connectors/ldap.md).
package struct LDAPConnection: TargetConnection {
  /// How the runner proves to the directory who it is.
  package enum Identity: Sendable {
    /// By the name of an entry and the password in a file, which only the program reads.
    case password(name: String, file: String)
    /// By what the connection itself proves: the user at a socket's other end, or a certificate (SASL EXTERNAL).
    case connection
  }

  private let connector: LDAPConnector
  private let identity: Identity
  private let run: ProgramCall.Runner

  /// - Parameters:
  ///   - connector: Whose groups are changed.
  ///   - identity: How the runner proves who it is.
  ///   - run: Starts programs.
  package init(
    to connector: LDAPConnector, as identity: Identity, run: @escaping ProgramCall.Runner
  ) {
    self.connector = connector
    self.identity = identity
    self.run = run
  }

  /// What a directory answers (RFC 4511, section 4.1.9), which is how the programs end.
  private enum Code {
    static let success: Int32 = 0
    static let noSuchAttribute: Int32 = 16
    static let attributeOrValueExists: Int32 = 20
    static let objectClassViolation: Int32 = 65
  }

  package func carryOut(_ order: AccessOrder) async -> TargetTrouble? {
    let value = connector.user.name(of: order.grant.subject)
    let attribute = connector.attribute
    switch order.deed {
    case .grant:
      return await modify(
        order.target, [.add(attribute, value)],
        doneBy: [Code.success, Code.attributeOrValueExists]
      ).trouble
    case .revoke:
      let done = [Code.success, Code.noSuchAttribute]
      let end = await modify(order.target, [.delete(attribute, value)], doneBy: done)
      guard end.code == Code.objectClassViolation, attribute.holdsNames else { return end.trouble }
      // A group of names may not be empty: its last member makes way for the group itself, which is nobody.
      return await modify(
        order.target, [.delete(attribute, value), .add(attribute, order.target)], doneBy: done
      ).trouble
    }
  }

  package func list(_ targets: [String]) async -> Result<[TargetAccess], TargetTrouble> {
    var found: [TargetAccess] = []
    for target in Set(targets).sorted() {
      let options = ["-LLL", "-o", "ldif-wrap=no", "-s", "base", "-b", target]
      switch await asked("ldapsearch", options + ["(objectClass=*)", connector.attribute.rawValue])
      {
      case .failure(let trouble): return .failure(trouble)
      case .success(let answer) where answer.status != Code.success:
        return .failure(trouble(answer))
      case .success(let answer):
        guard let values = LDIF.values(of: connector.attribute.rawValue, in: answer.output) else {
          return .failure(
            .nonsense("ldapsearch answered what is not the whole of \(target)"))
        }
        found += values.filter { !isGroup($0, target) }.map {
          TargetAccess(subject: subject(of: $0), target: target)
        }
      }
    }
    return .success(found)
  }

  /// Whose `value` is; one that is called as nobody's can be is nobody's.
  private func subject(of value: String) -> String {
    connector.subject(of: value)?.text
      ?? (connector.attribute.holdsNames ? "dn:\(value)" : "uid:\(value)")
  }

  private func isGroup(_ value: String, _ target: String) -> Bool {
    guard connector.attribute.holdsNames, let name = DistinguishedName(value) else { return false }
    return name == DistinguishedName(target)
  }

  private func modify(
    _ group: String, _ changes: [LDIF.Change], doneBy codes: [Int32]
  ) async -> (code: Int32?, trouble: TargetTrouble?) {
    switch await asked("ldapmodify", [], input: LDIF.modification(of: group, changes)) {
    case .failure(let trouble): (nil, trouble)
    case .success(let answer) where codes.contains(answer.status): (answer.status, nil)
    case .success(let answer): (answer.status, trouble(answer))
    }
  }

  private func asked(
    _ program: String, _ options: [String], input: [UInt8] = []
  ) async -> Result<ProgramAnswer, TargetTrouble> {
    let proof =
      switch identity {
      case .password(let name, let file): ["-x", "-D", name, "-y", file]
      case .connection: ["-Q", "-Y", "EXTERNAL"]
      }
    let call = ProgramCall(
      words: [program, "-H", connector.address.text, "-o", "nettimeout=10"]
        + (connector.address.needsStartTLS ? ["-ZZ"] : []) + proof + options,
      // A server that cannot prove who it is never learns the password, whatever a configuration says.
      environment: ["LDAPTLS_REQCERT": "demand"], input: input)
    return await run(call)
  }

  /// What the program said, which is the directory's answer and its explanation: neither holds a secret.
  private func trouble(_ answer: ProgramAnswer) -> TargetTrouble {
    let text = String(decoding: answer.errors, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\t" || $0 == " " } }
    let said = lines.prefix(2).joined(separator: "; ").prefix(300)
    return .failed(
      said.isEmpty ? "the directory's answer has the code \(answer.status)" : String(said))
  }
}
