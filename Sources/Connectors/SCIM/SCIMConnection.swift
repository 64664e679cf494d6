package import Model

/// One service that speaks SCIM (docs/connectors/scim.md).
package struct SCIMConnection: TargetConnection {
  let connector: SCIMConnector
  let client: SCIMClient

  /// - Parameters:
  ///   - connector: Whose groups are changed.
  ///   - token: What the runner is known by there.
  ///   - pause: Waits before the try with that number, counted from 1.
  ///   - run: Starts programs.
  package init(
    to connector: SCIMConnector, by token: String,
    pause: @escaping @Sendable (Int) async -> Void, run: @escaping ProgramCall.Runner
  ) {
    self.connector = connector
    client = SCIMClient(address: connector.address, token: token, pause: pause, run: run)
  }

  /// How often a group that others change at the same time is read again.
  private static let attempts = 5
  /// Members whose names are asked for.
  private static let mostMembers = 1000

  package func carryOut(_ order: AccessOrder) async -> TargetTrouble? {
    do throws(TargetTrouble) {
      switch order.deed {
      case .identify: break
      case .give: try await give(order)
      case .take:
        for place in try await places(of: order) {
          for id in place.group.holding(place.members) { try await take(id, from: place.group) }
        }
      }
      return nil
    } catch {
      return error
    }
  }

  private func give(_ order: AccessOrder) async throws(TargetTrouble) {
    let name = connector.user.name(of: order.grant.subject)
    guard let group = try await group(order.target) else { throw Self.noGroup(order.target) }
    guard let user = try await user(name) else {
      throw .failed("the service has no user `\(name)`, as far as this runner may see")
    }
    let answer = try await client.change(group.id, by: .adding(user.id))
    // Some say that there is a conflict where somebody is a member already: whether they are is looked at next.
    guard answer.isDone || answer.status == 409 else { throw client.trouble(answer) }
  }

  /// Takes the member `id` out of `group`; that they are not there is fine.
  private func take(_ id: String, from group: SCIMGroup) async throws(TargetTrouble) {
    let answer = try await client.change(group.id, by: .removing(id))
    if answer.isMissing || answer.error?.scimType == "noTarget" { return }
    let takesFilters = answer.isDone
    guard takesFilters || [400, 422, 501].contains(answer.status) else {
      throw client.trouble(answer)
    }
    // Some take no filter in a path and say nothing.
    for _ in 1...Self.attempts {
      guard let now = try await client.resource(SCIMGroup.self, group.id),
        !now.holding([id]).isEmpty
      else { return }
      guard let version = now.meta?.version else {
        guard takesFilters else {
          throw .failed(
            "the service takes no filter in a change (status \(answer.status)), and gives its groups no version "
              + "without which the changes of others would be undone")
        }
        // It said that it was done; what it lists next says otherwise.
        return
      }
      let others = (now.members ?? []).filter { !$0.value.utf8.elementsEqual(id.utf8) }
      let kept = try await client.change(group.id, by: .keeping(others), at: version)
      if kept.status == 412 { continue }
      guard kept.isDone || kept.isMissing else { throw client.trouble(kept) }
      return
    }
    throw .failed("the group is changed by others each time it is about to be changed")
  }

  static func noGroup(_ name: String) -> TargetTrouble {
    .failed("the service has no group `\(name)`, as far as this runner may see")
  }

  // MARK: Listing

  package func list(_ targets: [String]) async -> Result<[TargetAccess], TargetTrouble> {
    do throws(TargetTrouble) {
      var groups: [(target: String, members: [SCIMGroup.Member])] = []
      for target in Set(targets).sorted() {
        guard let group = try await group(target) else { throw Self.noGroup(target) }
        groups.append((target, group.members ?? []))
      }
      let ids = Set(groups.flatMap(\.members).filter { !$0.isGroup }.map(\.value)).sorted()
      guard ids.count <= Self.mostMembers else {
        throw .failed("its groups have \(ids.count) members, more than can be asked for by name")
      }
      let users = try await client.resources(SCIMUser.self, ids)
      let names = Dictionary(zip(ids, users)) { $1 }
      return .success(
        groups.flatMap { target, members in
          members.map {
            TargetAccess(subject: subject(of: $0, names[$0.value] ?? nil), target: target)
          }
        })
    } catch {
      return .failure(error)
    }
  }

  /// Whose membership it is; one that is called as nobody's can be is nobody's.
  private func subject(of member: SCIMGroup.Member, _ user: SCIMUser?) -> String {
    if member.isGroup { return "group:\(member.display ?? member.value)" }
    guard let name = user?.userName else { return "id:\(member.value)" }
    return connector.subject(of: name)?.text ?? "user:\(name)"
  }
}
