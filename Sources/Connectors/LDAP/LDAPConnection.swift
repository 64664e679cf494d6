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

  let connector: LDAPConnector
  let client: LDAPClient

  /// - Parameters:
  ///   - connector: Whose groups are changed.
  ///   - identity: How the runner proves who it is.
  ///   - run: Starts programs.
  package init(
    to connector: LDAPConnector, as identity: Identity, run: @escaping ProgramCall.Runner
  ) {
    self.connector = connector
    client = LDAPClient(address: connector.address, identity: identity, run: run)
  }

  private typealias Code = LDAPClient.Code

  package func carryOut(_ order: AccessOrder) async -> TargetTrouble? {
    do throws(TargetTrouble) {
      switch order.deed {
      case .identify: break
      case .give:
        let value = connector.user.name(of: order.grant.subject)
        let given = await client.modify(
          order.target, [.add(connector.attribute, value)],
          doneBy: [Code.success, Code.attributeOrValueExists])
        return given.trouble
      case .take:
        for place in try await places(of: order) {
          for value in place.values { try await take(value, from: place.group) }
        }
      }
      return nil
    } catch {
      return error
    }
  }

  /// Takes `value` out of the group that is called `group` now; that it is not there is fine.
  private func take(_ value: String, from group: String) async throws(TargetTrouble) {
    let attribute = connector.attribute
    let done = [Code.success, Code.noSuchAttribute]
    var end = await client.modify(group, [.delete(attribute, value)], doneBy: done)
    if end.code == Code.objectClassViolation, attribute.holdsNames {
      // A group of names may not be empty: its last member makes way for the group itself, which is nobody.
      end = await client.modify(
        group, [.delete(attribute, value), .add(attribute, group)], doneBy: done)
    }
    if let trouble = end.trouble { throw trouble }
  }

  package func list(_ targets: [String]) async -> Result<[TargetAccess], TargetTrouble> {
    var found: [TargetAccess] = []
    let attribute = connector.attribute.rawValue
    do throws(TargetTrouble) {
      for target in Set(targets).sorted() {
        guard let group = try await client.entry(target, [attribute]) else {
          throw .failed("the directory has no entry \(target), as far as this runner may see")
        }
        found += group[attribute].filter { !isSame($0, target) }.map {
          TargetAccess(subject: subject(of: $0), target: target)
        }
      }
      return .success(found)
    } catch {
      return .failure(error)
    }
  }

  /// Whose `value` is; one that is called as nobody's can be is nobody's.
  private func subject(of value: String) -> String {
    connector.subject(of: value)?.text
      ?? (connector.attribute.holdsNames ? "dn:\(value)" : "uid:\(value)")
  }

  /// Whether both mean the same to the groups' attribute.
  func isSame(_ value: String, _ other: String) -> Bool {
    if value.utf8.elementsEqual(other.utf8) { return true }
    guard connector.attribute.holdsNames, let name = DistinguishedName(value) else { return false }
    return name == DistinguishedName(other)
  }
}
